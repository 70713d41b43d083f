package ceres.chat.core;

import ceres.chat.core.ChatEvent.NewMessage;
import ceres.chat.core.ChatEvent.RoomHistory;
import ceres.chat.core.ChatEvent.UserJoined;
import ceres.chat.core.ChatEvent.UserLeft;
import ceres.chat.core.MessageLog.Doubtful;
import ceres.chat.core.MessageLog.Outcome;
import ceres.chat.core.MessageLog.Saved;
import ceres.chat.core.UnderWay.Departure;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One room: who is in it, who types, and what its joins must not miss. Whatever has a place in the
 * room's order (a join that completes, a leave, a message, typing) happens under its monitor and is
 * handed to the delivery there, so that everyone sees the same order.
 *
 * <p>Thread-safe by its own monitor. Under it, a connection's {@link Memberships} may be locked,
 * and nothing else of the chat's. Reached through {@link Rooms}, which forgets it once it is empty.
 */
final class Room {
  private final String id;
  private final Ports ports;
  private final Delivery delivery;
  private final Map<UUID, Member> members = new LinkedHashMap<>();
  private final WaitingJoins joins = new WaitingJoins();
  private final Tail tail;
  private final UnderWay underWay = new UnderWay();
  private final Floors floors;
  private final Away away = new Away();
  private final TypingUsers typing;
  private final LeavePace leaving;

  /** How many connections get what is sent here. */
  private int live;

  Room(String id, Ports ports) {
    this.id = id;
    this.ports = ports;
    this.delivery = ports.delivery();
    this.tail = new Tail(ports.config().historyLength());
    this.floors = new Floors(underWay, ports.config().historyLength());
    this.typing = new TypingUsers(this, id, ports, this::connectionIdsOf);
    this.leaving = new LeavePace(ports.timers().nanoTime());
  }

  String id() {
    return id;
  }

  /** Whether nobody is here, counts as being here, or may come (back), and no message is. */
  synchronized boolean isEmpty() {
    return members.isEmpty() && away.isEmpty() && !tail.isOpen() && underWay.isEmpty();
  }

  /** How many are here. */
  synchronized RoomCensus census() {
    return new RoomCensus(id, members.size(), live);
  }

  /** Each user once, in the order of their coming. */
  synchronized List<User> users() {
    return members.values().stream().map(Member::user).toList();
  }

  /**
   * A join comes.
   *
   * @return the joins to read the history for now, with {@link #nextJoins} and {@link #readEnds} to
   *     follow; empty while a read is under way, of which this join gets the next
   */
  synchronized List<Join> joinComes(Join join) {
    return reading(joins.add(join));
  }

  /** A read is over. Returns the joins to read the history for now, as {@link #joinComes} does. */
  synchronized List<Join> nextJoins() {
    return reading(joins.next());
  }

  private List<Join> reading(List<Join> group) {
    if (!group.isEmpty()) {
      tail.open();
    }
    return group;
  }

  /** All joins of a read are complete, or failed. */
  synchronized void readEnds() {
    tail.close();
  }

  /**
   * Whether a join must wait for {@link #arrival} after the read: a member that joins again is
   * first told all that was on its way when the history was read, since a full history may skip
   * some.
   *
   * @param read oldest first
   */
  synchronized boolean mustWait(Join join, List<Message> read) {
    return read.size() >= ports.config().historyLength()
        && !underWay.isEmpty()
        && memberOn(join.connection()) != null;
  }

  /** Completes when all messages that are on their way now have settled. */
  synchronized CompletableFuture<Void> arrival() {
    return underWay.arrival();
  }

  /**
   * The history was read: completes joins, and joins again, in their order. One whose connection
   * was closed meanwhile fails with {@link ErrorCode#NOT_IN_ROOM}.
   *
   * @param read oldest first
   */
  synchronized void joinsComplete(List<Join> group, List<Message> read) {
    List<Message> history = tail.completing(read);
    Map<String, Connection> admitted = new LinkedHashMap<>();
    for (Join join : group) {
      try {
        join.connection().memberships().admit(id);
        admitted.put(join.connection().id(), join.connection());
      } catch (ChatException closed) {
        join.fail(closed);
      }
    }
    if (!admitted.isEmpty()) {
      delivery.toConnections(admitted.keySet(), new RoomHistory(id, history));
      floors.shown(admitted.keySet(), history);
      admitted.values().forEach(this::enter);
    }
  }

  /** Who is news to the others gets {@link UserJoined} together with them. */
  private void enter(Connection connection) {
    User user = connection.user();
    UserJoined joined = new UserJoined(id, user, ports.now());
    Member known = members.get(user.id());
    Member member = known == null ? new Member(user) : known;
    if (known != null) {
      delivery.toConnections(Set.of(connection.id()), joined);
    }
    if (!member.isLive(connection)) {
      member.enter(connection);
      live++;
      delivery.enter(connection.id(), id);
    }
    if (known == null) {
      members.put(user.id(), member);
      delivery.toRoom(joined, away.of(user));
    }
  }

