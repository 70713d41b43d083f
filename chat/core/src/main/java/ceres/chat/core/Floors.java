package ceres.chat.core;

import ceres.chat.core.Message.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has seen a message already when the room is told of it. A message can be committed, and so be
 * in a history, before it is told: its reader then has a floor, and gets no message up to there.
 *
 * <p>Guarded by the room's monitor.
 */
final class Floors {
  private final Map<String, Position> floors = new HashMap<>();
  private @Nullable Position told;

  /**
   * A connection is shown a history.
   *
   * @param history oldest first
   */
  void shown(String connectionId, List<Message> history) {
    if (history.isEmpty()) {
      return;
    }
    Position newest = history.getLast().position();
    if (told == null || newest.compareTo(told) > 0) {
      floors.merge(connectionId, newest, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }
  }

  /**
   * The room is told a message.
   *
   * @return the connections that have it from their history
   */
  Set<String> told(Position position) {
    told = position;
    if (floors.isEmpty()) {
      return Set.of();
    }
    Set<String> seen = new HashSet<>();
    floors.forEach((connectionId, floor) -> {
      if (floor.compareTo(position) >= 0) {
        seen.add(connectionId);
      }
    });
    floors.values().removeIf(floor -> floor.compareTo(position) <= 0);
    return seen;
  }

  /** A connection left the room. */
  void forget(String connectionId) {
    floors.remove(connectionId);
  }
}
