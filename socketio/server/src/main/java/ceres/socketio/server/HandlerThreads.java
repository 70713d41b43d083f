package ceres.socketio.server;

import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * The virtual threads that user code runs on, which may block.
 *
 * <p>Thread-safe by a concurrent set.
 */
final class HandlerThreads implements Executor {
  private final ThreadFactory factory = Thread.ofVirtual().name("handler-", 0).factory();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  @Override
  public void execute(Runnable code) {
    Thread thread =
        factory.newThread(() -> {
          try {
            code.run();
          } finally {
            running.remove(Thread.currentThread());
          }
        });
    running.add(thread);
    thread.start();
  }

  /** Whether the caller is one of these. */
  boolean isCaller() {
    return running.contains(Thread.currentThread());
  }

  /** Waits for those that run, but no longer than until then, and interrupts the ones left. */
  void end(long deadlineNanos) {
    try {
      long left = deadlineNanos - System.nanoTime();
      for (Iterator<Thread> rest = running.iterator(); left > 0 && rest.hasNext(); ) {
        boolean _ = rest.next().join(Duration.ofNanos(left));
        left = deadlineNanos - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.forEach(Thread::interrupt);
  }
}
