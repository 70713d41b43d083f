package ceres.socketio.adapter;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member as it was at one moment, on whichever node. <em>Immutable</em>.
 *
 * @param rooms in the order they were joined; the first is the {@code sid}
 * @param details what {@link Member#snapshot} said
 */
public record MemberSnapshot(String sid, Set<String> rooms, Map<String, @Nullable Object> details) {
  // Written out because javac leaves the inner @Nullable out of an implicit constructor.

  /** Keeps its own set of rooms. */
  public MemberSnapshot(String sid, Set<String> rooms, Map<String, @Nullable Object> details) {
    this.sid = sid;
    this.rooms = RoomNames.copyOf(rooms);
    this.details = details;
  }
}
