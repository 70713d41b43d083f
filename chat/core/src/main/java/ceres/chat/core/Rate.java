package ceres.chat.core;

import java.util.concurrent.TimeUnit;

/**
 * How often something may happen. Immutable.
 *
 * @param perSecond how often in the long run; 0: as often as one likes
 * @param burst how often at once, after a pause
 */
public record Rate(int perSecond, int burst) {
  /** No limit. */
  public static final Rate UNLIMITED = new Rate(0, 0);

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException for a rate by which nothing could happen
   */
  public Rate {
    if (perSecond < 0 || burst < 0 || (perSecond > 0 && burst == 0)) {
      throw new IllegalArgumentException("a rate must be 1 or more per second, and at once");
    }
  }

  boolean isLimited() {
    return perSecond > 0;
  }

  /** From one time to the next. */
  long intervalNanos() {
    return TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Until all may be done at once again that may; zero if there is no limit. */
  long windowNanos() {
    return isLimited() ? burst * intervalNanos() : 0;
  }
}
