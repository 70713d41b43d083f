package ceres.chat.core;

import ceres.chat.core.MessageLog.Doubtful;
import ceres.chat.core.MessageLog.Duplicate;
import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.MessageLog.Outcome;
import ceres.chat.core.MessageLog.Saved;
import ceres.chat.core.UnderWay.Departure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * The rooms that are not empty. A room comes with the first join and goes with the last member, or
 * with the last message that was still on its way then.
 *
 * <p>Thread-safe: a room is removed from the map only under its own monitor, and used only while
 * that is held and the room is found to be in the map. There is no lock over all rooms.
 */
final class Rooms {
  private final Ports ports;
  private final ConcurrentMap<String, Room> rooms = new ConcurrentHashMap<>();

  Rooms(Ports ports) {
    this.ports = ports;
  }

  int count() {
    return rooms.size();
  }

  /** How many are in each. */
  List<RoomCensus> census() {
    return rooms.values().stream().map(Room::census).toList();
  }

  /**
   * Gives a message to the log, and tells its room when it is stored; see {@link Connection#send}.
   */
  CompletionStage<Message> send(Draft draft) {
    CompletableFuture<Message> sent = new CompletableFuture<>();
    String roomId = draft.roomId();
    try {
      in(
          roomId,
          room ->
              room.send(
                  draft, sent, (departure, outcome) -> settle(roomId, departure, sent, outcome)));
    } catch (RuntimeException | Error failure) {
      sent.completeExceptionally(failure);
    }
    return sent;
  }

  private void settle(
      String roomId, Departure departure, CompletableFuture<Message> sent, Outcome outcome) {
    in(roomId, room -> room.settled(departure, outcome));
    switch (outcome) {
      case Saved(Message message) -> sent.complete(message);
      case Duplicate(Message first) -> sent.complete(first);
      case NotSaved(), Doubtful() ->
          sent.completeExceptionally(new ChatException(ErrorCode.NOT_SAVED));
    }
  }

  /** Does something in a room, under its monitor. Creates the room if need be. */
  void in(String roomId, Consumer<Room> action) {
    boolean done = false;
    while (!done) {
      done = tryIn(rooms.computeIfAbsent(roomId, id -> new Room(id, ports)), action);
    }
  }

  /** Does something in a room, under its monitor; nothing where the room does not exist. */
  void ifPresent(String roomId, Consumer<Room> action) {
    boolean done = false;
    while (!done) {
      Room room = rooms.get(roomId);
      done = room == null || tryIn(room, action);
    }
  }

  /** Does nothing and returns false where the room is forgotten already. */
  private boolean tryIn(Room room, Consumer<Room> action) {
    synchronized (room) {
      if (rooms.get(room.id()) != room) {
        return false;
      }
      try {
        action.accept(room);
      } finally {
        if (room.isEmpty()) {
          rooms.remove(room.id(), room);
        }
      }
      return true;
    }
  }
}
