package ceres.chat.core;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rooms that one connection is in.
 *
 * <p>Thread-safe by its own monitor, under which nothing else is called. Rooms are added and
 * removed under the room's monitor, so that {@link #close} either knows of a join or prevents it.
 */
final class Memberships {
  private final int max;
  private final Set<String> rooms = new HashSet<>();
  private int joining;
  private boolean closed;

  Memberships(int max) {
    this.max = max;
  }

  /**
   * Keeps a place for a join, until {@link #release}.
   *
   * @throws ChatException {@link ErrorCode#TOO_MANY_ROOMS}, or {@link ErrorCode#NOT_IN_ROOM} after
   *     {@link #close}
   */
  synchronized void reserve(String roomId) {
    requireOpen();
    if (!rooms.contains(roomId) && rooms.size() + joining >= max) {
      throw new ChatException(ErrorCode.TOO_MANY_ROOMS);
    }
    joining++;
  }

  /** The join that {@link #reserve} was for is over, whatever became of it. */
  synchronized void release() {
    joining--;
  }

  /**
   * Makes the connection a member.
   *
   * @throws ChatException {@link ErrorCode#NOT_IN_ROOM} after {@link #close}
   */
  synchronized void admit(String roomId) {
    requireOpen();
    rooms.add(roomId);
  }

  synchronized void remove(String roomId) {
    rooms.remove(roomId);
  }

  /**
   * Lets members pass.
   *
   * @throws ChatException {@link ErrorCode#NOT_IN_ROOM}
   */
  synchronized void require(String roomId) {
    if (!rooms.contains(roomId)) {
      throw new ChatException(ErrorCode.NOT_IN_ROOM);
    }
  }

  /** The rooms that the connection is in. */
  synchronized List<String> rooms() {
    return List.copyOf(rooms);
  }

  /**
   * Ends all memberships, and keeps new ones from beginning.
   *
   * @return the rooms that the connection was in; none if it was closed before
   */
  synchronized List<String> close() {
    closed = true;
    List<String> left = List.copyOf(rooms);
    rooms.clear();
    return left;
  }

  private void requireOpen() {
    if (closed) {
      throw new ChatException(ErrorCode.NOT_IN_ROOM, "The connection is closed");
    }
  }
}
