package ceres.socketio.server;

import ceres.socketio.adapter.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
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
 * <p>While this shares the logs of rooms, what these keep is here without anything being done; else
 * it has all packets of its own.
 *
 * <p>Event-loop confined.
 */
final class PacketLog {
  /** A room's log, and the number of the last packet that was sent before the member was in it. */
  private record Source(SharedLog log, long before) {}

  private final LoopRecovery loop;
  private final Member<EncodedMessages> member;
  private final List<Source> sources = new ArrayList<>(2);
  private final SentPackets own = new SentPackets();
  private boolean sharing;

  /** Whether the logs of rooms know that its client is lost. */
  private boolean held;

  /** What has this number or a smaller one has arrived, or can be asked for no more. */
  private long settled;

  /** The offset of the last packet up to there. */
  private @Nullable String base;

  private long bytes;
  private long sentBeforePing;

  /**
   * A log of nothing.
   *
   * @param base the last offset that the client has, from whatever time; null if it has none
   */
  PacketLog(LoopRecovery loop, Member<EncodedMessages> member, @Nullable String base) {
    this.loop = loop;
    this.member = member;
    this.base = base;
  }

  /** The bytes of its own packets. */
  long bytes() {
    return bytes;
  }

  /** How many packets of its own are here. */
  int size() {
    return own.size();
  }

  void append(EncodedMessages packet) {
    add(loop.sent(packet, 0, Set.of()));
  }

  private void add(SentPacket sent) {
    own.add(sent);
    bytes += sent.packet().cost();
  }

  // ---- the logs of rooms

  /** Its member is in a room. */
  void joined(SharedLog log) {
    sources.add(new Source(log, loop.lastNumber()));
    if (held) {
      log.hold(this);
    }
  }

  /** Its member is in a room no more: keeps what was sent there until now. */
  void left(SharedLog log) {
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      if (source.log().equals(log)) {
        if (sharing) {
          own(collect(List.of(source)));
        }
        log.release(this);
        sources.remove(i);
        return;
      }
    }
  }

  /** From now on the logs of rooms keep what is sent there. */
  void share() {
    sharing = true;
    sources.replaceAll(source -> new Source(source.log(), loop.lastNumber()));
    sentBeforePing = settled;
  }

  /** Whether the logs of rooms keep what is sent there. */
  boolean isSharing() {
    return sharing;
  }

  /** Its client is lost: what the logs of rooms have now, and will have, is to stay there. */
  void hold() {
    if (sharing) {
      held = true;
      sources.forEach(source -> source.log().hold(this));
    }
  }

  private void release() {
    if (held) {
      held = false;
      sources.forEach(source -> source.log().release(this));
    }
  }

  /** From now on it keeps all itself. */
  void unshare() {
    if (sharing) {
      own(collect(sources));
      sharing = false;
      release();
    }
  }

  /**
   * What rooms have sent to the member, not in order between rooms; drops what they do not have.
   */
  private List<SentPacket> collect(List<Source> rooms) {
    for (Source source : rooms) {
      long dropped = source.log().lastDroppedNumber();
      if (dropped > Math.max(settled, source.before())) {
        settle(dropped, source.log().lastDroppedOffset());
      }
    }
    List<SentPacket> sent = new ArrayList<>();
    for (Source source : rooms) {
      source.log().collect(member, Math.max(settled, source.before()), sent);
    }
    return sent;
  }

  private void own(List<SentPacket> more) {
    if (!more.isEmpty()) {
      more.replaceAll(loop::again);
      while (!own.isEmpty()) {
        more.add(own.removeFirst());
      }
      more.sort(Comparator.comparingLong(SentPacket::number));
      bytes = 0;
      more.forEach(this::add);
    }
  }

  // ---- what has arrived

  /** A ping follows all that was sent so far. */
  void onPing() {
    sentBeforePing = loop.lastNumber();
  }

  /** The client has all that was sent before the last ping. */
  void onPong() {
    if (sentBeforePing > settled) {
      SentPacket last = null;
      for (Source source : sharing ? sources : List.<Source>of()) {
        last = later(last, source.log().last(member, after(source), sentBeforePing));
      }
      int arrived = own.indexAfter(sentBeforePing);
      if (arrived > 0) {
        last = later(last, own.get(arrived - 1));
      }
      settle(sentBeforePing, last == null ? base : last.packet().offset());
    }
  }

  private long after(Source source) {
    return Math.max(settled, source.before());
  }

  private static @Nullable SentPacket later(@Nullable SentPacket one, @Nullable SentPacket other) {
    return one == null || (other != null && other.number() > one.number()) ? other : one;
  }

  /** Whatever was sent until a packet can be asked for no more. */
  private void settle(long number, @Nullable String offset) {
    settled = number;
    base = offset;
    while (!own.isEmpty() && own.get(0).number() <= number) {
      removeFirst();
    }
  }

  /** There is too much: a client that has not received the first packet yet cannot come back. */
  void dropFirst() {
    SentPacket first = own.get(0);
    settle(first.number(), first.packet().offset());
  }

  // ---- coming back

  /**
   * Whether all is here that was sent after a packet.
   *
   * @param offset the packet's; null: since the client connected first
   */
  boolean covers(@Nullable String offset) {
    return since(offset) != null;
  }

  /** What was sent after a packet; null if not all of that is here. */
  @Nullable List<EncodedMessages> after(@Nullable String offset) {
    List<SentPacket> since = since(offset);
    return since == null ? null : since.stream().map(sent -> sent.packet().packet()).toList();
  }

  private @Nullable List<SentPacket> since(@Nullable String offset) {
    List<SentPacket> all = sharing ? collect(sources) : new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      all.add(own.get(i));
    }
    all.sort(Comparator.comparingLong(SentPacket::number));
    int from = Objects.equals(offset, base) ? 0 : -1;
    if (from < 0 && offset != null) {
      byte[] name = offset.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; from < 0 && i < all.size(); i++) {
        from = all.get(i).packet().isAt(name) ? i + 1 : -1;
      }
    }
    return from < 0 ? null : all.subList(from, all.size());
  }

  /**
   * Puts what was sent to a former socket before what was sent to this one, each packet once.
   *
   * @param newBase the last offset that the client has
   */
  void precede(@Nullable String newBase, List<EncodedMessages> missed) {
    List<EncodedMessages> collected = packets();
    clear();
    settle(loop.lastNumber(), newBase);
    missed.forEach(this::append);
    Set<@Nullable String> known = new HashSet<>();
    missed.forEach(packet -> known.add(packet.offset()));
    for (EncodedMessages packet : collected) {
      if (!known.contains(packet.offset())) {
        append(packet);
      }
    }
  }

  /** All packets of its own. */
  List<EncodedMessages> packets() {
    List<EncodedMessages> all = new ArrayList<>(own.size());
    for (int i = 0; i < own.size(); i++) {
      all.add(own.get(i).packet().packet());
    }
    return all;
  }

  /** Forgets all. */
  void clear() {
    sharing = false;
    release();
    while (!own.isEmpty()) {
      removeFirst();
    }
  }

  private void removeFirst() {
    SentPacket first = own.removeFirst();
    bytes -= first.packet().cost();
    loop.drop(first);
  }
}
