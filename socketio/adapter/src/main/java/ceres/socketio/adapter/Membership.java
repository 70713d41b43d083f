package ceres.socketio.adapter;

import java.util.LinkedHashSet;
import java.util.Set;

/** A member and the rooms it has joined. <em>Event-loop confined</em>, as part of its index. */
final class Membership<E> {
  private final Member<E> member;

  /**
   * Not its own room. Up to one is an immutable set, because most have no more, and it is small.
   */
  private Set<String> joined = Set.of();

  private final long firstCall;

  /**
   * In no room but its own.
   *
   * @param firstCall the first of {@link CallsUnderWay} that may send it something
   */
  Membership(Member<E> member, long firstCall) {
    this.member = member;
    this.firstCall = firstCall;
  }

  long firstCall() {
    return firstCall;
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
      joined = Set.of(room);
    } else {
      joined = joined.size() == 1 ? new LinkedHashSet<>(joined) : joined;
      joined.add(room);
    }
    return true;
  }

  /** Whether it was in it before, other than by its own id. */
  boolean leave(String room) {
    if (!joined.contains(room)) {
      return false;
    }
    if (joined.size() == 1) {
      joined = Set.of();
    } else {
      joined.remove(room);
    }
    return true;
  }

  MemberSnapshot snapshot() {
    return new MemberSnapshot(member.sid(), rooms(), member.snapshot());
  }
}
