package ceres.chat.server.gateway;

import ceres.chat.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When the tokens of connected sockets expire: at {@code exp}; one that was accepted later than
 * that, in the leeway, at the leeway's end. How long that is is asked of the system's clock once,
 * when the token is accepted, and measured by one that does not jump: a wrong clock, as of a
 * machine whose time is being set right, disconnects nobody who is connected. One array, ordered as
 * a heap, and one timer serve any number of sockets.
 *
 * <p>Thread-safe by its monitor, under which only the timers are called.
 */
final class Expiry {
  /** No connection lasts that long, and nanoseconds are counted. */
  private static final long LONGEST_MILLIS = Duration.ofDays(36_500).toMillis();

  private final Timers timers;
  private final InstantSource clock;
  private final Duration leeway;

  /** Each one's children, at twice its place and one or two more, do not expire before it. */
  private @Nullable Deadline[] heap = new Deadline[64];

  private int size;
  private Timers.@Nullable Cancellable timer;

  /** When the timer runs; of no meaning without one. */
  private long timerAt;

  /**
   * @param timers runs what happens when a token's time is over, and measures it
   * @param clock what {@code exp} is compared with
   * @param leeway for clocks that differ, as in the verification
   */
  Expiry(Timers timers, InstantSource clock, Duration leeway) {
    this.timers = timers;
    this.clock = clock;
    this.leeway = leeway;
  }

  /** The time of one owner's token; guarded by the monitor of its {@link Expiry}. */
  abstract static class Deadline {
    private static final int NOWHERE = -1;

    private int place = NOWHERE;

    /** By the clock of the timers. */
    private long at;

    /** The token's time is over. Called on the timers' thread; must not block. */
    abstract void expired();
  }

  /** Lets a deadline run until a token that is accepted now expires, and no longer until before. */
  synchronized void start(Deadline deadline, Instant expiresAt) {
    remove(deadline);
    long left = expiresAt.toEpochMilli() - clock.millis();
    long counted = Math.clamp(left > 0 ? left : left + leeway.toMillis(), 0, LONGEST_MILLIS);
    long now = timers.nanoTime();
    deadline.at = now + TimeUnit.MILLISECONDS.toNanos(counted);
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    rise(size++, deadline);
    schedule(now);
  }

  /** A deadline expires no more. */
  synchronized void cancel(Deadline deadline) {
    remove(deadline);
  }

  private void remove(Deadline deadline) {
    int place = deadline.place;
    if (place == Deadline.NOWHERE) {
      return;
    }
    deadline.place = Deadline.NOWHERE;
    Deadline last = at(--size);
    heap[size] = null;
    if (!last.equals(deadline)) {
      sink(place, last);
      rise(last.place, last);
    }
  }

  private Deadline at(int place) {
    return Objects.requireNonNull(heap[place]);
  }

  private void put(int place, Deadline deadline) {
    heap[place] = deadline;
    deadline.place = place;
  }

  /** Puts a deadline at a place that is free, or at one towards the first. */
  private void rise(int from, Deadline deadline) {
    int place = from;
    while (place > 0 && isBefore(deadline, at((place - 1) / 2))) {
      put(place, at((place - 1) / 2));
      place = (place - 1) / 2;
    }
    put(place, deadline);
  }

  /** Puts a deadline at a place that is free, or at one below. */
  private void sink(int from, Deadline deadline) {
    int place = from;
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && isBefore(at(child + 1), at(child))) {
        child++;
      }
      if (!isBefore(at(child), deadline)) {
        break;
      }
      put(place, at(child));
      place = child;
    }
    put(place, deadline);
  }

  private static boolean isBefore(Deadline one, Deadline other) {
    return one.at - other.at < 0;
  }

  /** Sees to it that the timer runs when the first expires, or before. */
  private void schedule(long now) {
    if (size == 0 || (timer != null && timerAt - at(0).at <= 0)) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    timerAt = at(0).at;
    timer = timers.schedule(Duration.ofNanos(Math.max(timerAt - now, 0)), this::expire);
  }

  private void expire() {
    due().forEach(Deadline::expired);
  }

  private synchronized List<Deadline> due() {
    timer = null;
    long now = timers.nanoTime();
    List<Deadline> due = new ArrayList<>();
    while (size > 0 && at(0).at - now <= 0) {
      Deadline first = at(0);
      remove(first);
      due.add(first);
    }
    schedule(now);
    return due;
  }
}
