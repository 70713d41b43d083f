package ceres.chat.core;

import ceres.chat.core.Message.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who has seen a message already when the room is told of it. A message can be committed, and so be
 * in a history, before it is told: its reader is then an exception. That can only be so for
 * messages that were on their way when the history was shown, and ends when these have settled.
 *
 * <p>Guarded by the room's monitor.
 */
final class Floors {
  private final Map<String, Floor> floors = new HashMap<>();
  private final UnderWay underWay;
  private final int limit;

  /**
   * No exceptions yet.
   *
   * @param underWay the room's messages that are on their way
   * @param limit how many messages a history shows; what is older than a full one counts as shown
   */
  Floors(UnderWay underWay, int limit) {
    this.underWay = underWay;
    this.limit = limit;
  }

  /**
   * Connections are shown a history.
   *
   * @param history oldest first
   */
  void shown(Set<String> connectionIds, List<Message> history) {
    if (underWay.isEmpty() || history.isEmpty()) {
      floors.keySet().removeAll(connectionIds);
      return;
    }
    Set<UUID> ids = history.stream().map(Message::id).collect(Collectors.toSet());
    Position oldest = history.size() < limit ? null : history.getFirst().position();
    Floor floor = new Floor(ids, oldest, underWay.last());
    connectionIds.forEach(connectionId -> floors.put(connectionId, floor));
  }

  /** The connections that have a message from their history. */
  Set<String> seen(Message message) {
    if (floors.isEmpty()) {
      return Set.of();
    }
    Set<String> seen = new HashSet<>();
    floors.forEach((connectionId, floor) -> {
      if (floor.covers(message)) {
        seen.add(connectionId);
      }
    });
    return seen;
  }

  /** A message has settled: drops the exceptions that can matter no more. */
  void settled() {
    floors.values().removeIf(floor -> underWay.isSettledUpTo(floor.lastDeparture()));
  }

  /** A connection left the room. */
  void forget(String connectionId) {
    floors.remove(connectionId);
  }

  /**
   * What connections were shown.
   *
   * @param oldest where the history begins, if it is full
   * @param lastDeparture the last message that was on its way then
   */
  private record Floor(Set<UUID> ids, @Nullable Position oldest, long lastDeparture) {
    boolean covers(Message message) {
      return ids.contains(message.id())
          || (oldest != null && message.position().compareTo(oldest) < 0);
    }
  }
}
