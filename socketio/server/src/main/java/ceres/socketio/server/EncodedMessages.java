package ceres.socketio.server;

import ceres.engineio.server.OutgoingPacket;
import ceres.engineio.server.Session;
import ceres.socketio.protocol.EncodedPacket;
import ceres.socketio.protocol.PacketEncoder;
import ceres.socketio.protocol.SocketPacket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A packet as the messages of the layer below, made once for all its receivers.
 *
 * <p>Thread-safe: immutable, but for the number of logs that keep it, which is atomic.
 */
final class EncodedMessages {
  private static final AtomicInteger NOBODY = new AtomicInteger();

  private final OutgoingPacket text;
  private final List<OutgoingPacket> attachments;
  private final @Nullable String offset;
  private final AtomicInteger keepers;

  private EncodedMessages(SocketPacket packet, @Nullable String offset, AtomicInteger keepers) {
    EncodedPacket encoded = PacketEncoder.encode(packet);
    this.text = OutgoingPacket.text(encoded.text());
    this.attachments =
        encoded.attachments().isEmpty()
            ? List.of()
            : encoded.attachments().stream().map(OutgoingPacket::binary).toList();
    this.offset = offset;
    this.keepers = keepers;
  }

  /** A packet that nobody who misses it gets later. */
  static EncodedMessages of(SocketPacket packet) {
    return new EncodedMessages(packet, null, NOBODY);
  }

  /** A packet that whoever misses it gets later; the offset is in it already. */
  static EncodedMessages withOffset(SocketPacket packet, String offset) {
    return new EncodedMessages(packet, offset, new AtomicInteger());
  }

  /** What a client remembers the packet by, the same for all; null if it is not kept. */
  @Nullable String offset() {
    return offset;
  }

  /** How many logs keep this. */
  AtomicInteger keepers() {
    return keepers;
  }

  /** The bytes of it on the wire. */
  int size() {
    int size = text.size();
    for (int i = 0; i < attachments.size(); i++) {
      size += attachments.get(i).size();
    }
    return size;
  }

  /** Sends all of it; on the session's loop. */
  void sendTo(Session session) {
    session.send(text);
    for (int i = 0; i < attachments.size(); i++) {
      session.send(attachments.get(i));
    }
  }
}
