package ceres.socketio.server;

import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.protocol.PacketParser;
import ceres.socketio.protocol.SocketPacket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Makes the packets of one namespace. With recovery, an event that is neither volatile nor to be
 * acknowledged has an offset as its last argument, by which a client says what it received last.
 *
 * <p>Thread-safe: immutable.
 */
final class Packets {
  private final String namespace;
  private final @Nullable Recovery recovery;
  private final PacketParser parser;
  private final boolean allowsV4;
  private final AtomicBoolean outgoingIsSeen;

  /**
   * @param recovery null to be without it
   * @param allowsV4 whether there may be clients of {@link Revision#V4}, which know no offsets
   * @param outgoingIsSeen whether there is any {@link OutgoingListener}
   */
  Packets(
      String namespace,
      @Nullable Recovery recovery,
      PacketParser parser,
      boolean allowsV4,
      AtomicBoolean outgoingIsSeen) {
    this.namespace = namespace;
    this.recovery = recovery;
    this.parser = parser;
    this.allowsV4 = allowsV4;
    this.outgoingIsSeen = outgoingIsSeen;
  }

  /**
   * An event for any number of receivers.
   *
   * @throws IllegalArgumentException if its name is reserved
   */
  SocketPacket.Event event(String name, List<@Nullable Object> args, BroadcastFlags flags) {
    requireFree(name);
    if (recovery == null || flags.isVolatile()) {
      return new SocketPacket.Event(namespace, null, name, args);
    }
    List<@Nullable Object> all = new ArrayList<>(args.size() + 1);
    all.addAll(args);
    all.add(recovery.newOffset());
    return new SocketPacket.Event(namespace, null, name, Collections.unmodifiableList(all));
  }

  /**
   * An event that is to be acknowledged.
   *
   * @throws IllegalArgumentException if its name is reserved
   */
  SocketPacket.Event eventWithAck(long id, String name, List<@Nullable Object> args) {
    requireFree(name);
    return new SocketPacket.Event(namespace, id, name, args);
  }

  private static void requireFree(String name) {
    if (SocketPacket.Event.isReserved(name)) {
      throw new IllegalArgumentException(name + " is a reserved name");
    }
  }

  /** Encodes a packet that this made, here or on another node, or any other. */
  EncodedMessages encode(SocketPacket packet, BroadcastFlags flags) {
    if (!(packet instanceof SocketPacket.Event event)) {
      return EncodedMessages.of(parser.encode(packet), null, null, flags.compress(), null);
    }
    String offset = offset(event, flags);
    return EncodedMessages.of(
        parser.encode(event),
        offset,
        offset != null && allowsV4 ? () -> parser.encode(plain(event)) : null,
        flags.compress(),
        outgoingIsSeen.get() ? event : null);
  }

  /** The event without its offset. */
  private static SocketPacket plain(SocketPacket.Event event) {
    List<@Nullable Object> args = event.args();
    return new SocketPacket.Event(
        event.namespace(), null, event.name(), args.subList(0, args.size() - 1));
  }

  /** Encodes a packet as most are sent. */
  EncodedMessages encode(SocketPacket packet) {
    return encode(packet, BroadcastFlags.DEFAULT);
  }

  private @Nullable String offset(SocketPacket.Event event, BroadcastFlags flags) {
    return recovery != null
            && !flags.isVolatile()
            && event.id() == null
            && !event.args().isEmpty()
            && event.args().getLast() instanceof String offset
        ? offset
        : null;
  }
}
