package ceres.chat.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that moves, and timers that fire, when a test says so. Confined to the test's thread. */
final class ManualTime implements Timers, InstantSource {
  private record Task(long due, Runnable action) {}

  private final List<Task> tasks = new ArrayList<>();

  /** Near the end of what a long can count, as it may be. */
  private long nanos = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

  private Instant now = Instant.parse("2026-02-07T10:00:00.123456Z");

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable action) {
    Task task = new Task(nanos + delay.toNanos(), action);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  void advance(Duration time) {
    long end = nanos + time.toNanos();
    for (Optional<Task> next = due(end); next.isPresent(); next = due(end)) {
      tasks.remove(next.get());
      goTo(next.get().due());
      next.get().action().run();
    }
    goTo(end);
  }

  private void goTo(long due) {
    now = now.plusNanos(due - nanos);
    nanos = due;
  }

  /** Somebody sets the system's clock; no time passes. */
  void jump(Duration time) {
    now = now.plus(time);
  }

  /** A task that has begun when it is cancelled, and is yet to run. */
  Runnable stealNext() {
    return tasks.removeFirst().action();
  }

  int waiting() {
    return tasks.size();
  }

  private Optional<Task> due(long end) {
    return tasks.stream()
        .filter(task -> task.due() - end <= 0)
        .min(Comparator.comparingLong(task -> task.due() - nanos));
  }
}
