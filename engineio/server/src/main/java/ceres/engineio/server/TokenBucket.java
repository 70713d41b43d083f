package ceres.engineio.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what happens against a {@link Rate}: a bucket of tokens, of which one number is kept, the
 * time at which it is full again.
 *
 * <p>Thread-safe by that number's being atomic.
 */
final class TokenBucket {
  private final Rate rate;
  private final AtomicLong fullAt;

  /**
   * A full bucket.
   *
   * @param now by {@link System#nanoTime}
   */
  TokenBucket(Rate rate, long now) {
    this.rate = rate;
    this.fullAt = new AtomicLong(now);
  }

  /**
   * Takes a token.
   *
   * @return 0, or in how many nanoseconds there will be one
   */
  long take(long now) {
    if (!rate.isLimited()) {
      return 0;
    }
    while (true) {
      long full = fullAt.get();
      long next = (full - now > 0 ? full : now) + rate.intervalNanos();
      long wait = next - now - rate.windowNanos();
      if (wait > 0) {
        return wait;
      }
      if (fullAt.compareAndSet(full, next)) {
        return 0;
      }
    }
  }

  /** Whether it is as if nothing had ever been taken. */
  boolean isFull(long now) {
    return fullAt.get() - now <= 0;
  }
}
