package ceres.chat.postgres;

import java.time.Duration;

/**
 * How to use a database. Immutable.
 *
 * @param address where the database is
 * @param refreshUsers whether a user's existing row follows the claims of the user's tokens; false
 *     where the rows belong to another application
 * @param readers how many connections serve reads and users, 1 to 1,000; default 8. The log writes
 *     on one more
 * @param saveWithin how long a message is tried to be saved, at least one second; default 10 s
 * @param readWithin how long a read may take, waiting for a connection included, at least one
 *     second; default 5 s
 * @param queueItems how many messages may wait to be saved or told, default 20,000
 * @param queueBytes how many bytes of messages may wait to be saved or told, default 32 MiB,
 *     counted as two per character of the text and 300 more per message
 */
public record DatabaseConfig(
    DatabaseAddress address,
    boolean refreshUsers,
    int readers,
    Duration saveWithin,
    Duration readWithin,
    int queueItems,
    long queueBytes) {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Refuses what is out of bounds. */
  public DatabaseConfig {
    check(readers >= 1 && readers <= 1_000, "The number of readers must be from 1 to 1,000.");
    check(saveWithin.compareTo(SECOND) >= 0, "Saving must be given at least a second.");
    check(readWithin.compareTo(SECOND) >= 0, "Reading must be given at least a second.");
    check(queueItems >= 1 && queueBytes >= 1, "The queue must have room for a message.");
  }

  /**
   * The defaults, for the database at {@code url}; see {@link DatabaseAddress#parse}.
   *
   * @throws IllegalArgumentException with a sentence without the password, for a malformed URL
   */
  public static DatabaseConfig of(String url) {
    return of(DatabaseAddress.parse(url));
  }

  /** The defaults, for the database at {@code address}. */
  public static DatabaseConfig of(DatabaseAddress address) {
    return new DatabaseConfig(
        address, false, 8, Duration.ofSeconds(10), Duration.ofSeconds(5), 20_000, 32L << 20);
  }

  /** The same with another {@link #refreshUsers}. */
  public DatabaseConfig withRefreshUsers(boolean refresh) {
    return new DatabaseConfig(
        address, refresh, readers, saveWithin, readWithin, queueItems, queueBytes);
  }

  /** The same with another {@link #readers}. */
  public DatabaseConfig withReaders(int count) {
    return new DatabaseConfig(
        address, refreshUsers, count, saveWithin, readWithin, queueItems, queueBytes);
  }

  /** The same with other time limits. */
  public DatabaseConfig withLimits(Duration save, Duration read) {
    return new DatabaseConfig(address, refreshUsers, readers, save, read, queueItems, queueBytes);
  }

  /** The same with other bounds of the queue. */
  public DatabaseConfig withQueue(int items, long bytes) {
    return new DatabaseConfig(address, refreshUsers, readers, saveWithin, readWithin, items, bytes);
  }

  private static void check(boolean condition, String sentence) {
    if (!condition) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
