package ceres.chat.postgres;

import ceres.chat.core.Draft;
import ceres.chat.core.Message;
import ceres.chat.core.MessageLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message log in {@code "ChatMessage"}. One thread writes, in groups, and tells the outcomes
 * where they are few and nothing waits; else another tells them; reads run on virtual threads. A
 * message that finds the queue full is {@link NotSaved} at once.
 *
 * <p>Thread-safe: what the threads share is the queue, the clock and the pool, each thread-safe.
 */
public final class PostgresMessageLog implements MessageLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresMessageLog.class);

  private final Queries queries;
  private final LogObserver observer;
  private final MessageClock clock;
  private final WriteQueue queue;
  private final Teller teller;
  private final GroupWriter writer;
  private final Thread writerThread;
  private final Duration saveWithin;
  private final AtomicBoolean warned = new AtomicBoolean();

  PostgresMessageLog(
      DatabaseConfig config, Queries queries, InstantSource time, LogObserver observer) {
    this.queries = queries;
    this.observer = observer;
    saveWithin = config.saveWithin();
    clock = new MessageClock(time, new SecureRandom());
    queue = new WriteQueue(config.queueItems(), config.queueBytes());
    teller = new Teller(queue);
    writer = new GroupWriter(queue, teller, clock, config, observer);
    writerThread = Thread.ofPlatform().daemon().name("ceres-log-writer").start(writer);
  }

  @Override
  public void append(Draft draft, Consumer<Outcome> outcome) {
    long now = System.nanoTime();
    Consumer<Outcome> observed =
        told -> {
          long nanos = System.nanoTime() - now;
          outcome.accept(told);
          observer.told(told, nanos);
        };
    if (!queue.offer(new Pending(draft, observed, now + saveWithin.toNanos()))) {
      teller.refuse(observed);
    }
  }

  /** Whether messages can be saved, as far as the latest attempts show. */
  boolean works() {
    return writer.works();
  }

  /** What waits to be written or told. */
  WriteQueue queue() {
    return queue;
  }

  @Override
  public CompletionStage<List<Message>> latest(String roomId, int limit) {
    return queries.askForMessages(
        connection -> messages(MessagePages.read(connection, roomId, null, null, false, limit)));
  }

  @Override
  public CompletionStage<Page> page(
      String roomId, @Nullable UUID before, @Nullable UUID after, int limit) {
    boolean forwards = after != null && before == null;
    return queries.askForMessages(connection -> {
      List<StoredMessage> read =
          MessagePages.read(
              connection,
              roomId,
              before == null ? null : MessagePages.position(connection, roomId, before),
              after == null ? null : MessagePages.position(connection, roomId, after),
              forwards,
              limit + 1);
      boolean hasMore = read.size() > limit;
      int from = hasMore && !forwards ? 1 : 0;
      int to = hasMore && forwards ? limit : read.size();
      return new Page(messages(read.subList(from, to)), hasMore);
    });
  }

  /**
   * Takes nothing in any more ({@link NotSaved}), writes what is queued, and ends. What cannot be
   * written within its time is told to be not saved. Takes a second longer than that at most.
   */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    try {
      if (!writerThread.join(saveWithin)) {
        writer.giveUp();
        writerThread.join(saveWithin);
      }
      teller.flush(Duration.ofSeconds(1).toNanos());
    } catch (InterruptedException e) {
      writer.giveUp();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The messages; new ones will come after them. */
  private List<Message> messages(List<StoredMessage> read) {
    if (!read.isEmpty()
        && !clock.observe(read.getLast().position())
        && warned.compareAndSet(false, true)) {
      LOG.warn("A stored message is dated more than a day ahead; new ones come before it");
    }
    return read.stream().map(StoredMessage::message).toList();
  }
}
