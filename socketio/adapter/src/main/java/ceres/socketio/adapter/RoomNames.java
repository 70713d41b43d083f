package ceres.socketio.adapter;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Immutable sets of rooms that keep their order, so that a broadcast always runs in the same. */
final class RoomNames {
  private RoomNames() {}

  static Set<String> copyOf(Set<String> rooms) {
    return rooms.size() < 2
        ? Set.copyOf(rooms)
        : Collections.unmodifiableSet(new LinkedHashSet<>(rooms));
  }
}
