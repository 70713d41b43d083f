package ceres.socketio.adapter;

/**
 * What runs tasks one at a time, in the order they were given: in production an event loop.
 *
 * <p><em>Thread-safe</em>.
 */
public interface Shard {
  /**
   * Runs the task later, never within this call, even if the caller is on this shard.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the shard has ended
   */
  void execute(Runnable task);

  /** Whether the caller is on this shard, which means: within one of its tasks. */
  boolean isCurrent();
}
