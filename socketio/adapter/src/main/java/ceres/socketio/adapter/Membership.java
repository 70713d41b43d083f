package ceres.socketio.adapter;

import java.util.LinkedHashSet;
import java.util.Set;

/** A member and the rooms it has joined. <em>Event-loop confined</em>, as part of its index. */
final class Membership<E> {
  private final Member<E> member;

  /** Its own room is not among them, and a set is only made for the first. */
  private Set<String> joined = Set.of();

  Membership(Member<E> member) {
    this.member = member;
  }

  Member<E> member() {
    return member;
  }

  Set<String> joined() {
    return joined;
  }

  /** All rooms, its own too. */
  Set<String> rooms() {
    Set<String> rooms = new LinkedHashSet<>();
    rooms.add(member.sid());
    rooms.addAll(joined);
    return rooms;
  }

  boolean isIn(String room) {
    return joined.contains(room) || member.sid().equals(room);
  }

  /** Whether it was not in it before. */
  boolean join(String room) {
    if (isIn(room)) {
      return false;
    }
    if (joined.isEmpty()) {
      joined = new LinkedHashSet<>();
    }
    return joined.add(room);
  }

  /** Whether it was in it before, other than by its own id. */
  boolean leave(String room) {
    if (!joined.contains(room)) {
      return false;
    }
    joined.remove(room);
    if (joined.isEmpty()) {
      joined = Set.of();
    }
    return true;
  }

  MemberSnapshot snapshot() {
    return new MemberSnapshot(member.sid(), rooms(), member.snapshot());
  }
}
