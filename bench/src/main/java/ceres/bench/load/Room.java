package ceres.bench.load;

import java.util.Arrays;

/**
 * A room: what was sent to it of late, and which of that each member has seen. So that hours of
 * load need no more memory than minutes, the oldest messages are forgotten, {@link #BLOCK} at a
 * time, when there are {@link #MOST}. Confined to the thread of its {@link Crowd}.
 */
final class Room {
  /** So many messages are remembered; a power of 2. */
  static final int MOST = 1 << 16;

  /** So many are forgotten at once: a word of bits. */
  static final int BLOCK = Long.SIZE;

  final int index;
  final String name;
  final int[] members;

  /** By {@link #slot} of the message. */
  private long[] due = new long[16];

  /** By slot of the message: its place in the room's order, from 1; 0 as long as nobody saw it. */
  private int[] place = new int[16];

  /** By slot of the message: how many members have seen it. */
  private int[] seenBy = new int[16];

  /** By slot of the message: whether its sender has seen it. */
  private boolean[] echoed = new boolean[16];

  /** How many messages were sent. */
  int sent;

  /** The number of the first that is remembered. */
  int first;

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
    if (sent - first == due.length) {
      // Nothing was forgotten yet: slots are numbers.
      int more = due.length * 2;
      due = Arrays.copyOf(due, more);
      place = Arrays.copyOf(place, more);
      seenBy = Arrays.copyOf(seenBy, more);
      echoed = Arrays.copyOf(echoed, more);
    }
    int slot = slot(sent);
    due[slot] = dueAt;
    place[slot] = 0;
    seenBy[slot] = 0;
    echoed[slot] = false;
    return sent++;
  }

  /** Whether the oldest block is to be forgotten before the next message. */
  boolean isFull() {
    return sent - first == MOST;
  }

  /** Forgets the oldest block. */
  void forget() {
    int word = slot(first) / BLOCK;
    for (long[] words : seen) {
      if (word < words.length) {
        words[word] = 0;
      }
    }
    first += BLOCK;
  }

  private int slot(int number) {
    return number & (due.length - 1);
  }

  long due(int number) {
    return due[slot(number)];
  }

  int seenBy(int number) {
    return seenBy[slot(number)];
  }

  boolean isEchoed(int number) {
    return echoed[slot(number)];
  }

  /** Its sender has seen it. */
  void echo(int number) {
    echoed[slot(number)] = true;
  }

  /** Marks a message as seen by a member; whether it was not before. */
  boolean see(int seat, int number) {
    long[] words = seen[seat];
    int word = slot(number) / BLOCK;
    if (word >= words.length) {
      words = Arrays.copyOf(words, word * 2 + 2);
      seen[seat] = words;
    }
    long bit = 1L << number;
    if ((words[word] & bit) != 0) {
      return false;
    }
    words[word] |= bit;
    seenBy[slot(number)]++;
    return true;
  }

  /** Gives the message its place, which the first member who sees it does. */
  boolean isFirstSight(int number) {
    if (place[slot(number)] != 0) {
      return false;
    }
    place[slot(number)] = ++places;
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
    int at = place[slot(number)];
    boolean agrees = at > lastPlace[seat];
    lastPlace[seat] = Math.max(at, lastPlace[seat]);
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
