package ceres.socketio.server;

import ceres.engineio.server.SessionLoop;
import ceres.socketio.adapter.Member;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What connection state recovery has on one event loop: the numbers of what is sent, the memory
 * that this is kept in, the sockets whose clients were lost, and the logs of rooms that keep
 * anything, whose old packets one timer drops.
 *
 * <p>Event-loop confined.
 */
final class LoopRecovery {
  private final SessionLoop loop;
  private final Recovery recovery;
  private final ParkedSockets parked;
  private final Set<SharedLog> logs = new LinkedHashSet<>();
  private final PacketMemory memory = new PacketMemory();
  private final FreeList<SentPacket> entries = new FreeList<>(SentPacket::new);
  private long lastNumber;
  private boolean timerRuns;

  LoopRecovery(SessionLoop loop, Recovery recovery) {
    this.loop = loop;
    this.recovery = recovery;
    this.parked = new ParkedSockets(loop, recovery);
  }

  ParkedSockets parked() {
    return parked;
  }

  /** The number of the packet that was sent last. */
  long lastNumber() {
    return lastNumber;
  }

  /**
   * A packet that is sent now.
   *
   * @param packet one with an offset
   * @param at when that is, by {@link System#nanoTime}
   * @param except who does not get it
   */
  SentPacket sent(EncodedMessages packet, long at, Set<? extends Member<EncodedMessages>> except) {
    startTimer();
    return entry(++lastNumber, kept(packet), at, except);
  }

  private KeptPacket kept(EncodedMessages packet) {
    KeptPacket.Copy copy = packet.copy();
    if (copy != null && copy.packet().retain(copy.life())) {
      return copy.packet();
    }
    KeptPacket made = memory.copy(packet, Objects.requireNonNull(packet.offset(), "no offset"));
    recovery.count(made.cost());
    return made;
  }

  private SentPacket entry(
      long number, KeptPacket packet, long at, Set<? extends Member<EncodedMessages>> except) {
    SentPacket entry = entries.take();
    entry.set(number, packet, at, except);
    return entry;
  }

  /** The same packet for another log. */
  SentPacket again(SentPacket sent) {
    sent.packet().retain();
    return entry(sent.number(), sent.packet(), sent.at(), Set.of());
  }

  /** A log drops a packet. */
  void drop(SentPacket sent) {
    KeptPacket packet = sent.packet();
    int cost = packet.cost();
    sent.clear();
    entries.add(sent);
    if (packet.release()) {
      recovery.count(-cost);
      packet.giveBack();
    }
  }

  /** A log keeps something from now on. */
  void begins(SharedLog log) {
    logs.add(log);
  }

  /** A log keeps nothing any more. */
  void ends(SharedLog log) {
    logs.remove(log);
  }

  private void startTimer() {
    if (!timerRuns) {
      timerRuns = true;
      Duration half = recovery.sharedFor().dividedBy(2);
      loop.schedule(half, this::dropOld);
    }
  }

  private void dropOld() {
    timerRuns = false;
    entries.trim();
    int pieces = memory.trim();
    Set.copyOf(logs).forEach(SharedLog::dropOld);
    if (pieces > 0 || entries.total() > 0) {
      startTimer();
    }
  }
}
