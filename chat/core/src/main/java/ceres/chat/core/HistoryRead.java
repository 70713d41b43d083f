package ceres.chat.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One read of a room's history and the joins that it serves, without gap and without double. From
 * before the history is read until it is shown, the room keeps the {@link Tail} of what it is told;
 * with it the history is complete. What the history shows before the room is told of it is kept
 * from being shown again by {@link Floors}.
 *
 * <p>Immutable. The joins are its own from its beginning to their end.
 */
final class HistoryRead {
  private final String roomId;
  private final List<Join> joins;
  private final Ports ports;
  private final Rooms rooms;

  private HistoryRead(String roomId, List<Join> joins, Ports ports, Rooms rooms) {
    this.roomId = roomId;
    this.joins = joins;
    this.ports = ports;
    this.rooms = rooms;
  }

  /** Serves a join: by a read that begins now, or by the next one where one is under way. */
  static void serve(Join join, String roomId, Ports ports, Rooms rooms) {
    List<Join> group = new ArrayList<>(1);
    rooms.in(roomId, room -> group.addAll(room.joinComes(join)));
    new HistoryRead(roomId, group, ports, rooms).begin();
  }

  private void begin() {
    if (!joins.isEmpty()) {
      history().whenComplete(this::finish);
    }
  }

  private CompletionStage<List<Message>> history() {
    try {
      return ports.log().latest(roomId, ports.config().historyLength());
    } catch (RuntimeException bug) {
      return CompletableFuture.failedFuture(bug);
    }
  }

  private void finish(@Nullable List<Message> read, @Nullable Throwable failure) {
    List<Join> next = new ArrayList<>();
    List<Join> late = new ArrayList<>(0);
    List<Join> prompt = new ArrayList<>(joins.size());
    List<CompletionStage<Void>> untold = new ArrayList<>(0);
    rooms.ifPresent(
        roomId,
        room -> {
          if (read == null) {
            joins.forEach(join -> join.fail(failure));
            prompt.addAll(joins);
          } else {
            joins.forEach(join -> (room.mustWait(join, read) ? late : prompt).add(join));
            complete(room, prompt, read);
          }
          if (late.isEmpty()) {
            room.readEnds();
          } else {
            untold.add(room.arrival());
          }
          next.addAll(room.nextJoins());
        });
    new HistoryRead(roomId, next, ports, rooms).begin();
    prompt.forEach(Join::end);
    if (read != null) {
      untold.forEach(arrival -> arrival.whenComplete((_, _) -> finishLate(late, read)));
    }
  }

  /** All that was on its way when the history was read is told by now. */
  private void finishLate(List<Join> late, List<Message> read) {
    rooms.ifPresent(
        roomId,
        room -> {
          complete(room, late, read);
          room.readEnds();
        });
    late.forEach(Join::end);
  }

  private static void complete(Room room, List<Join> joins, List<Message> read) {
    try {
      room.joinsComplete(joins, read);
    } catch (RuntimeException | Error bug) {
      joins.forEach(join -> join.fail(bug));
    }
  }
}
