package ceres.chat.postgres;

import ceres.chat.core.MessageLog;
import ceres.chat.core.UserDirectory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An open database, migrated, with all that the chat keeps there. It survives restarts and absences
 * of the database.
 *
 * <p>Thread-safe: immutable, as is all it hands out or thread-safe itself.
 */
public final class Database implements AutoCloseable {
  private final HikariDataSource pool;
  private final Queries queries;
  private final PostgresMessageLog log;
  private final PostgresUserDirectory users;

  private Database(DatabaseConfig config, InstantSource time, LogObserver observer) {
    pool = pool(config);
    queries = new Queries(pool, config);
    log = new PostgresMessageLog(config, queries, time, observer);
    users = new PostgresUserDirectory(queries, config);
  }

  /**
   * Connects, migrates and starts the message log. Blocks for seconds at most, unless a migration
   * takes longer; a server that is starting up is waited for, up to 10 s.
   *
   * @throws DatabaseUnavailableException with one sentence for the person who runs the server,
   *     where the database cannot be reached, entered or prepared
   */
  public static Database open(DatabaseConfig config) {
    return open(config, LogObserver.NONE);
  }

  /** The same, with somebody who sees how the log does. */
  public static Database open(DatabaseConfig config, LogObserver observer) {
    return open(config, InstantSource.system(), observer);
  }

  static Database open(DatabaseConfig config, InstantSource time) {
    return open(config, time, LogObserver.NONE);
  }

  private static Database open(DatabaseConfig config, InstantSource time, LogObserver observer) {
    FirstContact.make(config.address());
    Migrations.run(config.address());
    return new Database(config, time, observer);
  }

  /** The messages. */
  public MessageLog log() {
    return log;
  }

  /** The users. */
  public UserDirectory users() {
    return users;
  }

  /**
   * Whether messages can be saved, as far as the latest attempts show: false when they have failed
   * for a second, until one is saved, or ten seconds later the database says that it takes writes.
   */
  public boolean savesMessages() {
    return log.works();
  }

  /** Asks the database now: whether it answers and takes writes. Fails never, and not late. */
  public CompletionStage<Boolean> isReady() {
    return queries.ask(WriterSession::takesWrites).exceptionally(failure -> false);
  }

  /** What waits and what is in use now. */
  public DatabaseStatistics statistics() {
    WriteQueue queue = log.queue();
    HikariPoolMXBean state = pool.getHikariPoolMXBean();
    return new DatabaseStatistics(
        queue.items(),
        queue.bytes(),
        queue.maxItems(),
        queue.maxBytes(),
        state == null ? 0 : state.getActiveConnections(),
        state == null ? 0 : state.getIdleConnections(),
        queries.waiting());
  }

  /**
   * Blocks until the outcomes of all messages were told that were given to the log before this
   * call.
   *
   * @param most how long at most
   * @return whether they were
   */
  public boolean awaitTold(Duration most) {
    try {
      return log.queue().awaitTold(most.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Saves what is queued, within its time, and disconnects. Idempotent. */
  @Override
  public void close() {
    log.close();
    // The pool would wait for attempts to connect, in vain while the database is away.
    Thread closing = Thread.ofPlatform().daemon().name("ceres-pool-close").start(pool::close);
    try {
      closing.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HikariDataSource pool(DatabaseConfig config) {
    long read = config.readWithin().toMillis();
    String seconds = Long.toString(Math.max(1, (read + 999) / 1_000));
    PGSimpleDataSource source = config.address().dataSource();
    source.setProperty(PGProperty.CONNECT_TIMEOUT, seconds);
    source.setProperty(PGProperty.SOCKET_TIMEOUT, seconds);
    source.setProperty(PGProperty.SSL_RESPONSE_TIMEOUT, Long.toString(read));
    HikariConfig hikari = new HikariConfig();
    hikari.setDataSource(source);
    hikari.setPoolName("ceres");
    hikari.setMaximumPoolSize(config.readers());
    hikari.setMinimumIdle(Math.min(2, config.readers()));
    hikari.setConnectionTimeout(read);
    hikari.setValidationTimeout(Math.clamp(read / 4, 250, 2_000));
    hikari.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
    hikari.setIdleTimeout(Duration.ofMinutes(5).toMillis());
    hikari.setMaxLifetime(Duration.ofMinutes(30).toMillis());
    hikari.setInitializationFailTimeout(-1);
    hikari.setExceptionOverride(new BrokenConnections());
    hikari.setConnectionInitSql(
        "SELECT set_config('statement_timeout', '"
            + read
            + "ms', false), set_config('lock_timeout', '500ms', false), CASE WHEN current_setting('synchronous_commit') = 'off'"
            + " THEN set_config('synchronous_commit', 'on', false) END");
    return new HikariDataSource(hikari);
  }
}
