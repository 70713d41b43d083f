package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ChatException;
import ceres.chat.core.Draft;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.Message;
import ceres.chat.core.MessageLog.Doubtful;
import ceres.chat.core.MessageLog.Outcome;
import ceres.chat.core.MessageLog.Saved;
import ceres.chat.core.User;
import ceres.chat.core.UserDirectory.Claims;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the database goes away, hangs, or ends our sessions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
  private static final String MESSAGE = "\"ChatMessage\"";
  private static final Duration SAVE = Duration.ofSeconds(3);

  @TempDir private static Path directory;

  private final User ann = new User(UUID.randomUUID(), null, "Ann", null);
  private final AtomicInteger rooms = new AtomicInteger();
  private final List<Sender> senders = new ArrayList<>();
  private PostgresServer server;
  private DatabaseAddress address;
  private Database database;
  private int port;

  @BeforeAll
  void start() throws Exception {
    Path home = PostgresBinaries.unpack(TestServer.PROGRAMS);
    Path data = directory.toRealPath().resolve("postgres");
    server = new PostgresServer(home, data, directory.resolve("postgres.log"));
    TestServer.copyTemplate(data);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    server.start(port);
    address =
        new DatabaseAddress(
            List.of(new DatabaseAddress.Server("127.0.0.1", port)),
            "postgres",
            PostgresServer.USER,
            server.password(),
            Map.of("sslmode", "disable"));
    database = Database.open(DatabaseConfig.of(address).withLimits(SAVE, Duration.ofSeconds(2)));
    database.users().admit(new Claims(ann.id(), null, "Ann", null)).toCompletableFuture().join();
  }

  @AfterAll
  void stop() throws Exception {
    database.close();
    server.stop("fast");
  }

  /** A message, when it was given, when it was told something, and what it was told in the end. */
  private static final class Sent {
    private final long given = System.nanoTime();
    private final AtomicInteger times = new AtomicInteger();
    private volatile Optional<Outcome> outcome = Optional.empty();
    private volatile Duration took = Duration.ZERO;

    private void tell(Outcome told) {
      if (took.isZero()) {
        took = Duration.ofNanos(System.nanoTime() - given);
      }
      if (!(told instanceof Doubtful)) {
        outcome = Optional.of(told);
        times.incrementAndGet();
      }
    }

    private boolean isSaved() {
      return outcome.filter(Saved.class::isInstance).isPresent();
    }
  }

  /** Sends all the time, from its own thread, until closed. */
  private final class Sender {
    private final String room = "room-" + rooms.incrementAndGet();
    private final ConcurrentLinkedQueue<Sent> all = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Message> saved = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean on = new AtomicBoolean(true);
    private final Thread thread = Thread.ofPlatform().start(this::run);

    private void run() {
      for (int i = 0; on.get(); i++) {
        send(Integer.toString(i));
        try {
          Thread.sleep(1);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    private void send(String text) {
      Sent sent = new Sent();
      all.add(sent);
      database
          .log()
          .append(
              new Draft(ann, room, text, null),
              outcome -> {
                sent.tell(outcome);
                if (outcome instanceof Saved told) {
                  saved.add(told.message());
                }
              });
    }

    private long countSaved() {
      return saved.size();
    }

    private void awaitSavedAfterNow() {
      long before = countSaved();
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> countSaved() > before + 10);
    }

    private void finish() throws InterruptedException {
      on.set(false);
      thread.join();
      Awaitility.await()
          .atMost(SAVE.plusSeconds(3))
          .until(() -> all.stream().allMatch(sent -> sent.times.get() == 1));
      check();
    }

    /** Everything told is true and all there is, told once and in time, and in the room's order. */
    private void check() {
      assertThat(all).allSatisfy(sent -> assertThat(sent.times).hasValue(1));
      assertThat(all).allSatisfy(sent -> assertThat(sent.took).isLessThan(SAVE.plusMillis(1_500)));
      List<Message> told = new ArrayList<>(saved);
      assertThat(told).isSortedAccordingTo(Message.ROOM_ORDER);
      List<String> stored =
          TestServer.query(
                  address,
                  "SELECT content FROM "
                      + MESSAGE
                      + " WHERE \"roomId\" = '"
                      + room
                      + "' ORDER BY \"createdAt\", id")
              .lines()
              .toList();
      assertThat(told).extracting(Message::content).isEqualTo(stored);
    }

    private long notSaved() {
      return all.stream().filter(sent -> !sent.isSaved()).count();
    }
  }

  private Sender newSender() {
    Sender made = new Sender();
    senders.add(made);
    return made;
  }

  @AfterEach
  void stopSending() {
    senders.forEach(each -> each.on.set(false));
  }

  private static void signal(ProcessHandle postmaster, String signal) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("kill", "-" + signal),
                Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .map(process -> Long.toString(process.pid())))
            .toList();
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  @Test
  void aQuickRestartLosesNothing() throws Exception {
    Sender sender = newSender();
    sender.awaitSavedAfterNow();
    server.stop("fast");
    server.start(port);
    sender.awaitSavedAfterNow();
    sender.finish();
    assertThat(sender.notSaved()).isZero();
  }

  @Test
  void aCrashLosesNothingThatWasToldToBeSaved() throws Exception {
    Sender sender = newSender();
    sender.awaitSavedAfterNow();
    server.stop("immediate");
    server.start(port);
    sender.awaitSavedAfterNow();
    sender.finish();
  }

  @Test
  void inALongAbsenceEachMessageIsGivenUpAtItsOwnTimeAndTheLogGoesOnAfterwards() throws Exception {
    Sender sender = newSender();
    sender.awaitSavedAfterNow();
    server.stop("fast");
    Thread.sleep(SAVE.plusMillis(1_500));
    assertThat(database.isReady().toCompletableFuture().join()).isFalse();
    assertThat(
            database
                .log()
                .latest(sender.room, 50)
                .handle((read, failure) -> failure)
                .toCompletableFuture()
                .join())
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    server.start(port);
    sender.awaitSavedAfterNow();
    sender.finish();
    assertThat(sender.notSaved()).isPositive();
    assertThat(sender.all.stream().filter(sent -> !sent.isSaved()))
        .allSatisfy(sent -> assertThat(sent.took).isGreaterThan(SAVE.minusMillis(50)));
    assertThat(database.log().latest(sender.room, 50).toCompletableFuture().join()).hasSize(50);
  }

  @Test
  void aDatabaseThatHangsIsGivenUpInTimeAndTheLogGoesOnAfterwards() throws Exception {
    Sender sender = newSender();
    sender.awaitSavedAfterNow();
    ProcessHandle postmaster = server.process().orElseThrow();
    List<ProcessHandle> stopped =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    signal(postmaster, "STOP");
    try {
      Thread.sleep(SAVE.plusMillis(1_500));
    } finally {
      for (ProcessHandle process : stopped) {
        new ProcessBuilder("kill", "-CONT", Long.toString(process.pid())).start().waitFor();
      }
    }
    sender.awaitSavedAfterNow();
    sender.finish();
    assertThat(sender.notSaved()).isPositive();
  }

  @Test
  void aSessionThatHangsIsReplacedAndNeverWritesAfterwards() throws Exception {
    Sender sender = newSender();
    sender.awaitSavedAfterNow();
    String pid =
        TestServer.query(
            address, "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'ceres log %'");
    new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
    // Stopped, it cannot be ended, and so nothing else may be written in the meantime.
    Thread.sleep(1_800);
    new ProcessBuilder("kill", "-CONT", pid).start().waitFor();
    sender.awaitSavedAfterNow();
    sender.finish();
    assertThat(sender.notSaved()).isZero();
  }

  @Test
  void endedSessionsLoseNothing() throws Exception {
    Sender sender = newSender();
    for (int i = 0; i < 10; i++) {
      sender.awaitSavedAfterNow();
      TestServer.sql(
          address,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
              + " AND application_name LIKE 'ceres%'");
      assertThat(database.log().latest(sender.room, 5).toCompletableFuture().join()).isNotEmpty();
    }
    sender.awaitSavedAfterNow();
    sender.finish();
    assertThat(sender.notSaved()).isZero();
  }

  @Test
  void cancelledStatementsLoseNothing() throws Exception {
    Sender sender = newSender();
    sender.awaitSavedAfterNow();
    for (int i = 0; i < 50; i++) {
      TestServer.sql(
          address,
          "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name LIKE 'ceres log %'");
    }
    sender.awaitSavedAfterNow();
    sender.finish();
    assertThat(sender.notSaved()).isZero();
  }
}
