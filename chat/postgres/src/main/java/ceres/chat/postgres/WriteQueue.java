package ceres.chat.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What waits for the writer, in order. Bounded by the number and the bytes of all messages that
 * were taken in and are not told yet, so that it also bounds what waits behind it.
 *
 * <p>Thread-safe by its monitor.
 */
final class WriteQueue {
  private final int maxItems;
  private final long maxBytes;
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private int items;
  private long bytes;
  private boolean closed;

  WriteQueue(int maxItems, long maxBytes) {
    this.maxItems = maxItems;
    this.maxBytes = maxBytes;
  }

  /** Takes in a message; false where there is no room, or the queue is closed. */
  synchronized boolean offer(Pending pending) {
    if (closed || items >= maxItems || bytes + pending.bytes() > maxBytes) {
      return false;
    }
    items++;
    bytes += pending.bytes();
    waiting.add(pending);
    if (waiting.size() == 1) {
      notifyAll();
    }
    return true;
  }

  /**
   * All that waits, at most {@code limit}, as soon as there is something; empty once the queue is
   * closed and nothing waits.
   */
  synchronized List<Pending> take(int limit) throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    List<Pending> taken = new ArrayList<>(Math.min(limit, waiting.size()));
    while (taken.size() < limit && !waiting.isEmpty()) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  /** Whether nothing waits to be taken. */
  synchronized boolean isIdle() {
    return waiting.isEmpty();
  }

  /** Gives back the room of a message that was told. */
  synchronized void release(Pending pending) {
    items--;
    bytes -= pending.bytes();
  }

  /** Takes nothing in any more; what waits may still be taken. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
