package ceres.chat.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A user in a room: the connections that are in it, and those that were lost and still count.
 *
 * <p>Guarded by the room's monitor.
 */
final class Member {
  private User user;
  private final List<Connection> live = new ArrayList<>(1);
  private final List<Connection> lost = new ArrayList<>(0);

  Member(User user) {
    this.user = user;
  }

  /** The user, as the connection that came last shows them. */
  User user() {
    return user;
  }

  boolean isLive(Connection connection) {
    return live.contains(connection);
  }

  /** Whether no connection keeps the user in the room. */
  boolean isGone() {
    return live.isEmpty() && lost.isEmpty();
  }

  /** Whether a lost connection is all that keeps the user in the room. */
  boolean isLast(Connection connection) {
    return live.isEmpty() && lost.size() == 1 && lost.contains(connection);
  }

  /** The connections that events reach. */
  Set<String> connectionIds() {
    return live.stream().map(Connection::id).collect(Collectors.toUnmodifiableSet());
  }

  void enter(Connection connection) {
    user = connection.user();
    live.add(connection);
  }

  void exit(Connection connection) {
    live.remove(connection);
  }

  /** A live connection is lost, and still counts. */
  void lose(Connection connection) {
    live.remove(connection);
    lost.add(connection);
  }

  /**
   * A lost connection counts no more.
   *
   * @return whether it did until now
   */
  boolean forget(Connection connection) {
    return lost.remove(connection);
  }
}
