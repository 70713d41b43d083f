package ceres.chat.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Delivers into one inbox per connection, and knows who entered which room.
 *
 * <p>Thread-safe by its own monitor.
 */
final class RecordingDelivery implements Delivery {
  private final Map<String, List<ChatEvent>> inboxes = new HashMap<>();
  private final Map<String, Set<String>> rooms = new HashMap<>();
  private final List<ChatEvent> handedOver = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  @Override
  public synchronized void enter(String connectionId, String roomId) {
    if (!rooms.computeIfAbsent(roomId, id -> new LinkedHashSet<>()).add(connectionId)) {
      faults.add(connectionId + " entered " + roomId + " twice");
    }
  }

  @Override
  public synchronized void exit(String connectionId, String roomId) {
    if (!entered(roomId).contains(connectionId)) {
      faults.add(connectionId + " left " + roomId + " without being in it");
    }
    rooms.computeIfAbsent(roomId, id -> new LinkedHashSet<>()).remove(connectionId);
  }

  @Override
  public synchronized void toConnection(String connectionId, ChatEvent event) {
    handedOver.add(event);
    put(connectionId, event);
  }

  private void put(String connectionId, ChatEvent event) {
    inboxes.computeIfAbsent(connectionId, id -> new ArrayList<>()).add(event);
  }

  @Override
  public synchronized void toConnections(Set<String> connectionIds, ChatEvent event) {
    handedOver.add(event);
    connectionIds.forEach(connectionId -> put(connectionId, event));
  }

  @Override
  public synchronized void toRoom(ChatEvent event, Set<String> exceptConnectionIds) {
    handedOver.add(event);
    for (String connectionId : entered(event.roomId())) {
      if (!exceptConnectionIds.contains(connectionId)) {
        put(connectionId, event);
      }
    }
  }

  /** All that a connection got since the last call, in order. */
  synchronized List<ChatEvent> take(Connection connection) {
    List<ChatEvent> inbox = inboxes.remove(connection.id());
    return inbox == null ? List.of() : inbox;
  }

  /** All that a connection got and nobody took. */
  synchronized List<ChatEvent> inbox(Connection connection) {
    return List.copyOf(inboxes.getOrDefault(connection.id(), List.of()));
  }

  /** Each call that sent something, once. */
  synchronized List<ChatEvent> handedOver() {
    return List.copyOf(handedOver);
  }

  /** Forgets all that everybody got. */
  synchronized void clear() {
    handedOver.clear();
    inboxes.clear();
  }

  synchronized Collection<String> entered(String roomId) {
    return List.copyOf(rooms.getOrDefault(roomId, Set.of()));
  }

  /** What a caller must not have done. */
  synchronized List<String> faults() {
    return List.copyOf(faults);
  }
}
