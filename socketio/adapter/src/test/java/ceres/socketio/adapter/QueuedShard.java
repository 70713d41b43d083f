package ceres.socketio.adapter;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/** A shard that runs its tasks when the test says so, on the test's thread. */
final class QueuedShard implements Shard {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;
  private boolean ended;

  @Override
  public void execute(Runnable task) {
    if (ended) {
      throw new RejectedExecutionException("ended");
    }
    tasks.add(task);
  }

  @Override
  public boolean isCurrent() {
    return running;
  }

  int waiting() {
    return tasks.size();
  }

  void end() {
    ended = true;
  }

  /** Runs what waits, and what that brings. */
  void drain() {
    running = true;
    try {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    } finally {
      running = false;
    }
  }
}
