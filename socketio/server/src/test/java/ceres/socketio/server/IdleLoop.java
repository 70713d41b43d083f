package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.DeadlineQueue;
import ceres.engineio.server.SessionLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A loop on which nothing happens by itself. */
final class IdleLoop implements SessionLoop {
  private @Nullable Runnable scheduled;

  /** Runs what was scheduled; false if nothing was. */
  boolean runScheduled() {
    Runnable task = scheduled;
    scheduled = null;
    if (task != null) {
      task.run();
    }
    return task != null;
  }

  @Override
  public void execute(Runnable task) {}

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    assertThat(scheduled).isNull();
    scheduled = task;
    return () -> {};
  }

  @Override
  public DeadlineQueue deadlines(Duration delay) {
    throw new AssertionError("not asked for");
  }
}
