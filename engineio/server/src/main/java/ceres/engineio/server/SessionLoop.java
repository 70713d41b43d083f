package ceres.engineio.server;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * An event loop: one thread that runs the tasks of its sessions one after the other, in the order
 * in which they were handed over. No task may block.
 *
 * <p>Thread-safe.
 */
public interface SessionLoop extends Executor {

  /** Runs a task after all that were handed over before, also when called on this loop. */
  @Override
  void execute(Runnable task);

  /** Whether the caller runs on this loop. */
  boolean inLoop();

  /** Runs a task on this loop after a delay. */
  Cancellable schedule(Duration delay, Runnable task);

  /**
   * Deadlines of one delay on this loop, any number of them with one timer. To be made once for
   * each kind of deadline; used on this loop only.
   */
  DeadlineQueue deadlines(Duration delay);

  /** A scheduled task. */
  @FunctionalInterface
  interface Cancellable {
    /** Keeps the task from running if it has not begun. */
    void cancel();
  }
}
