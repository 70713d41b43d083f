package ceres.bench.load;

import java.util.Arrays;

/**
 * A room: what was sent to it, and which of that each member has seen. Confined to the thread of
 * its {@link Crowd}.
 */
final class Room {
  final int index;
  final String name;
  final int[] members;

  /** By number of the message. */
  long[] due = {};

  /**
   * By number of the message: its place in the room's order, from 1; 0 as long as nobody saw it.
   */
  int[] place = {};

  /** By number of the message: how many members have seen it. */
  int[] seenBy = {};

  /** By number of the message: whether its sender has seen it. */
  boolean[] echoed = {};

  int sent;
  private int places;
  private int turn;
  private final long[][] seen;
  private final int[] lastPlace;
  private final int[] lastNumber;

  Room(int index, String name, int[] members) {
    this.index = index;
    this.name = name;
    this.members = members;
    seen = new long[members.length][];
    Arrays.fill(seen, new long[0]);
    lastPlace = new int[members.length];
    lastNumber = new int[members.length];
    Arrays.fill(lastNumber, -1);
  }

  /** The client whose turn it is to send. */
  int nextSender() {
    return members[turn++ % members.length];
  }

  /** A number for a new message. */
  int add(long dueAt) {
    if (sent == due.length) {
      int more = sent * 2 + 16;
      due = Arrays.copyOf(due, more);
      place = Arrays.copyOf(place, more);
      seenBy = Arrays.copyOf(seenBy, more);
      echoed = Arrays.copyOf(echoed, more);
    }
    due[sent] = dueAt;
    return sent++;
  }

  /** Marks a message as seen by a member; whether it was not before. */
  boolean see(int seat, int number) {
    long[] words = seen[seat];
    int word = number >>> 6;
    if (word >= words.length) {
      words = Arrays.copyOf(words, word * 2 + 2);
      seen[seat] = words;
    }
    long bit = 1L << number;
    if ((words[word] & bit) != 0) {
      return false;
    }
    words[word] |= bit;
    seenBy[number]++;
    return true;
  }

  /** Gives the message its place, which the first member who sees it does. */
  boolean isFirstSight(int number) {
    if (place[number] != 0) {
      return false;
    }
    place[number] = ++places;
    return true;
  }

  /** Whether a sender's messages come in the order in which they were sent. */
  boolean keepsSendersOrder(int senderSeat, int number) {
    boolean kept = number > lastNumber[senderSeat];
    lastNumber[senderSeat] = Math.max(number, lastNumber[senderSeat]);
    return kept;
  }

  /** Whether a member sees the messages in the order of the room. */
  boolean agreesWithOrder(int seat, int number) {
    boolean agrees = place[number] > lastPlace[seat];
    lastPlace[seat] = Math.max(place[number], lastPlace[seat]);
    return agrees;
  }

  /** Where a client sits; large rooms are those whose clients are in no other. */
  int seatOf(Client client) {
    if (members.length > 8) {
      return client.seat;
    }
    for (int seat = 0; seat < members.length; seat++) {
      if (members[seat] == client.index) {
        return seat;
      }
    }
    return -1;
  }
}
