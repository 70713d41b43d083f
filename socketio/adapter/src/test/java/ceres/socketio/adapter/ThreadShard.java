package ceres.socketio.adapter;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A shard with a thread of its own, as an event loop has. */
final class ThreadShard implements Shard, AutoCloseable {
  private volatile @Nullable Thread thread;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "shard");
        thread = created;
        return created;
      });

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void close() {
    executor.close();
  }
}
