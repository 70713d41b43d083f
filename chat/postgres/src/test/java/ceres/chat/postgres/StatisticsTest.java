package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.Draft;
import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.MessageLog.Outcome;
import ceres.chat.core.MessageLog.Saved;
import ceres.chat.core.User;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is to be known about the log while it works. */
class StatisticsTest {
  private final DatabaseAddress address = TestServer.newDatabase();
  private final Seen seen = new Seen();
  private final Database database =
      Database.open(TestServer.quick(address).withQueue(10, 1 << 20), seen);
  private final User ann = new User(UUID.randomUUID(), null, "Ann", null);
  private final Outcomes outcomes = new Outcomes();

  /** Keeps what it sees. Thread-safe by copying lists. */
  private static final class Seen implements LogObserver {
    final List<Integer> groups = new CopyOnWriteArrayList<>();
    final List<Outcome> told = new CopyOnWriteArrayList<>();
    final List<Duration> times = new CopyOnWriteArrayList<>();

    @Override
    public void groupStored(int messages, long nanos) {
      groups.add(messages);
    }

    @Override
    public void told(Outcome outcome, long nanos) {
      told.add(outcome);
      times.add(Duration.ofNanos(nanos));
    }
  }

  @BeforeEach
  void addUser() {
    TestServer.sql(
        address, "INSERT INTO \"User\" (id, name) VALUES ('%s', 'Row')".formatted(ann.id()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      database.log().append(new Draft(ann, "room", "m" + i, null), outcomes.consumer());
    }
  }

  @Test
  void anObserverSeesGroupsAndOutcomesWithTheirTimes() {
    append(1);
    assertThat(database.awaitTold(Duration.ofSeconds(10))).isTrue();
    assertThat(seen.groups).containsExactly(1);
    assertThat(seen.told).singleElement().isInstanceOf(Saved.class);
    assertThat(seen.times.getFirst()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(10));
  }

  @Test
  void theQueueIsCountedAndWhatIsTakenInIsWaitedFor() throws Exception {
    try (Connection connection = address.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("LOCK TABLE \"ChatMessage\" IN EXCLUSIVE MODE");
      append(11);
      DatabaseStatistics full = database.statistics();
      assertThat(full.queuedMessages()).isEqualTo(10);
      assertThat(full.queueMessages()).isEqualTo(10);
      assertThat(full.queuedBytes()).isEqualTo(10 * (300 + 2 * 6));
      assertThat(full.queueFilled()).isEqualTo(1.0);
      assertThat(database.awaitTold(Duration.ofMillis(50))).isFalse();
      connection.commit();
    }
    assertThat(database.awaitTold(Duration.ofSeconds(10))).isTrue();
    assertThat(outcomes.await(11)).hasSize(11);
    assertThat(database.statistics().queuedMessages()).isZero();
    Awaitility.await().untilAsserted(() -> assertThat(seen.told).hasSize(11));
    assertThat(seen.told.stream().filter(NotSaved.class::isInstance)).hasSize(1);
  }

  @Test
  void theConnectionsOfReadersAreCounted() {
    assertThat(database.isReady().toCompletableFuture().join()).isTrue();
    Awaitility.await()
        .untilAsserted(() -> {
          assertThat(database.statistics().idleConnections()).isPositive();
          assertThat(database.statistics().activeConnections()).isZero();
        });
    assertThat(database.statistics().waiting()).isZero();
  }
}
