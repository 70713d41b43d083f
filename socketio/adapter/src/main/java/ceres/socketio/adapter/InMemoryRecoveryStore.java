package ceres.socketio.adapter;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The store of a single node: who can be come back to, and who is being come back to.
 *
 * <p><em>Thread-safe</em> by concurrent maps.
 *
 * @param <E> a packet encoded once for all members
 */
public final class InMemoryRecoveryStore<E> implements RecoveryStore<E> {
  private final Map<String, Recoverable<E>> byPid = new ConcurrentHashMap<>();
  private final Set<String> reserved = ConcurrentHashMap.newKeySet();

  @Override
  public void put(String pid, Recoverable<E> recoverable) {
    byPid.put(pid, recoverable);
  }

  @Override
  public void remove(String pid, Recoverable<E> recoverable) {
    byPid.remove(pid, recoverable);
  }

  @Override
  public CompletionStage<@Nullable Reservation<E>> reserve(String pid, @Nullable String offset) {
    Recoverable<E> recoverable = byPid.get(pid);
    if (recoverable == null || !reserved.add(pid)) {
      return CompletableFuture.completedFuture(null);
    }
    return recoverable
        .covers(offset)
        .handle((covered, failure) -> {
          if (failure == null && covered) {
            return new Reserved(pid, recoverable, offset);
          }
          reserved.remove(pid);
          return null;
        });
  }

  /** How many entries there are of any kind; 0 means that nothing is left behind. */
  public int size() {
    return byPid.size() + reserved.size();
  }

  private final class Reserved implements Reservation<E> {
    private final String pid;
    private final Recoverable<E> recoverable;
    private final @Nullable String offset;

    Reserved(String pid, Recoverable<E> recoverable, @Nullable String offset) {
      this.pid = pid;
      this.recoverable = recoverable;
      this.offset = offset;
    }

    @Override
    public String sid() {
      return recoverable.sid();
    }

    @Override
    public Map<String, Object> data() {
      return recoverable.data();
    }

    @Override
    public void release() {
      reserved.remove(pid);
    }

    @Override
    public CompletionStage<@Nullable Legacy<E>> complete(Member<E> successor) {
      return recoverable.handOver(successor, offset).whenComplete((_, _) -> release());
    }
  }
}
