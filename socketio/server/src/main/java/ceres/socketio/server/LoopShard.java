package ceres.socketio.server;

import ceres.engineio.server.LoopCount;
import ceres.engineio.server.SessionLoop;
import ceres.socketio.adapter.Shard;

/**
 * An event loop as the adapter knows it, with what happens on it, counted. Thread-safe; the counts
 * are changed on the loop only.
 *
 * @param delivered how many times a broadcast was sent to a client
 * @param dropped how many times something volatile was not, because its client did not keep up
 */
record LoopShard(SessionLoop loop, LoopCount delivered, LoopCount dropped) implements Shard {
  LoopShard(SessionLoop loop) {
    this(loop, new LoopCount(), new LoopCount());
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public boolean isCurrent() {
    return loop.inLoop();
  }
}
