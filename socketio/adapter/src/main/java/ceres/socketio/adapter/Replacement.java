package ceres.socketio.adapter;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One member in the place of another. On one shard that is one task. On two, the successor is added
 * first, for what is sent by later calls; when the earlier ones are over, and the successor is in
 * the same rooms, the first one is removed. Until then both are reached; and it is done when all is
 * with the successor that was with both.
 *
 * <p>Event-loop confined, step by step, to one shard or the other.
 */
final class Replacement<E> {
  private final Member<E> member;
  private final ShardRooms<E> from;
  private final Member<E> successor;
  private final ShardRooms<E> to;
  private final CallsUnderWay calls;
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();

  Replacement(
      Member<E> member,
      ShardRooms<E> from,
      Member<E> successor,
      ShardRooms<E> to,
      CallsUnderWay calls) {
    if (!member.sid().equals(successor.sid())) {
      throw new IllegalArgumentException("a successor has the same sid");
    }
    this.member = member;
    this.from = from;
    this.successor = successor;
    this.to = to;
    this.calls = calls;
  }

  CompletableFuture<Boolean> begin() {
    if (from.equals(to)) {
      orFail(from.execute(index -> done.complete(index.replace(member, successor))));
    } else {
      orFail(from.execute(this::add));
    }
    return done;
  }

  private void add(RoomIndex<E> index) {
    Set<String> rooms = index.rooms(member);
    if (rooms.isEmpty()) {
      done.complete(false);
      return;
    }
    to.add(successor, calls::next);
    changeRooms(rooms, Set.of(), rooms);
  }

  /** Lets the successor have the same rooms, then looks again. */
  private void changeRooms(Set<String> join, Set<String> leave, Set<String> rooms) {
    orFail(
        to.execute(index -> {
          index.join(successor, join);
          index.leave(successor, leave);
          CompletionStage<?> _ =
              calls.over().thenRun(() -> orFail(from.execute(i -> removeIfSame(i, rooms))));
        }));
  }

  private void removeIfSame(RoomIndex<E> index, Set<String> known) {
    Set<String> rooms = index.rooms(member);
    if (rooms.isEmpty()) {
      to.remove(successor);
      done.complete(false);
    } else if (rooms.equals(known)) {
      from.removeNow(member);
      // A call that reached the one here before may not have reached the successor yet.
      CompletionStage<?> _ =
          calls.over().thenRun(() -> orFail(from.execute(_ -> done.complete(true))));
    } else {
      changeRooms(difference(rooms, known), difference(known, rooms), rooms);
    }
  }

  private static Set<String> difference(Set<String> one, Set<String> other) {
    Set<String> difference = new LinkedHashSet<>(one);
    difference.removeAll(other);
    return difference;
  }

  /** A shard that has ended has no members any more. */
  private void orFail(boolean accepted) {
    if (!accepted) {
      done.complete(false);
    }
  }
}
