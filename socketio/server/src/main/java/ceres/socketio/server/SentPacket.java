package ceres.socketio.server;

import ceres.socketio.adapter.Member;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A packet that was sent on an event loop, as one log has it. {@link LoopRecovery} makes them and
 * uses them again: nobody looks at one that was dropped.
 *
 * <p>Event-loop confined.
 */
final class SentPacket {
  private long number;
  private long at;
  private Set<? extends Member<EncodedMessages>> except = Set.of();
  private @Nullable KeptPacket packet;

  /** Greater than that of every packet which was sent on this loop before. */
  long number() {
    return number;
  }

  /** When it was sent to a room, by {@link System#nanoTime}. */
  long at() {
    return at;
  }

  /** Who in the room did not get it. */
  Set<? extends Member<EncodedMessages>> except() {
    return except;
  }

  KeptPacket packet() {
    if (packet == null) {
      throw new AssertionError("dropped");
    }
    return packet;
  }

  /** Begins anew. */
  void set(long number, KeptPacket packet, long at, Set<? extends Member<EncodedMessages>> except) {
    this.number = number;
    this.packet = packet;
    this.at = at;
    this.except = except;
  }

  /** Is dropped. */
  void clear() {
    packet = null;
    except = Set.of();
  }
}
