package ceres.socketio.server;

import ceres.engineio.server.OutgoingPacket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A packet that logs keep, one copy for those of all loops. It lives too long for the collector's
 * nursery, and there may be one for each message that is ever sent, so it is not left to the
 * collector: the copy is in memory that {@link PacketMemory} uses again when the last log releases
 * it.
 *
 * <p>Thread-safe for whoever keeps it: what it holds changes only while nobody does.
 */
final class KeptPacket {
  /** What a packet takes in memory besides its bytes. */
  private static final int OVERHEAD = 128;

  private static final AtomicLongFieldUpdater<KeptPacket> STATE =
      AtomicLongFieldUpdater.newUpdater(KeptPacket.class, "state");

  /** How far {@link #state} counts keepers; what is above counts lives. */
  private static final int LIFE = 32;

  /**
   * A packet's copy, for as long as it lives.
   *
   * @param life which of its lives, because it may have been used again since
   */
  record Copy(KeptPacket packet, int life) {}

  private final @Nullable PacketMemory home;

  /** Its frame if it is only one, and then its offset in UTF-8. */
  private final byte[] memory;

  private int frameLength;
  private int offsetLength;
  private boolean compress;
  private int cost;

  /** The packet itself, if it is more than one frame, or somebody came back for it. */
  private @Nullable EncodedMessages whole;

  private @Nullable String offset;
  private volatile long state;

  /** The next one of those that are given back. */
  @Nullable KeptPacket next;

  /**
   * One that is nobody's yet.
   *
   * @param home where it goes when nobody keeps it any more; null to leave it to the collector
   * @param capacity how many bytes a frame and an offset may have together
   */
  KeptPacket(@Nullable PacketMemory home, int capacity) {
    this.home = home;
    this.memory = new byte[capacity];
  }

  /** How many bytes a frame and an offset may have together. */
  int capacity() {
    return memory.length;
  }

  /** What a packet counts. */
  static int cost(EncodedMessages packet) {
    return packet.size() + OVERHEAD;
  }

  /** What this counts. */
  int cost() {
    return cost;
  }

  // ---- who keeps it

  /**
   * Begins to live as this packet's copy, with one keeper.
   *
   * @param frame null to have the packet itself
   * @param name its offset in UTF-8
   */
  void begin(EncodedMessages packet, @Nullable OutgoingPacket frame, byte[] name) {
    cost = cost(packet);
    if (frame == null) {
      whole = packet;
    } else {
      frameLength = frame.size();
      compress = frame.mayCompress();
      frame.copyTo(memory);
    }
    offsetLength = name.length;
    System.arraycopy(name, 0, memory, frameLength, offsetLength);
    STATE.incrementAndGet(this);
    packet.copied(new Copy(this, life()));
  }

  private int life() {
    return (int) (state >>> LIFE);
  }

  /** One more keeps it, which one does already. */
  void retain() {
    STATE.incrementAndGet(this);
  }

  /** One more keeps it, if any does still in that life. */
  boolean retain(int life) {
    long now = state;
    while ((int) (now >>> LIFE) == life && (int) now > 0) {
      if (STATE.compareAndSet(this, now, now + 1)) {
        return true;
      }
      now = state;
    }
    return false;
  }

  /** One less keeps it; true if that was the last. */
  boolean release() {
    long now = STATE.decrementAndGet(this);
    if ((int) now > 0) {
      return false;
    }
    whole = null;
    offset = null;
    STATE.set(this, now + (1L << LIFE));
    return true;
  }

  /** Goes back where it came from: from now on it may be another's. */
  void giveBack() {
    if (home != null) {
      home.giveBack(this);
    }
  }

  // ---- what it is

  /** What a client remembers the packet by. */
  String offset() {
    String made = offset;
    if (made == null) {
      made = new String(memory, frameLength, offsetLength, StandardCharsets.UTF_8);
      offset = made;
    }
    return made;
  }

  /** Whether that is its offset, in UTF-8. */
  boolean isAt(byte[] name) {
    int end = frameLength + offsetLength;
    return Arrays.equals(memory, frameLength, end, name, 0, name.length);
  }

  /** The packet, made once for all who come back for it. */
  EncodedMessages packet() {
    EncodedMessages made = whole;
    if (made == null) {
      OutgoingPacket frame = OutgoingPacket.copyOf(memory, frameLength);
      made = EncodedMessages.of(compress ? frame : frame.uncompressed(), offset());
      made.copied(new Copy(this, life()));
      whole = made;
    }
    return made;
  }
}
