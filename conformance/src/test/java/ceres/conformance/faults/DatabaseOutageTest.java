package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.faults.Sender.Sent;
import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database goes away in the middle of sends, and comes back; the server stays. */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseOutageTest {
  /** The ten seconds of the contract, and what a busy machine adds. */
  private static final Duration ANSWERED_WITHIN = Duration.ofMillis(12_500);

  @TempDir private Path directory;

  enum Outage {
    CRASH,
    FREEZE;

    void begin(OwnPostgres postgres) {
      switch (this) {
        case CRASH -> postgres.crash();
        case FREEZE -> postgres.freeze();
      }
    }

    void end(OwnPostgres postgres) {
      switch (this) {
        case CRASH -> postgres.startAgain();
        case FREEZE -> postgres.thaw();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void all_that_was_acknowledged_is_kept_all_else_is_not_saved_and_the_server_goes_on(Outage outage)
      throws Exception {
    try (OwnPostgres postgres = new OwnPostgres(directory);
        TestServer server = TestServer.start(postgres.database(), Map.of());
        ChatClient watcher = server.connect("Watcher").join("general");
        ChatClient joiner = server.connect("Joiner")) {
      List<Sender> senders =
          IntStream.range(0, 20)
              .mapToObj(i -> "S" + i)
              .map(name -> new Sender(name, server.connect(name).join("general")).start())
              .toList();
      await().atMost(Duration.ofSeconds(30)).until(() -> senders.stream().allMatch(s -> ok(s, 10)));

      outage.begin(postgres);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> senders.stream().allMatch(s -> s.sent().stream().anyMatch(Sent::isNotSaved)));
      assertThat(joiner.call("join_room", "general").path("code").asString()).isEqualTo("INTERNAL");

      outage.end(postgres);
      Map<Sender, Long> before = new java.util.HashMap<>();
      senders.forEach(sender -> before.put(sender, okCount(sender)));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> senders.stream().allMatch(s -> okCount(s) > before.getOrDefault(s, 0L) + 5));
      joiner.join("general");
      assertThat(joiner.received("room_history").getLast().get("messages").size()).isEqualTo(50);
      senders.forEach(Sender::stop);
      await().atMost(Duration.ofSeconds(20)).until(() -> senders.stream().allMatch(Sender::isDone));
      watcher.settle();

      assertThatNothingWasLost(
          senders.stream().flatMap(sender -> sender.sent().stream()).toList(),
          watcher,
          postgres.database());
      senders.forEach(sender -> sender.client().close());
    }
  }

  private static boolean ok(Sender sender, int count) {
    return okCount(sender) >= count;
  }

  private static long okCount(Sender sender) {
    return sender.sent().stream().filter(Sent::isOk).count();
  }

  private static void assertThatNothingWasLost(
      List<Sent> sent, ChatClient watcher, TestDatabase database) {
    assertThat(sent).allMatch(each -> each.isOk() || each.isNotSaved());
    assertThat(sent).allMatch(each -> each.took().compareTo(ANSWERED_WITHIN) < 0);

    List<String> stored =
        database.query("SELECT content FROM \"ChatMessage\" ORDER BY \"createdAt\", id");
    assertThat(stored).doesNotHaveDuplicates();
    Set<String> rows = new HashSet<>(stored);
    List<String> acknowledged = sent.stream().filter(Sent::isOk).map(Sent::content).toList();
    assertThat(rows).containsAll(acknowledged);

    List<String> seen =
        watcher.received("new_message").stream()
            .map(message -> message.get("content").asString())
            .toList();
    assertThat(seen).isEqualTo(stored);
  }
}