  /** Leaves, with a confirmation to whom leaves. */
  synchronized void leave(Connection connection) {
    Member member = memberOn(connection);
    if (member != null) {
      typing.stopOn(connection);
      UserLeft left = left(connection);
      delivery.toConnection(connection.id(), left);
      connection.memberships().remove(id);
      silence(connection);
      member.exit(connection);
      live--;
      removeIfGone(member, left);
    }
  }

  /** Leaves, because the connection was closed. */
  synchronized void close(Connection connection) {
    Member member = memberOn(connection);
    if (member != null) {
      typing.stopOn(connection);
      silence(connection);
      member.exit(connection);
      live--;
      removeIfGone(member, left(connection));
    }
  }

  /**
   * The connection was lost: it types no more, and its user still counts as present.
   *
   * @param mayComeBack whether it is still to get what is sent to the room
   */
  synchronized void lose(Connection connection, boolean mayComeBack) {
    Member member = memberOn(connection);
    if (member != null) {
      typing.stopOn(connection);
      if (mayComeBack) {
        away.add(connection);
      } else {
        silence(connection);
      }
      member.lose(connection);
      live--;
    }
  }

  /** A lost connection came back as another, which gets what is sent to the room. */
  synchronized void resume(Connection lost, Connection connection) {
    connection.memberships().admit(id);
    away.remove(lost);
    User user = connection.user();
    Member known = members.get(user.id());
    Member member = known == null ? new Member(user) : known;
    member.forget(lost);
    member.enter(connection);
    live++;
    if (known == null) {
      members.put(user.id(), member);
      delivery.toRoom(new UserJoined(id, user, ports.now()), withAway(connection));
    }
  }

  /** A lost connection will not come back. */
  synchronized void giveUp(Connection lost) {
    away.remove(lost);
    floors.forget(lost.id());
  }

  /**
   * The time is over for which a lost connection counts.
   *
   * @return how long it has to wait nevertheless, before {@link #forget}
   */
  synchronized Duration turnToForget(Connection connection) {
    Member member = members.get(connection.user().id());
    return member != null && member.isLast(connection)
        ? leaving.take(ports.timers().nanoTime(), live)
        : Duration.ZERO;
  }

  /** The lost connection counts no more. */
  synchronized void forget(Connection connection) {
    Member member = members.get(connection.user().id());
    if (member != null && member.forget(connection)) {
      removeIfGone(member, left(connection));
    }
  }

  /**
   * Gives a message to the log, here so that the room's messages are on their way in one order.
   * Ends the author's typing.
   *
   * @param sent to be completed, outside the monitor, after {@link #settled}
   * @param outcome told outside the monitor; must lead to {@link #settled}
   */
  synchronized void send(
      Draft draft, CompletableFuture<Message> sent, BiConsumer<Departure, Outcome> outcome) {
    typing.stop(draft.author().id());
    Departure departure = underWay.depart(sent);
    try {
      ports.log().append(draft, told -> outcome.accept(departure, told));
    } catch (RuntimeException | Error bug) {
      underWay.settle(departure);
      throw bug;
    }
  }

  /** The log has told what became of a message, or that this will be known later. */
  synchronized void settled(Departure departure, Outcome outcome) {
    if (outcome instanceof Doubtful) {
      underWay.doubt(departure);
      return;
    }
    if (outcome instanceof Saved(Message message)) {
      tail.add(message);
      delivery.toRoom(new NewMessage(message), floors.seen(message));
    }
    underWay.settle(departure);
    floors.settled();
  }

  synchronized void typingStarts(Connection connection) {
    if (memberOn(connection) != null) {
      typing.start(connection);
    }
  }

  synchronized void typingStops(User user) {
    typing.stop(user.id());
  }

  private @Nullable Member memberOn(Connection connection) {
    Member member = members.get(connection.user().id());
    return member != null && member.isLive(connection) ? member : null;
  }

  private Set<String> connectionIdsOf(UUID userId) {
    Member member = members.get(userId);
    return member == null ? Set.of() : member.connectionIds();
  }

  private void silence(Connection connection) {
    delivery.exit(connection.id(), id);
    floors.forget(connection.id());
  }

  private UserLeft left(Connection connection) {
    return new UserLeft(id, connection.user(), ports.now());
  }

  private void removeIfGone(Member member, UserLeft left) {
    if (member.isGone()) {
      members.remove(left.user().id());
      delivery.toRoom(left, away.of(left.user()));
    }
  }

  /** Whom it is not told that a connection's user came. */
  private Set<String> withAway(Connection connection) {
    Set<String> ids = new HashSet<>(away.of(connection.user()));
    ids.add(connection.id());
    return ids;
  }
}
