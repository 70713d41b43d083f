package ceres.socketio.server;

import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.RoomLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to a room of one loop, kept once for all its members, for as long as a pong of any
 * of them may still be outstanding, and as long as any of them who is lost may come back for it. A
 * broadcast so costs its members no memory and no access to it, even if all of them are lost: a
 * {@link PacketLog} looks here when its client comes back.
 *
 * <p>Event-loop confined.
 */
final class SharedLog implements RoomLog<EncodedMessages> {
  private final Recovery recovery;
  private final LoopRecovery loop;
  private final SentPackets packets = new SentPackets();

  /**
   * Who may come back, in the order of their loss, and when that was, by {@link System#nanoTime}.
   */
  private Map<PacketLog, Long> holders = Map.of();

  private long bytes;
  private long lastDroppedNumber;
  private @Nullable String lastDroppedOffset;

  SharedLog(Recovery recovery, LoopRecovery loop) {
    this.recovery = recovery;
    this.loop = loop;
  }

  @Override
  public boolean append(EncodedMessages packet, Set<? extends Member<EncodedMessages>> except) {
    if (packet.offset() == null) {
      return true;
    }
    if (packets.isEmpty()) {
      loop.begins(this);
    }
    SentPacket sent = loop.sent(packet, System.nanoTime(), except);
    packets.add(sent);
    bytes += sent.packet().cost();
    while (bytes > recovery.config().maxBytesPerSocket()
        || (recovery.isFull() && !packets.isEmpty() && !loop.parked().makeRoom())) {
      dropFirst();
    }
    return true;
  }

  @Override
  public void clear() {
    while (!packets.isEmpty()) {
      dropFirst();
    }
  }

  /** Keeps what a client may have missed that is lost now, and all that comes. */
  void hold(PacketLog lost) {
    if (holders.isEmpty()) {
      holders = new LinkedHashMap<>();
    }
    holders.put(lost, System.nanoTime());
  }

  /** A client is lost no more. */
  void release(PacketLog lost) {
    if (holders.isEmpty()) {
      return;
    }
    boolean wasFirst = holders.keySet().iterator().next().equals(lost);
    holders.remove(lost);
    if (holders.isEmpty()) {
      holders = Map.of();
    }
    if (wasFirst) {
      dropOld();
    }
  }

  /** Drops what has arrived everywhere, and nobody comes back for. */
  void dropOld() {
    long since = holders.isEmpty() ? System.nanoTime() : holders.values().iterator().next();
    long until = since - recovery.sharedFor().toNanos();
    while (!packets.isEmpty() && packets.get(0).at() - until < 0) {
      dropFirst();
    }
  }

  /** The number of the packet that was dropped last; 0 if none ever was. */
  long lastDroppedNumber() {
    return lastDroppedNumber;
  }

  /** Its offset. */
  @Nullable String lastDroppedOffset() {
    return lastDroppedOffset;
  }

  /** Adds what was sent to a member after a number, in order. */
  void collect(Member<EncodedMessages> member, long after, List<SentPacket> to) {
    for (int i = packets.indexAfter(after); i < packets.size(); i++) {
      SentPacket sent = packets.get(i);
      if (!sent.except().contains(member)) {
        to.add(sent);
      }
    }
  }

  /** The last packet that was sent to a member between two numbers, or null. */
  @Nullable SentPacket last(Member<EncodedMessages> member, long after, long until) {
    for (int i = packets.indexAfter(until) - 1; i >= 0; i--) {
      SentPacket sent = packets.get(i);
      if (sent.number() <= after) {
        return null;
      }
      if (!sent.except().contains(member)) {
        return sent;
      }
    }
    return null;
  }

  private void dropFirst() {
    SentPacket first = packets.removeFirst();
    bytes -= first.packet().cost();
    lastDroppedNumber = first.number();
    lastDroppedOffset = first.packet().offset();
    loop.drop(first);
    if (packets.isEmpty()) {
      loop.ends(this);
    }
  }
}
