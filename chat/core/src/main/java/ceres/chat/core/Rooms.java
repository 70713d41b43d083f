package ceres.chat.core;

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
