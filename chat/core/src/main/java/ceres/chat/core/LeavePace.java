package ceres.chat.core;

import java.time.Duration;

/**
 * Gives a room's lost users their turns to leave, so that telling it takes no more than a part of
 * the server's time: each leaving is a delivery to everyone who is there, and thousands of
 * connections can be lost in the same moment. Few who leave, or a small room, have their turns at
 * once.
 *
 * <p>Guarded by the room's monitor.
 */
final class LeavePace {
  /** A fraction of what a processor delivers in a second. */
  static final int DELIVERIES_PER_SECOND = 200_000;

  /** So much of that may come at once. */
  static final Duration AT_ONCE = Duration.ofMillis(100);

  private static final long NANOS_PER_DELIVERY =
      Duration.ofSeconds(1).dividedBy(DELIVERIES_PER_SECOND).toNanos();

  private long busyUntil;

  /** Nobody has left. */
  LeavePace(long now) {
    this.busyUntil = now;
  }

  /**
   * A turn for one who leaves.
   *
   * @param now by {@link Timers#nanoTime}
   * @param listeners how many connections will be told
   * @return how long to wait for it; zero if it is now
   */
  Duration take(long now, int listeners) {
    if (busyUntil - now < 0) {
      busyUntil = now;
    }
    Duration wait = Duration.ofNanos(busyUntil - now).minus(AT_ONCE);
    busyUntil += listeners * NANOS_PER_DELIVERY;
    return wait.isPositive() ? wait : Duration.ZERO;
  }
}
