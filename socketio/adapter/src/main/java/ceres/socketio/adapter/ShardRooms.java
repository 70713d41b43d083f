package ceres.socketio.adapter;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A shard and its index, which is only ever seen by the shard's tasks.
 *
 * <p><em>Thread-safe</em>: the index is confined, the rest is final or atomic.
 */
final class ShardRooms<E> {
  private final Shard shard;
  private final RoomIndex<E> index;

  /**
   * How many members there are or are about to be: it rises when an add is called, and falls when a
   * removal has taken effect. So it is never 0 when a task that comes now would find someone.
   */
  private final AtomicInteger population = new AtomicInteger();

  ShardRooms(Shard shard, RoomLogs<E> logs) {
    this.shard = shard;
    this.index = new RoomIndex<>(() -> logs.of(shard));
  }

  void add(Member<E> member) {
    add(member, () -> 0);
  }

  /**
   * Adds a member that gets nothing that was sent before a call.
   *
   * @param firstCall asked when the member is added
   */
  void add(Member<E> member, LongSupplier firstCall) {
    population.incrementAndGet();
    if (!execute(
        index -> {
          if (index.add(member, firstCall.getAsLong())) {
            population.decrementAndGet();
          }
        })) {
      population.decrementAndGet();
    }
  }

  void remove(Member<E> member) {
    execute(_ -> removeNow(member));
  }

  /** Removes a member, within a task of this shard. */
  void removeNow(Member<E> member) {
    if (index().remove(member)) {
      population.decrementAndGet();
    }
  }

  /** False if a task would find nobody. */
  boolean isPopulated() {
    return population.get() != 0;
  }

  /** The index, for a caller that is on this shard. */
  RoomIndex<E> index() {
    assert shard.isCurrent() : "not on the member's shard";
    return index;
  }

  /**
   * Runs a task with the index.
   *
   * @return false if it never will, because the shard has ended, and its members with it
   */
  boolean execute(Consumer<RoomIndex<E>> task) {
    try {
      shard.execute(() -> task.accept(index()));
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }
}
