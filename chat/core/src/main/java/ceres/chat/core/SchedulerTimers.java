package ceres.chat.core;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Timers on one daemon thread. A cancelled task is forgotten at once; a task that throws is logged;
 * after {@link #close} nothing runs any more and new tasks are dropped.
 *
 * <p>Thread-safe by its executor.
 */
public final class SchedulerTimers implements Timers, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SchedulerTimers.class.getName());

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("ceres-chat-timers").daemon().factory());

  /** Its thread starts with the first task. */
  public SchedulerTimers() {
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> scheduled =
          executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  /** How many tasks wait for their time. */
  public int waiting() {
    return executor.getQueue().size();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.ERROR, "A timer's task failed", bug);
    }
  }

  /** Drops what is waiting; a task that is running is not waited for. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
