package ceres.socketio.adapter;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that are giving tasks to one shard after the other. A call whose thread is held up
 * between two shards may have passed the shard that a member moves to before it came there, and
 * reach the one that it moves from after it left; so a member that moves waits in both places until
 * the calls that were under way are over.
 *
 * <p>Thread-safe by a concurrent set. Nothing waits in it: giving a task to a shard never blocks.
 */
final class CallsUnderWay {
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();

  /** One call, told apart by identity. */
  private static final class Call {
    private final CompletableFuture<Void> over = new CompletableFuture<>();
  }

  void during(Runnable work) {
    Call call = new Call();
    calls.add(call);
    try {
      work.run();
    } finally {
      calls.remove(call);
      call.over.complete(null);
    }
  }

  /** Completes when all calls that are under way now are over: at once, if there are none. */
  CompletableFuture<Void> over() {
    return CompletableFuture.allOf(
        calls.stream().map(call -> call.over).toArray(CompletableFuture[]::new));
  }
}
