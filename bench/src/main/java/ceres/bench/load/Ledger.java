package ceres.bench.load;

import java.nio.ByteBuffer;
import java.util.List;

/** All rooms, and the account of what was sent and seen. Confined to the thread of its Crowd. */
final class Ledger {
  final List<Room> rooms;
  final Tally tally = new Tally();

  /** From due to seen, by each member. */
  final Histogram latency = new Histogram();

  /** From due to sent: what the generator itself is late. */
  final Histogram lag = new Histogram();

  private final List<Client> clients;
  private long windowStart = Long.MAX_VALUE;
  private long windowEnd = Long.MAX_VALUE;
  private long outstanding;
  private long lastProgress;
  private long longestPause;

  /** Of messages that rooms do not remember. */
  private Outcome forgotten = new Outcome(0, 0, 0, 0);

  Ledger(List<Room> rooms, List<Client> clients) {
    this.rooms = rooms;
    this.clients = clients;
  }

  /** Measures the messages that are due from one time to before another. */
  void window(long start, long end) {
    windowStart = start;
    windowEnd = end;
  }

  /** Enters a message; its number in the room. */
  int send(Room room, long due, long now) {
    if (outstanding == 0) {
      lastProgress = due;
    }
    outstanding += room.members.length;
    tally.sent++;
    if (isMeasured(due)) {
      lag.record(now - due);
    }
    if (room.isFull()) {
      forgotten = forgotten.plus(outcome(room, room.first + Room.BLOCK));
      room.forget();
    }
    return room.add(due);
  }

  /**
   * Enters what a client received.
   *
   * @param at where the stamp stands
   * @return the room, if this was the client's own message
   */
  @org.jspecify.annotations.Nullable
  Room receive(Client client, ByteBuffer in, int at, long now) {
    int roomIndex = Stamp.room(in, at);
    int number = Stamp.number(in, at);
    int sender = Stamp.sender(in, at);
    if (roomIndex < 0 || roomIndex >= rooms.size() || sender < 0 || sender >= clients.size()) {
      tally.stray++;
      return null;
    }
    Room room = rooms.get(roomIndex);
    int seat = room.seatOf(client);
    if (number < room.first
        || number >= room.sent
        || seat < 0
        || room.members[seat] != client.index) {
      tally.stray++;
      return null;
    }
    if (!room.see(seat, number)) {
      tally.doubled++;
      return null;
    }
    tally.deliveries++;
    if (room.isFirstSight(number)
        && !room.keepsSendersOrder(room.seatOf(clients.get(sender)), number)) {
      tally.senderOrderBroken++;
    }
    if (!room.agreesWithOrder(seat, number)) {
      tally.memberOrderDisagrees++;
    }
    long due = Stamp.due(in, at);
    if (isMeasured(due)) {
      latency.record(now - due);
      longestPause = Math.max(longestPause, now - lastProgress);
    }
    outstanding--;
    lastProgress = now;
    if (sender != client.index) {
      return null;
    }
    room.echo(number);
    tally.echoes++;
    return room;
  }

  private boolean isMeasured(long due) {
    return due >= windowStart && due < windowEnd;
  }

  /** Deliveries that are still to come. */
  long outstanding() {
    return outstanding;
  }

  /** The longest time in which nothing came though something was due, in nanoseconds. */
  long longestPause() {
    return longestPause;
  }

  Outcome outcome() {
    Outcome all = forgotten;
    for (Room room : rooms) {
      all = all.plus(outcome(room, room.sent));
    }
    return all;
  }

  /** What became of the messages of a room that are remembered, up to a number. */
  private Outcome outcome(Room room, int until) {
    long sent = 0;
    long echoed = 0;
    long delivered = 0;
    for (int number = room.first; number < until; number++) {
      if (isMeasured(room.due(number))) {
        sent++;
        echoed += room.isEchoed(number) ? 1 : 0;
        delivered += room.seenBy(number);
      }
    }
    return new Outcome(sent, echoed, sent * room.members.length, delivered);
  }
}
