package ceres.socketio.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to one client and is not known to have arrived. It arrived when a pong answers a
 * ping that was sent later, so for a client that is there and hears little, this is empty, and yet
 * it says where the client is: at the last packet that arrived, or where its connection began.
 *
 * <p>Event-loop confined.
 */
final class PacketLog {
  /** What a packet takes in memory besides its bytes. */
  private static final int OVERHEAD = 128;

  private final Recovery recovery;
  private ArrayDeque<EncodedMessages> packets = new ArrayDeque<>(0);
  private @Nullable String base;
  private long bytes;
  private int sentBeforePing;

  /**
   * A log of nothing.
   *
   * @param base the last offset that the client has, from whatever time; null if it has none
   */
  PacketLog(Recovery recovery, @Nullable String base) {
    this.recovery = recovery;
    this.base = base;
  }

  /** What a packet counts. */
  static int cost(EncodedMessages packet) {
    return packet.size() + OVERHEAD;
  }

  /** The bytes of all that is here. */
  long bytes() {
    return bytes;
  }

  void append(EncodedMessages packet) {
    packets.add(packet);
    bytes += cost(packet);
    recovery.keep(packet);
  }

  /** A ping follows all that was sent so far. */
  void onPing() {
    sentBeforePing = packets.size();
  }

  /** The client has all that was sent before the last ping. */
  void onPong() {
    for (; sentBeforePing > 0; sentBeforePing--) {
      base = removeFirst().offset();
    }
    if (packets.isEmpty()) {
      packets = new ArrayDeque<>(0);
    }
  }

  /**
   * Whether all is here that was sent after a packet.
   *
   * @param offset the packet's; null: since the client connected first
   */
  boolean covers(@Nullable String offset) {
    return Objects.equals(offset, base)
        || packets.stream().anyMatch(packet -> Objects.equals(offset, packet.offset()));
  }

  /** What was sent after a packet that this {@link #covers}. */
  List<EncodedMessages> after(@Nullable String offset) {
    List<EncodedMessages> after = new ArrayList<>(packets);
    if (!Objects.equals(offset, base)) {
      int i = 0;
      while (!Objects.equals(offset, after.get(i).offset())) {
        i++;
      }
      after.subList(0, i + 1).clear();
    }
    return after;
  }

  /**
   * Puts what was sent to a former socket before what was sent to this one, each packet once.
   *
   * @param newBase the last offset that the client has
   */
  void precede(@Nullable String newBase, List<EncodedMessages> missed) {
    List<EncodedMessages> own = List.copyOf(packets);
    ArrayDeque<EncodedMessages> all = new ArrayDeque<>(missed);
    missed.forEach(recovery::keep);
    Set<@Nullable String> known = new HashSet<>();
    missed.forEach(packet -> known.add(packet.offset()));
    for (EncodedMessages packet : own) {
      if (known.contains(packet.offset())) {
        recovery.release(packet);
      } else {
        all.add(packet);
      }
    }
    packets = all;
    base = newBase;
    bytes = all.stream().mapToLong(PacketLog::cost).sum();
  }

  /** All that is here. */
  Iterable<EncodedMessages> packets() {
    return packets;
  }

  /** How many packets are here. */
  int size() {
    return packets.size();
  }

  /** There is too much: a client that has not received the first packet yet cannot come back. */
  void dropFirst() {
    base = removeFirst().offset();
    sentBeforePing = Math.max(sentBeforePing - 1, 0);
  }

  /** Forgets all. */
  void clear() {
    packets.forEach(recovery::release);
    packets = new ArrayDeque<>(0);
    bytes = 0;
    sentBeforePing = 0;
  }

  private EncodedMessages removeFirst() {
    EncodedMessages first = packets.remove();
    bytes -= cost(first);
    recovery.release(first);
    return first;
  }
}
