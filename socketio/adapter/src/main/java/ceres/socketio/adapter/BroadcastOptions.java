package ceres.socketio.adapter;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whom something is for, and how it is sent. <em>Immutable</em>.
 *
 * <p>A member is meant once if it is in any of {@code rooms} and in none of {@code except}. A
 * {@code sid} is a room of its own.
 *
 * @param rooms empty means everyone
 * @param except rooms too
 */
public record BroadcastOptions(Set<String> rooms, Set<String> except, BroadcastFlags flags) {
  /** Everyone, sent as usual. */
  public static final BroadcastOptions ALL =
      new BroadcastOptions(Set.of(), Set.of(), BroadcastFlags.DEFAULT);

  /** Keeps its own sets, in their order. */
  public BroadcastOptions {
    rooms = RoomNames.copyOf(rooms);
    except = RoomNames.copyOf(except);
  }

  /** The same, for this room too. */
  public BroadcastOptions to(String room) {
    return new BroadcastOptions(with(rooms, room), except, flags);
  }

  /** The same, but not for this room. */
  public BroadcastOptions except(String room) {
    return new BroadcastOptions(rooms, with(except, room), flags);
  }

  /** The same, sent like this. */
  public BroadcastOptions withFlags(BroadcastFlags flags) {
    return new BroadcastOptions(rooms, except, flags);
  }

  private static Set<String> with(Set<String> rooms, String room) {
    if (rooms.isEmpty()) {
      return Set.of(room);
    }
    Set<String> more = new LinkedHashSet<>(rooms);
    more.add(room);
    return more;
  }
}
