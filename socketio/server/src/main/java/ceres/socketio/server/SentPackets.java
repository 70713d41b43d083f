package ceres.socketio.server;

import org.jspecify.annotations.Nullable;

/**
 * Packets in the order of their numbers, in a ring that is used again and again.
 *
 * <p>Event-loop confined.
 */
final class SentPackets {
  private static final @Nullable SentPacket[] NONE = {};
  private static final int LEAST = 4;

  /** Of a length that is a power of two, or {@link #NONE}. */
  private @Nullable SentPacket[] ring = NONE;

  private int first;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The one with this index, from 0 for the first. */
  SentPacket get(int index) {
    SentPacket packet = ring[at(index)];
    if (packet == null) {
      throw new AssertionError("there are only " + size);
    }
    return packet;
  }

  private int at(int index) {
    return (first + index) & (ring.length - 1);
  }

  /** Adds the last one. */
  void add(SentPacket packet) {
    if (size == ring.length) {
      grow();
    }
    ring[at(size)] = packet;
    size++;
  }

  private void grow() {
    @Nullable SentPacket[] larger = new SentPacket[Math.max(LEAST, 2 * ring.length)];
    for (int i = 0; i < size; i++) {
      larger[i] = get(i);
    }
    ring = larger;
    first = 0;
  }

  /** Takes the first one out; what is left of a large ring with nothing in it is given up. */
  SentPacket removeFirst() {
    SentPacket removed = get(0);
    ring[at(0)] = null;
    first++;
    size--;
    if (size == 0) {
      first = 0;
      if (ring.length > LEAST) {
        ring = NONE;
      }
    }
    return removed;
  }

  /** The index of the first packet with a greater number; the size if there is none. */
  int indexAfter(long number) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle).number() <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
