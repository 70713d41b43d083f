package ceres.chat.postgres;

import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs everything but the writing of messages: each query on its own virtual thread, as many at a
 * time as the pool has connections, the others waiting their turn. Queries about messages leave two
 * connections to the others: when the messages are locked, or take long to read, people can still
 * be let in, and the database can be asked how it is.
 *
 * <p>Thread-safe by its semaphores and the pool.
 */
final class Queries {
  private static final Logger LOG = LoggerFactory.getLogger(Queries.class);

  /** What queries about messages do not use, if there are more. */
  private static final int KEPT_FREE = 2;

  private final DataSource pool;
  private final Semaphore turns;
  private final Semaphore turnsForMessages;
  private final Reading reading = new Reading();
  private final int attempts;
  private final long nanos;

  Queries(DataSource pool, DatabaseConfig config) {
    this.pool = pool;
    attempts = config.readers() + 1;
    turns = new Semaphore(config.readers(), true);
    turnsForMessages = new Semaphore(Math.max(1, config.readers() - KEPT_FREE), true);
    nanos = config.readWithin().toNanos();
  }

  /** About how many wait for their turn. */
  int waiting() {
    return turns.getQueueLength() + turnsForMessages.getQueueLength();
  }

  /** A query that may be asked again. */
  @FunctionalInterface
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  /** The answer, or within bounded time a failure with {@link ChatException}. */
  <T> CompletionStage<T> ask(Query<T> query) {
    return ask(query, List.of(turns));
  }

  /** The same for a query that reads messages. */
  <T> CompletionStage<T> askForMessages(Query<T> query) {
    return ask(query, List.of(turnsForMessages, turns));
  }

  private <T> CompletionStage<T> ask(Query<T> query, List<Semaphore> needed) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    long deadline = System.nanoTime() + nanos;
    Thread.ofVirtual()
        .name("ceres-query")
        .start(() -> {
          try {
            answer.complete(await(query, needed, deadline));
            reading.answered();
          } catch (ChatException e) {
            answer.completeExceptionally(e);
          } catch (SQLException e) {
            reading.failed(e);
            answer.completeExceptionally(e);
          } catch (Throwable e) {
            LOG.error("A query failed unexpectedly", e);
            answer.completeExceptionally(e);
          }
        });
    CompletableFuture<T> result = new CompletableFuture<>();
    var _ =
        answer
            .orTimeout(nanos, TimeUnit.NANOSECONDS)
            .whenComplete((value, failure) -> {
              if (failure == null) {
                result.complete(value);
              } else {
                if (failure instanceof TimeoutException) {
                  reading.failed(new SQLException("No answer came in time", "57014"));
                }
                result.completeExceptionally(
                    failure instanceof ChatException
                        ? failure
                        : new ChatException(ErrorCode.INTERNAL));
              }
            });
    return result;
  }

  /** Runs the query when it has all that it needs. */
  private <T> T await(Query<T> query, List<Semaphore> needed, long deadline)
      throws SQLException, InterruptedException {
    if (needed.isEmpty()) {
      return runUntilConnected(query, deadline);
    }
    Semaphore first = needed.getFirst();
    if (!first.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new SQLException("No connection became free in time", "53300");
    }
    try {
      return await(query, needed.subList(1, needed.size()), deadline);
    } finally {
      first.release();
    }
  }

  /** After a restart of the database, the pool's connections turn out to be broken one by one. */
  private <T> T runUntilConnected(Query<T> query, long deadline) throws SQLException {
    for (int attempt = 0; ; attempt++) {
      try {
        return runOnce(query);
      } catch (SQLException e) {
        // A server that is read-only is asked once more, because there may be another by now.
        int most = BrokenConnections.isReadOnly(e) ? 1 : attempts;
        boolean hopeless = Fault.of(e) == Fault.REFUSED || attempt >= most;
        if (hopeless || System.nanoTime() > deadline) {
          throw e;
        }
        LOG.debug("A query is asked again", e);
      }
    }
  }

  private <T> T runOnce(Query<T> query) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return query.run(connection);
    }
  }
}
