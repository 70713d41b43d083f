package ceres.chat.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one user: what they can do in the chat.
 *
 * <p>A broken rule is a {@link ChatException}: methods that return a stage never throw it but fail
 * the stage with it, the others throw it. Every method fails with {@link ErrorCode#INVALID_ROOM}
 * where the room id is not 1 to 128 code points without control characters and unpaired surrogates;
 * that is checked first, then the membership, then the rest.
 *
 * <p>A join or a fetch is to be awaited before the next call, so that a client sees its own
 * requests answered in order; sends need not wait for each other. {@link #closed} may come at any
 * time.
 *
 * <p>Thread-safe: each room is guarded by its monitor, the memberships by theirs. No method blocks
 * on I/O. Stages complete on the log's threads.
 */
public final class Connection {
  /** How many messages a page has when the client does not say. */
  public static final int DEFAULT_PAGE = 50;

  /** How many messages a page has at most. */
  public static final int MAX_PAGE = 100;

  private final String id;
  private final User user;
  private final Ports ports;
  private final Rooms rooms;
  private final LostConnections lost;
  private final Memberships memberships;
  private final Allowances allowances;
  private final Allowance allowance;
  private final AtomicBoolean left = new AtomicBoolean();

  Connection(
      String id, User user, Ports ports, Rooms rooms, LostConnections lost, Allowances allowances) {
    this.id = id;
    this.user = user;
    this.ports = ports;
    this.rooms = rooms;
    this.lost = lost;
    this.memberships = new Memberships(ports.config().maxRoomsPerConnection());
    this.allowances = allowances;
    this.allowance = allowances.enter(user.id());
  }

  /** What the {@link Delivery} knows this connection by. */
  public String id() {
    return id;
  }

  /** Whose connection this is. */
  public User user() {
    return user;
  }

  /**
   * The user does something once: to be called before the method that does it.
   *
   * @throws ChatException {@link ErrorCode#RATE_LIMITED} if the user, on all connections together,
   *     has done it too often
   */
  public void spend(Action action) {
    allowance.spend(action, ports.timers().nanoTime());
  }

  /** The rooms that it is in now, in no particular order. */
  public List<String> rooms() {
    return memberships.rooms();
  }

  Memberships memberships() {
    return memberships;
  }

  /**
   * Joins a room: the connection gets {@link ChatEvent.RoomHistory}, its own {@link
   * ChatEvent.UserJoined}, then every event of the room; the others get {@link
   * ChatEvent.UserJoined} if the user was not in the room by another connection. Joining again
   * gives this connection the first two again, and the others nothing.
   *
   * @return completes when all of this is handed to the delivery; fails with {@link
   *     ErrorCode#TOO_MANY_ROOMS}, with {@link ErrorCode#NOT_IN_ROOM} when the connection is closed
   *     meanwhile, and with the log's failure when the history cannot be read, which changes
   *     nothing
   */
  public CompletionStage<Void> join(String roomId) {
    try {
      RoomId.check(roomId);
      memberships.reserve(roomId);
    } catch (ChatException broken) {
      return CompletableFuture.failedFuture(broken);
    }
    Join join = new Join(this);
    HistoryRead.serve(join, roomId, ports, rooms);
    return join.done();
  }

  /**
   * Leaves a room: the connection gets {@link ChatEvent.UserLeft} as its confirmation, and the
   * others if the user is in the room by no other connection. Does nothing in a room that the
   * connection is not in.
   */
  public void leave(String roomId) {
    RoomId.check(roomId);
    rooms.ifPresent(roomId, room -> room.leave(this));
  }

  /**
   * Sends a message to a room, and ends the user's typing there. Once it is stored, every member
   * gets {@link ChatEvent.NewMessage}, this connection included.
   *
   * @param content will be trimmed as ECMAScript does; then 1 to 1,000 code points
   * @param clientId makes the send idempotent for this user; null: it is not
   * @return the stored message, completed after {@link ChatEvent.NewMessage} was handed to the
   *     delivery; where the {@code clientId} was used before, the message that was stored then, and
   *     nobody is told. Fails with {@link ErrorCode#NOT_IN_ROOM}, {@link ErrorCode#EMPTY_MESSAGE},
   *     {@link ErrorCode#MESSAGE_TOO_LONG}, {@link ErrorCode#INVALID_MESSAGE}, {@link
   *     ErrorCode#NOT_SAVED}
   */
  public CompletionStage<Message> send(String roomId, String content, @Nullable UUID clientId) {
    try {
      requireMember(roomId);
      return rooms.send(new Draft(user, roomId, Content.trimmed(content), clientId));
    } catch (ChatException broken) {
      return CompletableFuture.failedFuture(broken);
    }
  }

  /**
   * The user types: the other users in the room get {@link ChatEvent.UserTyping}. A repetition
   * within {@link ChatConfig#typingThrottle} of the last that they got is not passed on, yet like
   * any other it lets typing last for another {@link ChatConfig#typingTimeout}. Typing ends, with
   * one {@link ChatEvent.UserStoppedTyping}, by itself after that time, by a stop, by a message,
   * and when the connection on which the user typed last leaves the room.
   *
   * @throws ChatException {@link ErrorCode#NOT_IN_ROOM}
   */
  public void typingStart(String roomId) {
    requireMember(roomId);
    rooms.ifPresent(roomId, room -> room.typingStarts(this));
  }

  /**
   * The user types no more, on whichever connection they did. Does nothing when they do not type.
   *
   * @throws ChatException {@link ErrorCode#NOT_IN_ROOM}
   */
  public void typingStop(String roomId) {
    requireMember(roomId);
    rooms.ifPresent(roomId, room -> room.typingStops(user));
  }

  /**
   * Reads a page of the history of a room, as {@link MessageLog#page} defines it.
   *
   * @param limit 1 to {@value #MAX_PAGE} messages
   * @return the page; fails with {@link ErrorCode#NOT_IN_ROOM}, {@link ErrorCode#INVALID_PAYLOAD}
   *     where the limit is out of range or a bound is no message of this room, and with the log's
   *     failure when the read failed
   */
  public CompletionStage<MessageLog.Page> fetchHistory(
      String roomId, @Nullable UUID before, @Nullable UUID after, int limit) {
    try {
      requireMember(roomId);
      if (limit < 1 || limit > MAX_PAGE) {
        throw new ChatException(
            ErrorCode.INVALID_PAYLOAD, "The limit of a page is 1 to " + MAX_PAGE);
      }
      return ports.log().page(roomId, before, after, limit);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /**
   * Who is in the room: each user once, in the order of their coming, those included whose
   * connection was lost a moment ago.
   *
   * @throws ChatException {@link ErrorCode#NOT_IN_ROOM}
   */
  public List<User> presence(String roomId) {
    requireMember(roomId);
    List<User> users = new ArrayList<>();
    rooms.ifPresent(roomId, room -> users.addAll(room.users()));
    return List.copyOf(users);
  }

  /**
   * The connection is closed: it gets nothing any more, and its typing ends. Only the first call
   * counts.
   *
   * @param deliberate true: the user leaves every room now, and the others are told where no other
   *     connection keeps the user there. False: the connection was lost, and this happens after
   *     {@link ChatConfig#leaveDelay}, or later if many are lost at once in a large room, until
   *     which the user counts as present; until {@link ChatConfig#recoveryWindow} is over it may
   *     come back by {@link Chat#reopen}, and is still to get what is sent to its rooms
   */
  public void closed(boolean deliberate) {
    if (left.compareAndSet(false, true)) {
      allowances.leave(allowance);
    }
    List<String> roomIds = memberships.close();
    if (deliberate) {
      roomIds.forEach(roomId -> rooms.ifPresent(roomId, room -> room.close(this)));
    } else if (!roomIds.isEmpty()) {
      boolean mayComeBack = lost.areKept();
      roomIds.forEach(roomId -> rooms.ifPresent(roomId, room -> room.lose(this, mayComeBack)));
      if (mayComeBack) {
        lost.add(this, roomIds);
      }
      after(ports.config().leaveDelay(), () -> roomIds.forEach(this::waitAndForget));
    }
  }

  private void waitAndForget(String roomId) {
    rooms.ifPresent(
        roomId,
        room ->
            after(
                room.turnToForget(this),
                () -> rooms.ifPresent(roomId, there -> there.forget(this))));
  }

  private void after(Duration delay, Runnable action) {
    if (delay.isZero()) {
      action.run();
    } else {
      ports.timers().schedule(delay, action);
    }
  }

  private void requireMember(String roomId) {
    RoomId.check(roomId);
    memberships.require(roomId);
  }
}
