package ceres.chat.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

  /** How many were ever taken in, and how many of them were told. */
  private long offered;

  private long told;
  private int awaiting;

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
    offered++;
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

  /**
   * Waits until something waits to be taken, or the queue is closed.
   *
   * @return false if the time is over before
   */
  synchronized boolean awaitSome(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; waiting.isEmpty() && !closed; left = end - System.nanoTime()) {
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** Whether nothing waits to be taken. */
  synchronized boolean isIdle() {
    return waiting.isEmpty();
  }

  /** Gives back the room of a message that was told. */
  synchronized void release(Pending pending) {
    items--;
    told++;
    bytes -= pending.bytes();
    if (awaiting > 0) {
      notifyAll();
    }
  }

  /** How many messages were taken in and are not told yet. */
  synchronized int items() {
    return items;
  }

  /** What they count for. */
  synchronized long bytes() {
    return bytes;
  }

  int maxItems() {
    return maxItems;
  }

  long maxBytes() {
    return maxBytes;
  }

  /**
   * Waits until as many were told as had been taken in at the time of this call: all of those,
   * since they are told in the order of their coming.
   *
   * @return false if the time is over before
   */
  synchronized boolean awaitTold(long nanos) throws InterruptedException {
    long all = offered;
    long end = System.nanoTime() + nanos;
    awaiting++;
    try {
      for (long left = nanos; told < all; left = end - System.nanoTime()) {
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return true;
    } finally {
      awaiting--;
    }
  }

  /** Takes nothing in any more; what waits may still be taken. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
