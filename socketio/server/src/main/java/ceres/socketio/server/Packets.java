package ceres.socketio.server;

import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.protocol.PacketParser;
import ceres.socketio.protocol.SocketPacket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

  /**
   * @param recovery null to be without it
   * @param allowsV4 whether there may be clients of {@link Revision#V4}, which know no offsets
   */
  Packets(String namespace, @Nullable Recovery recovery, PacketParser parser, boolean allowsV4) {
    this.namespace = namespace;
    this.recovery = recovery;
    this.parser = parser;
    this.allowsV4 = allowsV4;
  }

  /** An event for any number of receivers. */
  SocketPacket.Event event(String name, List<@Nullable Object> args, BroadcastFlags flags) {
    if (recovery == null || flags.isVolatile()) {
      return new SocketPacket.Event(namespace, null, name, args);
    }
    List<@Nullable Object> all = new ArrayList<>(args.size() + 1);
    all.addAll(args);
    all.add(recovery.newOffset());
    return new SocketPacket.Event(namespace, null, name, Collections.unmodifiableList(all));
  }

  /** Encodes a packet that {@link #event} made, here or on another node, or any other. */
  EncodedMessages encode(SocketPacket packet, BroadcastFlags flags) {
    return recovery != null
            && !flags.isVolatile()
            && packet instanceof SocketPacket.Event event
            && event.id() == null
            && !event.args().isEmpty()
            && event.args().getLast() instanceof String offset
        ? EncodedMessages.withOffset(
            parser.encode(packet), offset, allowsV4 ? () -> parser.encode(plain(event)) : null)
        : encode(packet);
  }

  private static SocketPacket plain(SocketPacket.Event event) {
    List<@Nullable Object> args = event.args();
    return new SocketPacket.Event(
        event.namespace(), null, event.name(), args.subList(0, args.size() - 1));
  }

  /** Encodes a packet that nobody who misses it gets later. */
  EncodedMessages encode(SocketPacket packet) {
    return EncodedMessages.of(parser.encode(packet));
  }
}
