package ceres.engineio.server;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines that all have the same delay, so that they expire in the order in which they were
 * armed: a linked list and one timer serve any number of sessions, and arming or cancelling costs a
 * few pointers. Made by {@link SessionLoop#deadlines}.
 *
 * <p>Event-loop confined.
 */
public final class DeadlineQueue {
  private final LoopContext loop;
  private final long delayNanos;
  private @Nullable Deadline first;
  private @Nullable Deadline last;
  private boolean timerRuns;

  DeadlineQueue(LoopContext loop, long delayMillis) {
    this.loop = loop;
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
  }

  /** A deadline of one owner; in at most one queue at a time. */
  public abstract static class Deadline {
    private @Nullable DeadlineQueue queue;
    private @Nullable Deadline previous;
    private @Nullable Deadline next;
    private long expiresAt;

    /** The time is over. */
    protected abstract void expired(DeadlineQueue queue);

    /** When it expires, or has expired. */
    final long expiresAt() {
      return expiresAt;
    }

    /** Lets it expire now if its time is over and its loop has not noticed that yet. */
    final void expireIfOver() {
      DeadlineQueue in = queue;
      if (in != null && expiresAt - System.nanoTime() <= 0) {
        in.unlink(this);
        expired(in);
      }
    }

    /** Takes it out of its queue, if it is in one. */
    public final void cancel() {
      if (queue != null) {
        queue.unlink(this);
      }
    }
  }

  /** Starts the delay for a deadline, or starts it again, in this queue. */
  public void arm(Deadline deadline) {
    arm(deadline, System.nanoTime());
  }

  /**
   * Starts the delay for a deadline at a time in the past, so that being late does not add up; but
   * a part of the delay stays in any case. One that overtakes others in that way expires with them.
   *
   * @param start in nanoseconds, as of {@link System#nanoTime}
   * @param part how many parts the delay has of which one may be over: 2 for a half
   */
  void armSince(Deadline deadline, long start, int part) {
    long now = System.nanoTime();
    arm(deadline, now - Math.clamp(now - start, 0, delayNanos / part));
  }

  private void arm(Deadline deadline, long start) {
    loop.assertInLoop();
    deadline.cancel();
    deadline.queue = this;
    deadline.expiresAt = start + delayNanos;
    deadline.previous = last;
    if (last == null) {
      first = deadline;
    } else {
      last.next = deadline;
    }
    last = deadline;
    if (!timerRuns) {
      startTimer(deadline.expiresAt - System.nanoTime());
    }
  }

  private void unlink(Deadline deadline) {
    loop.assertInLoop();
    Deadline before = deadline.previous;
    Deadline after = deadline.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    deadline.queue = null;
    deadline.previous = null;
    deadline.next = null;
  }

  private void startTimer(long nanos) {
    timerRuns = true;
    loop.eventLoop().schedule(this::expire, Math.max(nanos, 1), TimeUnit.NANOSECONDS);
  }

  private void expire() {
    timerRuns = false;
    long now = System.nanoTime();
    for (Deadline due = first; due != null && due.expiresAt - now <= 0; due = first) {
      unlink(due);
      due.expired(this);
    }
    if (first != null && !timerRuns) {
      startTimer(first.expiresAt - now);
    }
  }
}
