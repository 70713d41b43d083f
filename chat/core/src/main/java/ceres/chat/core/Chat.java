package ceres.chat.core;

import java.time.InstantSource;

/**
 * The chat: opens connections, and holds the rooms in which they meet.
 *
 * <p>Thread-safe: each room is guarded by its own monitor, and there is no lock over all of them.
 */
public final class Chat {
  private final Ports ports;
  private final Rooms rooms;

  /** A chat without rooms. What the delivery throws is logged, and stops nothing. */
  public Chat(
      ChatConfig config, MessageLog log, Delivery delivery, Timers timers, InstantSource clock) {
    this.ports = new Ports(config, log, new GuardedDelivery(delivery), timers, clock);
    this.rooms = new Rooms(ports);
  }

  /**
   * A user connects.
   *
   * @param connectionId unique among all connections, those of the past included
   * @return the connection, in no room yet
   */
  public Connection open(String connectionId, User user) {
    return new Connection(connectionId, user, ports, rooms);
  }

  /** How many rooms have members, or users who count as present, or joins under way. */
  public int roomCount() {
    return rooms.count();
  }
}
