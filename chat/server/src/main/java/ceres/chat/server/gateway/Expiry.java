package ceres.chat.server.gateway;

import ceres.chat.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When a token's time is over for a socket that is connected with it: at {@code exp}; if it was
 * accepted later than that, in the leeway, at the leeway's end.
 *
 * <p>Thread-safe.
 *
 * @param timers runs what happens then
 * @param clock what {@code exp} is compared with
 * @param leeway for clocks that differ, as in the verification
 */
record Expiry(Timers timers, InstantSource clock, Duration leeway) {
  /** No connection lasts that long, and timers count nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /** Does something when a token that is accepted now expires. */
  Timers.Cancellable schedule(Instant expiresAt, Runnable action) {
    Instant now = clock.instant();
    Instant end = expiresAt.isAfter(now) ? expiresAt : expiresAt.plus(leeway);
    Duration left = Duration.between(now, end);
    return timers.schedule(clamp(left), action);
  }

  private static Duration clamp(Duration left) {
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    return left.compareTo(LONGEST) > 0 ? LONGEST : left;
  }
}
