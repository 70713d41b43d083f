package ceres.chat.core;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a user may still do: for each {@link Action} a bucket of tokens, of which one number is
 * kept, the time at which it is full again. Taking a token is a few comparisons and one atomic
 * write.
 *
 * <p>Thread-safe: those numbers are atomic, the rest is guarded by its entry in {@link Allowances}.
 */
final class Allowance {
  private final UUID userId;
  private final ChatLimits limits;

  /** When each bucket is full, by {@link Timers#nanoTime}; not changed once it is filled. */
  private final Map<Action, AtomicLong> buckets = new EnumMap<>(Action.class);

  /** Guarded by the entry. */
  private int connections;

  /** Whether it is looked at later, to be forgotten. Guarded by the entry. */
  private boolean leaving;

  /** Everything may be done that may be done at once. */
  Allowance(UUID userId, ChatLimits limits, long now) {
    this.userId = userId;
    this.limits = limits;
    for (Action action : Action.values()) {
      if (limits.rate(action).isLimited()) {
        buckets.put(action, new AtomicLong(now));
      }
    }
  }

  UUID userId() {
    return userId;
  }

  int connections() {
    return connections;
  }

  void connected() {
    connections++;
  }

  void disconnected() {
    connections--;
  }

  /** Whether it is to be looked at later, and nobody does so yet. */
  boolean beginsToLeave() {
    boolean begins = connections == 0 && !leaving;
    leaving |= begins;
    return begins;
  }

  void lookedAt() {
    leaving = false;
  }

  /**
   * Does something once.
   *
   * @param now by {@link Timers#nanoTime}
   * @throws ChatException {@link ErrorCode#RATE_LIMITED}
   */
  void spend(Action action, long now) {
    AtomicLong fullAt = buckets.get(action);
    if (fullAt == null) {
      return;
    }
    Rate rate = limits.rate(action);
    long interval = rate.intervalNanos();
    long window = rate.windowNanos();
    while (true) {
      long full = fullAt.get();
      long next = (full - now <= 0 ? now : full) + interval;
      if (next - now > window) {
        throw ChatException.rateLimited(waitMillis(next - window - now));
      }
      if (fullAt.compareAndSet(full, next)) {
        return;
      }
    }
  }

  private static long waitMillis(long nanos) {
    return Math.ceilDiv(nanos, TimeUnit.MILLISECONDS.toNanos(1));
  }

  /** Whether it is as if nothing had ever been done. */
  boolean isUntouched(long now) {
    return buckets.values().stream().allMatch(fullAt -> fullAt.get() - now <= 0);
  }
}
