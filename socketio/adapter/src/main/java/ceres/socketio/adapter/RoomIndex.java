package ceres.socketio.adapter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members of one shard and the rooms they are in. A member's own room costs nothing: it is
 * found by the {@code sid}. Members come in the order they were added, those of a room in the order
 * they joined it.
 *
 * <p><em>Event-loop confined</em>; {@link ShardRooms} sees to that.
 */
final class RoomIndex<E> {
  /**
   * A log keeps a packet with the names of those who do not get it, as long as these are at most
   * one of so many members, or so few that it does not matter: else the others keep it themselves.
   */
  private static final int MEMBERS_PER_EXCEPTED = 4;

  private static final int FEW_EXCEPTED = 8;

  private final Supplier<RoomLog<E>> logs;
  private final RoomLog<E> logOfAll;
  private final Map<String, Membership<E>> bySid = new LinkedHashMap<>();
  private final Map<String, RoomMembers<E>> byRoom = new HashMap<>();

  /** An index of nobody. */
  RoomIndex(Supplier<RoomLog<E>> logs) {
    this.logs = logs;
    this.logOfAll = logs.get();
  }

  /** Whether it took the place of another member of the same {@code sid}, or of itself. */
  boolean add(Member<E> member) {
    return add(member, 0);
  }

  /** The same, for a member that gets nothing that was sent before a call. */
  boolean add(Member<E> member, long firstCall) {
    Membership<E> former = bySid.get(member.sid());
    boolean replaced = former != null && remove(former.member());
    bySid.put(member.sid(), new Membership<>(member, firstCall));
    member.joined(logOfAll);
    return replaced;
  }

  /** Whether it was a member. */
  boolean remove(Member<E> member) {
    Membership<E> membership = find(member);
    if (membership == null) {
      return false;
    }
    bySid.remove(member.sid());
    membership.joined().forEach(room -> vacate(membership, room));
    member.left(logOfAll);
    if (bySid.isEmpty()) {
      logOfAll.clear();
    }
    return true;
  }

  /** Whether the first was a member; then the second is one in its place, in the same rooms. */
  boolean replace(Member<E> member, Member<E> successor) {
    Membership<E> membership = find(member);
    if (membership == null) {
      return false;
    }
    Set<String> rooms = membership.joined();
    boolean _ = add(successor);
    join(successor, rooms);
    return true;
  }

  void join(Member<E> member, Set<String> rooms) {
    Membership<E> membership = find(member);
    if (membership != null) {
      join(membership, rooms);
    }
  }

  void leave(Member<E> member, Set<String> rooms) {
    Membership<E> membership = find(member);
    if (membership != null) {
      leave(membership, rooms);
    }
  }

  void join(Membership<E> membership, Set<String> rooms) {
    for (String room : rooms) {
      if (membership.join(room)) {
        byRoom.computeIfAbsent(room, _ -> new RoomMembers<>(logs.get())).add(membership);
      }
    }
  }

  void leave(Membership<E> membership, Set<String> rooms) {
    for (String room : rooms) {
      if (membership.leave(room)) {
        vacate(membership, room);
      }
    }
  }

  Set<String> rooms(Member<E> member) {
    Membership<E> membership = find(member);
    return membership == null ? Set.of() : membership.rooms();
  }

  /** Those that are meant, in a list of their own, so that the index may change meanwhile. */
  List<Membership<E>> select(BroadcastOptions options) {
    List<Membership<E>> selected = new ArrayList<>();
    forEach(options, selected::add);
    return selected;
  }

  /** Those of them that others see. */
  List<Membership<E>> present(BroadcastOptions options) {
    List<Membership<E>> present = select(options);
    present.removeIf(membership -> !membership.member().isPresent());
    return present;
  }

