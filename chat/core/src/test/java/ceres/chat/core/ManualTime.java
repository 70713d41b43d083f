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
  private record Task(Instant due, Runnable action) {}

  private final List<Task> tasks = new ArrayList<>();
  private Instant now = Instant.parse("2026-02-07T10:00:00.123456Z");

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable action) {
    Task task = new Task(now.plus(delay), action);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  void advance(Duration time) {
    Instant end = now.plus(time);
    for (Optional<Task> next = due(end); next.isPresent(); next = due(end)) {
      tasks.remove(next.get());
      now = next.get().due();
      next.get().action().run();
    }
    now = end;
  }

  void setBack(Duration time) {
    now = now.minus(time);
  }

  /** A task that has begun when it is cancelled, and is yet to run. */
  Runnable stealNext() {
    return tasks.removeFirst().action();
  }

  int waiting() {
    return tasks.size();
  }

  private Optional<Task> due(Instant end) {
    return tasks.stream()
        .filter(task -> !task.due().isAfter(end))
        .min(Comparator.comparing(Task::due));
  }
}
