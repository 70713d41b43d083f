package ceres.chat.core;

import java.time.Duration;

/**
 * Port: something to be done later, and the clock by which that is counted.
 *
 * <p>Thread-safe.
 */
public interface Timers {

  /**
   * Runs a task once, after a delay, on a thread of the timers' own and never within this call. The
   * chat calls it under a room's lock, so it must neither block nor throw.
   *
   * @param delay zero or more
   * @param task short and not blocking
   */
  Cancellable schedule(Duration delay, Runnable task);

  /**
   * A time in nanoseconds that goes on evenly, whatever is done to the system's clock; of use only
   * to be compared with another one, by their difference.
   */
  long nanoTime();

  /** A task that is waiting for its time. */
  @FunctionalInterface
  interface Cancellable {

    /** Keeps the task from starting; does nothing when it has started. */
    void cancel();
  }
}
