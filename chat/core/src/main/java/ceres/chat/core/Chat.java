package ceres.chat.core;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The chat: opens connections, and holds the rooms in which they meet.
 *
 * <p>Thread-safe: each room is guarded by its own monitor, and there is no lock over all of them.
 */
public final class Chat {
  private final Ports ports;
  private final Rooms rooms;
  private final LostConnections lost;
  private final Allowances allowances;

  /** A chat without rooms. What the delivery throws is logged, and stops nothing. */
  public Chat(
      ChatConfig config, MessageLog log, Delivery delivery, Timers timers, InstantSource clock) {
    this.ports = new Ports(config, log, new GuardedDelivery(delivery), timers, clock);
    this.rooms = new Rooms(ports);
    this.lost = new LostConnections(ports, rooms);
    this.allowances = new Allowances(ports);
  }

  /**
   * A user wants to connect: to be called before {@link #open} or {@link #reopen}.
   *
   * @throws ChatException {@link ErrorCode#TOO_MANY_CONNECTIONS}, {@link ErrorCode#RATE_LIMITED}
   */
  public void admit(UUID userId) {
    allowances.admit(userId);
  }

  /** How many users are counted in what they do, some of whom have just left. */
  public int countedUsers() {
    return allowances.size();
  }

  /**
   * A user connects.
   *
   * @param connectionId unique among all connections, those of the past included
   * @return the connection, in no room yet
   */
  public Connection open(String connectionId, User user) {
    return new Connection(connectionId, user, ports, rooms, lost, allowances);
  }

  /**
   * A user's connection that was lost comes back, and is in its rooms again. The others are told
   * only where the user did not count as present any more. To be called after {@link
   * Connection#closed} of the lost one.
   *
   * @param connectionId the id of the lost connection; this one has the same
   * @return the connection; in no room if there was none with this id and user, or its time was
   *     over
   */
  public Connection reopen(String connectionId, User user) {
    Connection connection = open(connectionId, user);
    LostConnections.Lost former = lost.take(connectionId);
    if (former != null) {
      former
          .roomIds()
          .forEach(
              roomId -> rooms.in(roomId, room -> room.resume(former.connection(), connection)));
    }
    return connection;
  }

  /**
   * Says something in a room in the name of an author who need not be in it. It is stored, and told
   * in the room's order, as {@link Connection#send} does it.
   *
   * @param author whose row there is
   * @param content as for {@link Connection#send}
   * @return as {@link Connection#send}, but never fails with {@link ErrorCode#NOT_IN_ROOM}; with
   *     {@link ErrorCode#INVALID_ROOM} too
   */
  public CompletionStage<Message> say(User author, String roomId, String content) {
    try {
      RoomId.check(roomId);
      return rooms.send(new Draft(author, roomId, Content.trimmed(content), null));
    } catch (ChatException broken) {
      return CompletableFuture.failedFuture(broken);
    }
  }

  /** The rooms that {@link #roomCount} counts, each as it is at some moment of this call. */
  public List<RoomCensus> rooms() {
    return rooms.census();
  }

  /** How many connections were lost and may come back. */
  public int lostCount() {
    return lost.count();
  }

  /** The ids of a user's connections that were lost and may come back. */
  public Set<String> lostConnections(UUID userId) {
    return lost.of(userId);
  }

  /**
   * How many rooms have members, or users who count as present or may come back, or joins under
   * way.
   */
  public int roomCount() {
    return rooms.count();
  }
}