  /** Sends a packet, as a call that may be too early for some, to all that are meant. */
  void deliver(E packet, BroadcastOptions options, long call) {
    Set<Membership<E>> except = excepted(options.except());
    Collection<Membership<E>> target = target(options.rooms());
    RoomLog<E> log =
        except.size() <= Math.max(FEW_EXCEPTED, target.size() / MEMBERS_PER_EXCEPTED)
            ? log(options.rooms())
            : null;
    boolean kept = log != null && log.append(packet, members(except));
    BroadcastFlags flags = options.flags();
    toAll(
        target,
        except,
        membership -> {
          if (call >= membership.firstCall()) {
            if (kept) {
              membership.member().deliverKept(packet, flags);
            } else {
              membership.member().deliver(packet, flags);
            }
          }
        });
  }

  /**
   * Does something to all that are meant, which must not change this index. If it fails for one, it
   * is still done to the others, and then the first failure is thrown.
   */
  void forEach(BroadcastOptions options, Consumer<? super Membership<E>> action) {
    toAll(target(options.rooms()), excepted(options.except()), action);
  }

  private void toAll(
      Collection<Membership<E>> target,
      Set<Membership<E>> except,
      Consumer<? super Membership<E>> action) {
    RuntimeException failure = null;
    for (Membership<E> membership : target) {
      if (!except.isEmpty() && except.contains(membership)) {
        continue;
      }
      try {
        action.accept(membership);
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** How many entries there are of any kind; 0 means that nothing is left behind. */
  int size() {
    return bySid.size() + byRoom.size();
  }

  /** Who is in any of these rooms, each once; the set of the room itself if there is one. */
  private Collection<Membership<E>> target(Set<String> rooms) {
    if (rooms.isEmpty()) {
      return bySid.values();
    }
    if (rooms.size() == 1) {
      String room = rooms.iterator().next();
      Membership<E> own = bySid.get(room);
      Collection<Membership<E>> joined = membersOf(room);
      if (own == null || joined.isEmpty()) {
        return own == null ? joined : List.of(own);
      }
    }
    Set<Membership<E>> union = new LinkedHashSet<>();
    for (String room : rooms) {
      Membership<E> own = bySid.get(room);
      if (own != null) {
        union.add(own);
      }
      union.addAll(membersOf(room));
    }
    return union;
  }

  private Collection<Membership<E>> membersOf(String room) {
    RoomMembers<E> members = byRoom.get(room);
    return members == null ? Set.of() : members.members();
  }

  /** Who is in any of these rooms: on all shards but one, nobody has the sender's id. */
  private Set<Membership<E>> excepted(Set<String> rooms) {
    Set<Membership<E>> excepted = Set.of();
    for (String room : rooms) {
      Membership<E> own = bySid.get(room);
      Collection<Membership<E>> joined = membersOf(room);
      if (own != null || !joined.isEmpty()) {
        excepted = excepted.isEmpty() ? new HashSet<>() : excepted;
        excepted.addAll(joined);
        if (own != null) {
          excepted.add(own);
        }
      }
    }
    return excepted;
  }

  /** The log of whom is meant, or null if it is not just one room. */
  private @Nullable RoomLog<E> log(Set<String> rooms) {
    if (rooms.isEmpty()) {
      return logOfAll;
    }
    String room = rooms.iterator().next();
    RoomMembers<E> members = rooms.size() > 1 || bySid.containsKey(room) ? null : byRoom.get(room);
    return members == null ? null : members.log();
  }

  private Set<Member<E>> members(Set<Membership<E>> memberships) {
    return memberships.isEmpty()
        ? Set.of()
        : memberships.stream().map(Membership::member).collect(Collectors.toUnmodifiableSet());
  }

  @SuppressWarnings("ReferenceEquality") // another member may have the same sid
  private @Nullable Membership<E> find(Member<E> member) {
    Membership<E> membership = bySid.get(member.sid());
    return membership != null && membership.member() == member ? membership : null;
  }

  private void vacate(Membership<E> membership, String room) {
    RoomMembers<E> members = byRoom.get(room);
    if (members != null) {
      members.remove(membership);
      if (members.isEmpty()) {
        byRoom.remove(room);
      }
    }
  }
}
