package ceres.chat.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's own connection, opened when it is needed and again after it broke. Writing never
 * waits for readers, and every attempt ends within its time, even where the database hangs.
 *
 * <p>When a connection breaks while a statement runs, the server may still be carrying that
 * statement out, or find it in its socket much later. So a new connection first ends the sessions
 * that were lost before it, and waits until they are gone: from then on it is settled what they
 * stored, and nothing can appear in the log behind later messages.
 *
 * <p>Confined to the writer's thread.
 */
final class WriterSession {
  private static final Logger LOG = LoggerFactory.getLogger(WriterSession.class);
  private static final String NAME = "ceres log ";
  private static final String PREPARE =
      "SELECT set_config('lock_timeout', '500ms', false),"
          + " set_config('statement_timeout', ?, false),"
          + " CASE WHEN current_setting('synchronous_commit') = 'off'"
          + " THEN set_config('synchronous_commit', 'on', false) END";

  /** A standby, and a database that was told so, are read-only. */
  static final String TAKES_WRITES = "SELECT current_setting('transaction_read_only') = 'off'";

  // A role may end its own sessions. The name is random, so nobody else's session is met.
  private static final String END_LOST =
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
          + " WHERE application_name LIKE ? AND application_name <> ? AND pid <> pg_backend_pid()";

  private final DatabaseAddress address;
  private final long attemptNanos;
  private final String name = NAME + HexFormat.of().toHexDigits(random()) + ' ';
  private final long patienceNanos;
  private int opened;
  private boolean lost;

  /** When the server first said that a lost session is there; 0 if it has not. */
  private long insistsSince;

  private long lastUsed;
  private @Nullable Connection connection;

  /**
   * No connection yet.
   *
   * @param attemptNanos how long any statement may take at most
   * @param patienceNanos how long to insist that a lost session is gone, from the moment when the
   *     server can be asked
   */
  WriterSession(DatabaseAddress address, long attemptNanos, long patienceNanos) {
    this.address = address;
    this.attemptNanos = attemptNanos;
    this.patienceNanos = patienceNanos;
  }

  /**
   * A connection in auto-commit mode, on which a statement ends within about {@code nanos}.
   *
   * @throws SQLException where there is none to be had
   */
  Connection connection(long nanos) throws SQLException {
    Connection current = connection;
    if (current != null && System.nanoTime() - lastUsed > TimeUnit.SECONDS.toNanos(30)) {
      limit(current, TimeUnit.SECONDS.toNanos(1));
      if (!current.isValid(1)) {
        close();
        current = null;
      }
    }
    if (current == null) {
      current = open(nanos);
      connection = current;
    }
    limit(current, nanos);
    lastUsed = System.nanoTime();
    return current;
  }

  /** Gives up the connection, on which a statement may still be running. */
  void lose() {
    if (connection != null && !lost) {
      lost = true;
      insistsSince = 0;
    }
    close();
  }

  /** Closes the connection at once. */
  void close() {
    Connection current = connection;
    connection = null;
    if (current != null) {
      abort(current);
    }
  }

  /** Whether what is written now can be committed, as far as the database knows. */
  static boolean takesWrites(Connection connection) throws SQLException {
    try (PreparedStatement question = connection.prepareStatement(TAKES_WRITES);
        ResultSet answer = question.executeQuery()) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  private Connection open(long nanos) throws SQLException {
    long until = System.nanoTime() + nanos;
    String seconds = Long.toString(Math.max(1, (nanos + 500_000_000L) / 1_000_000_000L));
    PGSimpleDataSource source = address.dataSource();
    source.setProperty(PGProperty.CONNECT_TIMEOUT, seconds);
    source.setProperty(PGProperty.LOGIN_TIMEOUT, seconds);
    source.setProperty(PGProperty.SOCKET_TIMEOUT, seconds);
    source.setProperty(PGProperty.SSL_RESPONSE_TIMEOUT, seconds + "000");
    String ownName = name + ++opened;
    source.setApplicationName(ownName);
    Connection fresh = source.getConnection();
    try {
      limit(fresh, left(until));
      try (PreparedStatement prepare = fresh.prepareStatement(PREPARE)) {
        prepare.setString(1, TimeUnit.NANOSECONDS.toMillis(attemptNanos) + "ms");
        prepare.execute();
      }
      if (lost) {
        endLost(fresh, ownName, until);
      }
      return fresh;
    } catch (SQLException | RuntimeException e) {
      abort(fresh);
      throw e;
    }
  }

  private void endLost(Connection fresh, String ownName, long until) throws SQLException {
    limit(fresh, left(until));
    try (PreparedStatement end = fresh.prepareStatement(END_LOST)) {
      end.setString(1, name + "%");
      end.setString(2, ownName);
      while (count(end) > 0) {
        if (insistsSince == 0) {
          insistsSince = System.nanoTime();
        }
        if (System.nanoTime() - insistsSince > patienceNanos) {
          LOG.warn("A lost session of the message log does not end; going on without waiting");
          break;
        }
        if (System.nanoTime() - until > 0 || Thread.interrupted()) {
          throw new SQLException("A lost session has not ended yet", "08000");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
    lost = false;
  }

  private static long count(PreparedStatement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  /** What is left of the time of an attempt, and a little in any case. */
  private static long left(long until) {
    return Math.max(until - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(100));
  }

  private static void limit(Connection connection, long nanos) throws SQLException {
    connection.setNetworkTimeout(
        Runnable::run, (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("A connection could not be closed", e);
    }
  }

  private static long random() {
    return ThreadLocalRandom.current().nextLong();
  }
}
