package ceres.chat.postgres;

import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.MessageLog.Outcome;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells outcomes, one after the other, in the order they were given here: a few that nothing waits
 * behind on the writer's thread, which saves waking another; all else on a thread of its own, so
 * that the next group is written while this one is told, and so that nobody waits for a database
 * that hangs to learn that the queue is full.
 *
 * <p>Thread-safe by its executor and a lock that is held while something is told. Only one thread
 * may give outcomes.
 */
final class Teller {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

  private final WriteQueue queue;
  private final ThreadPoolExecutor thread;
  private final ReentrantLock telling = new ReentrantLock();
  private final AtomicInteger given = new AtomicInteger();

  Teller(WriteQueue queue) {
    this.queue = queue;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("ceres-log-teller").factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * An outcome that is known.
   *
   * @param pending of what
   * @param outcome what became of it
   */
  record Told(Pending pending, Outcome outcome) {}

  /** Tells the outcomes of messages that were in the queue, in this order, on its own thread. */
  void tell(List<Told> outcomes) {
    give(() -> tellAll(outcomes));
  }

  /** The same for messages that have left the queue, since their senders were told something. */
  void tellSettled(List<Told> outcomes) {
    give(() -> locked(() -> outcomes.forEach(Teller::tell)));
  }

  private void give(Runnable telling) {
    given.incrementAndGet();
    thread.execute(() -> {
      telling.run();
      given.decrementAndGet();
    });
  }

  /** The same on the caller's thread, unless there is something to be told before. */
  void tellHere(List<Told> outcomes) {
    if (given.get() == 0) {
      tellAll(outcomes);
    } else {
      tell(outcomes);
    }
  }

  /** Tells that a message was not even taken into the queue. */
  void refuse(Consumer<Outcome> consumer) {
    thread.execute(() -> locked(() -> tell(consumer, new NotSaved())));
  }

  /** Waits until all that was given here was told, or the time is over. */
  void flush(long nanos) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    thread.execute(() -> locked(done::countDown));
    if (!done.await(nanos, TimeUnit.NANOSECONDS)) {
      LOG.warn("Not all outcomes could be told before the message log was closed");
    }
  }

  private void tellAll(List<Told> outcomes) {
    locked(() -> {
      for (Told told : outcomes) {
        tell(told);
        queue.release(told.pending());
      }
    });
  }

  private void locked(Runnable action) {
    telling.lock();
    try {
      action.run();
    } finally {
      telling.unlock();
    }
  }

  private static void tell(Told told) {
    tell(told.pending().outcome(), told.outcome());
  }

  private static void tell(Consumer<Outcome> consumer, Outcome outcome) {
    try {
      consumer.accept(outcome);
    } catch (RuntimeException | Error e) {
      LOG.error("Somebody could not be told what became of a message", e);
    }
  }
}
