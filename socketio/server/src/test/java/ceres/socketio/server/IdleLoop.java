package ceres.socketio.server;

import ceres.engineio.server.DeadlineQueue;
import ceres.engineio.server.SessionLoop;
import java.time.Duration;

/** A loop on which nothing happens. */
final class IdleLoop implements SessionLoop {
  @Override
  public void execute(Runnable task) {}

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    return () -> {};
  }

  @Override
  public DeadlineQueue deadlines(Duration delay) {
    throw new AssertionError("not asked for");
  }
}
