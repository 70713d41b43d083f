package ceres.socketio.server;

import ceres.engineio.server.OutgoingPacket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop's logs keep their packets in: memory in pieces of certain sizes, each an
 * eighth larger than the one before, at most, and used again for the next packet of about its size.
 *
 * <p>Event-loop confined, but for {@link #giveBack}: the last log that releases a packet may be
 * another loop's.
 */
final class PacketMemory {
  /** Packets with more bytes are rare, and left to the collector. */
  static final int LARGEST = 1 << 16;

  private static final int SMALLEST = 64;

  private final FreeList<KeptPacket>[] free = lists(this);
  private final AtomicReference<@Nullable KeptPacket> returned = new AtomicReference<>();

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static FreeList<KeptPacket>[] lists(PacketMemory home) {
    FreeList<KeptPacket>[] lists = new FreeList[classOf(LARGEST) + 1];
    for (int i = 0; i < lists.length; i++) {
      int bytes = bytesOf(i);
      lists[i] = new FreeList<>(() -> new KeptPacket(home, bytes));
    }
    return lists;
  }

  /** Which size a number of bytes needs. */
  static int classOf(int bytes) {
    if (bytes <= SMALLEST) {
      return 0;
    }
    // The three bits after the first one of bytes - 1, and before them the position of that.
    int last = bytes - 1;
    int position = 31 - Integer.numberOfLeadingZeros(last);
    int first = 31 - Integer.numberOfLeadingZeros(SMALLEST);
    return 1 + (position - first) * 8 + ((last >>> (position - 3)) & 7);
  }

  /** How many bytes a size has. */
  static int bytesOf(int sizeClass) {
    if (sizeClass == 0) {
      return SMALLEST;
    }
    int octave = (sizeClass - 1) / 8;
    return (SMALLEST << octave) / 8 * (8 + (sizeClass - 1) % 8 + 1);
  }

  /** A copy of a packet, kept by one. */
  KeptPacket copy(EncodedMessages packet, String offset) {
    OutgoingPacket frame = packet.frame();
    byte[] name = offset.getBytes(StandardCharsets.UTF_8);
    KeptPacket copy;
    if (frame != null && frame.size() + name.length <= LARGEST) {
      copy = take(frame.size() + name.length);
      copy.begin(packet, frame, name);
    } else {
      copy = new KeptPacket(null, name.length);
      copy.begin(packet, null, name);
    }
    return copy;
  }

  private KeptPacket take(int bytes) {
    FreeList<KeptPacket> list = free[classOf(bytes)];
    if (list.isEmpty()) {
      collect();
    }
    return list.take();
  }

  private void collect() {
    KeptPacket each = returned.getAndSet(null);
    while (each != null) {
      KeptPacket next = each.next;
      each.next = null;
      free[classOf(each.capacity())].add(each);
      each = next;
    }
  }

  /** A packet is to be used again; from any thread. */
  void giveBack(KeptPacket packet) {
    KeptPacket before;
    do {
      before = returned.get();
      packet.next = before;
    } while (!returned.compareAndSet(before, packet));
  }

  /**
   * Leaves half of what was of no use since this ran last to the collector.
   *
   * @return how much there is, in pieces, with those that are in use
   */
  int trim() {
    collect();
    int pieces = 0;
    for (FreeList<KeptPacket> list : free) {
      list.trim();
      pieces += list.total();
    }
    return pieces;
  }
}
