package ceres.socketio.adapter;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Who of one shard is in a room, in the order of coming. <em>Event-loop confined</em>. */
final class RoomMembers<E> {
  private final Set<Membership<E>> members = new LinkedHashSet<>();
  private final RoomLog<E> log;

  RoomMembers(RoomLog<E> log) {
    this.log = log;
  }

  Collection<Membership<E>> members() {
    return members;
  }

  RoomLog<E> log() {
    return log;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  void add(Membership<E> membership) {
    if (members.add(membership)) {
      membership.member().joined(log);
    }
  }

  void remove(Membership<E> membership) {
    if (members.remove(membership)) {
      membership.member().left(log);
      if (members.isEmpty()) {
        log.clear();
      }
    }
  }
}
