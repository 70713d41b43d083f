package ceres.chat.server.management;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * A virtual thread for each task, and no more than some at a time.
 *
 * <p>Thread-safe by a semaphore.
 */
final class BoundedThreads implements Executor, AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("management-", 0).factory());
  private final Semaphore places;

  BoundedThreads(int most) {
    places = new Semaphore(most);
  }

  /**
   * Runs a task.
   *
   * @throws RejectedExecutionException when there are too many already
   */
  @Override
  public void execute(Runnable task) {
    if (!places.tryAcquire()) {
      throw new RejectedExecutionException("too many requests at once");
    }
    try {
      threads.execute(() -> {
        try {
          task.run();
        } finally {
          places.release();
        }
      });
    } catch (RejectedExecutionException ended) {
      places.release();
      throw ended;
    }
  }

  /** Interrupts what still runs. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
