package ceres.chat.postgres;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether messages can be saved, as far as the latest attempts show.
 *
 * <p>Thread-safe: only the writer's thread changes it, any may ask {@link #works}.
 */
final class Saving {
  /** What is over sooner is nothing to speak of: the messages were saved by the next attempt. */
  static final long BLIP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * So long after a statement that failed, nothing but a message that is saved shows that others
   * can be: a database whose disk is full answers all questions.
   */
  static final long PROBATION_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTime;
  private volatile boolean failing;
  private volatile long since;
  private long lastFailed;
  private boolean told;

  /** It works. */
  Saving(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    lastFailed = nanoTime.getAsLong() - PROBATION_NANOS;
  }

  /** Whether it works, or fails since a moment only. */
  boolean works() {
    return !failing || nanoTime.getAsLong() - since < BLIP_NANOS;
  }

  /** Whether the latest attempt failed. */
  boolean isFailing() {
    return failing;
  }

  /**
   * An attempt failed.
   *
   * @param stated whether a statement failed, rather than the way to the database
   * @return whether it is time to tell: once, and not of what is nothing to speak of
   */
  boolean failed(boolean stated) {
    long now = nanoTime.getAsLong();
    if (stated) {
      lastFailed = now;
    }
    if (!failing) {
      since = now;
      failing = true;
    }
    boolean isNews = !told && !works();
    told |= isNews;
    return isNews;
  }

  /** Whether the database's word is enough now to believe that messages can be saved. */
  boolean mayBeBelieved() {
    return nanoTime.getAsLong() - lastFailed >= PROBATION_NANOS;
  }

  /**
   * Messages were saved, or can be.
   *
   * @return whether it is to be told, because the failure was
   */
  boolean recovered() {
    boolean isNews = told;
    failing = false;
    told = false;
    return isNews;
  }
}
