package ceres.bench.micro;

import static java.util.Objects.requireNonNull;

import ceres.chat.core.Draft;
import ceres.chat.core.MessageLog;
import ceres.chat.core.User;
import ceres.chat.core.UserDirectory.Claims;
import ceres.chat.postgres.Database;
import ceres.chat.postgres.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The message log on a real PostgreSQL that syncs: some messages at once, until all of them are
 * committed and told. Messages a second are {@code group} divided by the time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SavedMessages {
  /** How many messages at once. */
  @Param({"1", "10", "100"})
  public int group;

  private final Semaphore saved = new Semaphore(0);
  private Draft draft = new Draft(new User(new UUID(0, 0), null, "", null), "", "", null);
  private @Nullable EmbeddedDatabase server;
  private @Nullable Database database;

  /** Starts PostgreSQL, in the folder that the system property {@code bench.data} names. */
  @Setup
  public void start() {
    Path data = Path.of(System.getProperty("bench.data", "target/micro-data"));
    EmbeddedDatabase started = EmbeddedDatabase.start(data);
    Database opened = Database.open(started.config());
    server = started;
    database = opened;
    User user =
        opened
            .users()
            .admit(new Claims(new UUID(1, 1), "ada@example.org", "Ada", null))
            .toCompletableFuture()
            .join();
    draft = new Draft(user, "asteroid-2465633", Chat.CONTENT, null);
  }

  /** Stops PostgreSQL. */
  @TearDown
  public void stop() {
    requireNonNull(database).close();
    requireNonNull(server).close();
  }

  /** A group of messages, of which the first may be committed alone. */
  @Benchmark
  public void append() throws InterruptedException {
    MessageLog log = requireNonNull(database).log();
    for (int i = 0; i < group; i++) {
      log.append(draft, this::told);
    }
    saved.acquire(group);
  }

  private void told(MessageLog.Outcome outcome) {
    if (!(outcome instanceof MessageLog.Saved)) {
      throw new IllegalStateException("not saved");
    }
    saved.release();
  }
}
