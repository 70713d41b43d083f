package ceres.socketio.server;

import ceres.engineio.server.SessionLoop;
import ceres.socketio.adapter.Shard;

/** An event loop as the adapter knows it. Thread-safe. */
record LoopShard(SessionLoop loop) implements Shard {
  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public boolean isCurrent() {
    return loop.inLoop();
  }
}
