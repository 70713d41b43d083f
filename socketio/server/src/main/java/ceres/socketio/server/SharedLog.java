package ceres.socketio.server;

import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.RoomLog;
import java.util.ArrayList;
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
  /**
   * A packet here.
   *
   * @param at by {@link System#nanoTime}
   * @param except who did not get it
   */
  private record Kept(SentPacket sent, long at, Set<? extends Member<EncodedMessages>> except) {}

  private final Recovery recovery;
  private final LoopRecovery loop;

  /** In order; those before {@code first} are dropped. */
  private List<@Nullable Kept> packets = new ArrayList<>(0);

  private int first;

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
    if (isEmpty()) {
      loop.begins(this);
    }
    packets.add(new Kept(new SentPacket(loop.newNumber(), packet), System.nanoTime(), except));
    bytes += PacketLog.cost(packet);
    recovery.keep(packet);
    while (bytes > recovery.config().maxBytesPerSocket()
        || (recovery.isFull() && !isEmpty() && !loop.parked().makeRoom())) {
      dropFirst();
    }
    return true;
  }

  @Override
  public void clear() {
    while (!isEmpty()) {
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
    while (!isEmpty() && get(first).at() - until < 0) {
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
    for (int i = indexAfter(after); i < packets.size(); i++) {
      Kept kept = get(i);
      if (!kept.except().contains(member)) {
        to.add(kept.sent());
      }
    }
  }

  /** The last packet that was sent to a member between two numbers, or null. */
  @Nullable SentPacket last(Member<EncodedMessages> member, long after, long until) {
    for (int i = indexAfter(until) - 1; i >= first; i--) {
      Kept kept = get(i);
      if (kept.sent().number() <= after) {
        return null;
      }
      if (!kept.except().contains(member)) {
        return kept.sent();
      }
    }
    return null;
  }

  /** Where the first packet with a greater number is. */
  private int indexAfter(long number) {
    int low = first;
    int high = packets.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle).sent().number() <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Kept get(int index) {
    Kept kept = packets.get(index);
    if (kept == null) {
      throw new AssertionError("dropped");
    }
    return kept;
  }

  private boolean isEmpty() {
    return first == packets.size();
  }

  private void dropFirst() {
    SentPacket dropped = get(first).sent();
    packets.set(first++, null);
    bytes -= PacketLog.cost(dropped.packet());
    recovery.release(dropped.packet());
    lastDroppedNumber = dropped.number();
    lastDroppedOffset = dropped.packet().offset();
    if (isEmpty()) {
      packets = new ArrayList<>(0);
      first = 0;
      loop.ends(this);
    } else if (first >= 64 && first > packets.size() / 2) {
      packets.subList(0, first).clear();
      first = 0;
    }
  }
}
