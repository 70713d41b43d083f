package ceres.chat.postgres;

import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.MessageLog.Outcome;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which outcomes are told, one after the other, in the order they were given here. It
 * is not the writer's, so that the next group is written while this one is told, and so that nobody
 * waits for a database that hangs to learn that the queue is full.
 *
 * <p>Thread-safe by its executor.
 */
final class Teller {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

  private final WriteQueue queue;
  private final ThreadPoolExecutor thread;

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

  /** Tells the outcomes of messages that were in the queue, in this order. */
  void tell(List<Told> outcomes) {
    thread.execute(() -> {
      for (Told told : outcomes) {
        tell(told.pending().outcome(), told.outcome());
        queue.release(told.pending());
      }
    });
  }

  /** Tells that a message was not even taken into the queue. */
  void refuse(Consumer<Outcome> consumer) {
    thread.execute(() -> tell(consumer, new NotSaved()));
  }

  /** Waits until all that was given here was told, or the time is over. */
  void flush(long nanos) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    thread.execute(done::countDown);
    if (!done.await(nanos, TimeUnit.NANOSECONDS)) {
      LOG.warn("Not all outcomes could be told before the message log was closed");
    }
  }

  private static void tell(Consumer<Outcome> consumer, Outcome outcome) {
    try {
      consumer.accept(outcome);
    } catch (RuntimeException | Error e) {
      LOG.error("Somebody could not be told what became of a message", e);
    }
  }
}
