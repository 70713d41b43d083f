package ceres.chat.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The connections of a room that were lost and may come back: what is sent to the room is kept for
 * them, except that their own user came or went.
 *
 * <p>Guarded by the room's monitor.
 */
final class Away {
  private final Map<UUID, Set<String>> byUser = new HashMap<>();

  void add(Connection connection) {
    byUser.computeIfAbsent(connection.user().id(), _ -> new HashSet<>()).add(connection.id());
  }

  void remove(Connection connection) {
    byUser.computeIfPresent(
        connection.user().id(),
        (_, ids) -> {
          ids.remove(connection.id());
          return ids.isEmpty() ? null : ids;
        });
  }

  boolean isEmpty() {
    return byUser.isEmpty();
  }

  /** The ids of a user's connections that are away. */
  Set<String> of(User user) {
    return Set.copyOf(byUser.getOrDefault(user.id(), Set.of()));
  }
}
