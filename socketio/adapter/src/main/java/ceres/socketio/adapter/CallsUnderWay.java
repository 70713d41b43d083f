package ceres.socketio.adapter;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The calls that are giving tasks to one shard after the other. A call whose thread is held up
 * between two shards may have passed the shard that a member moves to before it came there, and
 * reach the one that it moves from much later; or the other way round. So calls have numbers: a
 * member that moves gets in its new place only what came by later calls, and stays in its old place
 * until the earlier ones are over.
 *
 * <p>Thread-safe by a concurrent set and an atomic. Nothing waits in it: giving a task to a shard
 * never blocks.
 */
final class CallsUnderWay {
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private final AtomicLong next = new AtomicLong();

  /** One call, told apart by identity. */
  private static final class Call {
    private final CompletableFuture<Void> over = new CompletableFuture<>();
  }

  /**
   * Runs a call.
   *
   * @param work given the number of the call
   */
  void during(LongConsumer work) {
    Call call = new Call();
    // In this order: whoever sees the number taken sees the call in the set, or it is over.
    calls.add(call);
    try {
      work.accept(next.getAndIncrement());
    } finally {
      calls.remove(call);
      call.over.complete(null);
    }
  }

  /** What the number of the next call will be. */
  long next() {
    return next.get();
  }

  /** Completes when all calls that are under way now are over: at once, if there are none. */
  CompletableFuture<Void> over() {
    return CompletableFuture.allOf(
        calls.stream().map(call -> call.over).toArray(CompletableFuture[]::new));
  }
}
