package ceres.chat.postgres;

import ceres.chat.core.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Gives each message its id, a UUID of version 7 (RFC 9562), and its time. Each stamp is greater
 * than all before it, in the order of rooms and by id alone, whatever the system's clock does; the
 * id's timestamp is the message's time. Ids of one millisecond count upwards in random steps.
 *
 * <p>After a restart with a clock that was set back, and next to rows that others wrote, {@link
 * #observe} keeps the order: a member has always read its room before it sends, and what was read
 * is observed.
 *
 * <p>Thread-safe by its monitor.
 */
final class MessageClock {
  /** Rows further in the future than this are not followed. */
  static final Duration HORIZON = Duration.ofHours(24);

  private static final long HIGH_LIMIT = 1L << 12;
  private static final long LOW_LIMIT = 1L << 62;

  private final InstantSource clock;
  private final RandomGenerator random;
  private long millis;
  private long high = HIGH_LIMIT;
  private long low;

  /**
   * A clock that has given no stamp.
   *
   * @param clock the system's clock, which may jump
   * @param random makes ids hard to guess
   */
  MessageClock(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * What a message is stored with.
   *
   * @param id the id
   * @param createdAt the time, in whole milliseconds
   */
  record Stamp(UUID id, Instant createdAt) {}

  /** The next stamp. */
  synchronized Stamp next() {
    long now = clock.millis();
    if (now > millis) {
      begin(now);
    } else {
      low += 1 + (random.nextInt() & 0xffff_ffffL);
      if (low >= LOW_LIMIT) {
        low -= LOW_LIMIT;
        high++;
      }
      if (high >= HIGH_LIMIT) {
        begin(millis + 1);
      }
    }
    return new Stamp(id(), Instant.ofEpochMilli(millis));
  }

  /**
   * Takes note of a stored message, so that all stamps from now on are greater.
   *
   * @param newest its place, in full precision
   * @return false where the row is too far in the future to be followed
   */
  synchronized boolean observe(Message.Position newest) {
    if (newest.createdAt().isAfter(clock.instant().plus(HORIZON))) {
      return false;
    }
    Instant last = Instant.ofEpochMilli(millis);
    boolean ahead =
        high >= HIGH_LIMIT
            ? !newest.createdAt().isBefore(last)
            : newest.compareTo(new Message.Position(last, id())) > 0;
    if (ahead) {
      // Rounded up: a row may have microseconds. Nothing is given in that millisecond any more.
      millis = newest.createdAt().plusNanos(999_999).toEpochMilli();
      high = HIGH_LIMIT;
    }
    return true;
  }

  private void begin(long now) {
    millis = now;
    high = random.nextLong() & ((HIGH_LIMIT >> 1) - 1);
    low = random.nextLong() & (LOW_LIMIT - 1);
  }

  private UUID id() {
    return new UUID((millis << 16) | 0x7000 | (high & (HIGH_LIMIT - 1)), Long.MIN_VALUE | low);
  }
}
