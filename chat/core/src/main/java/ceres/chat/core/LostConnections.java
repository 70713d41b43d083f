package ceres.chat.core;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Connections that were lost and may come back, with the rooms that they were in.
 *
 * <p>Thread-safe by a concurrent map: whoever removes a connection from it, the comeback or the end
 * of the time, is the one to deal with it.
 */
final class LostConnections {
  private final Ports ports;
  private final Rooms rooms;
  private final Map<String, Lost> byId = new ConcurrentHashMap<>();

  /** A connection and where it was. */
  record Lost(Connection connection, List<String> roomIds) {}

  LostConnections(Ports ports, Rooms rooms) {
    this.ports = ports;
    this.rooms = rooms;
  }

  /** Whether connections may come back at all. */
  boolean areKept() {
    return ports.config().recoveryWindow().isPositive();
  }

  int count() {
    return byId.size();
  }

  /** The ids of those of a user. */
  Set<String> of(UUID userId) {
    return byId.values().stream()
        .map(Lost::connection)
        .filter(connection -> connection.user().id().equals(userId))
        .map(Connection::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Keeps a connection for a while. */
  void add(Connection connection, List<String> roomIds) {
    Lost lost = new Lost(connection, roomIds);
    byId.put(connection.id(), lost);
    Timers.Cancellable _ =
        ports.timers().schedule(ports.config().recoveryWindow(), () -> expire(lost));
  }

  /** Takes the connection with an id; null if there is none. */
  @Nullable Lost take(String connectionId) {
    return byId.remove(connectionId);
  }

  private void expire(Lost lost) {
    if (byId.remove(lost.connection().id(), lost)) {
      lost.roomIds()
          .forEach(roomId -> rooms.ifPresent(roomId, room -> room.giveUp(lost.connection())));
    }
  }
}
