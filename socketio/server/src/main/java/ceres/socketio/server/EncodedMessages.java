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
  private final SocketPacket.@Nullable Event seen;
  private final AtomicInteger keepers;

  private EncodedMessages(
      OutgoingPacket text,
      List<OutgoingPacket> attachments,
      @Nullable String offset,
      SocketPacket.@Nullable Event seen) {
    this.text = text;
    this.attachments = attachments;
    this.offset = offset;
    this.seen = seen;
    this.keepers = offset == null ? NOBODY : new AtomicInteger();
  }

  /**
   * Encodes a packet.
   *
   * @param offset what is its last argument already, if whoever misses it gets it later; or null
   * @param compress whether the transport may compress it
   * @param seen the packet, if listeners are to see it when it is sent; or null
   */
  static EncodedMessages of(
      SocketPacket packet,
      @Nullable String offset,
      boolean compress,
      SocketPacket.@Nullable Event seen) {
    EncodedPacket encoded = PacketEncoder.encode(packet);
    OutgoingPacket text = OutgoingPacket.text(encoded.text());
    List<OutgoingPacket> attachments =
        encoded.attachments().stream().map(OutgoingPacket::binary).toList();
    return new EncodedMessages(
        compress ? text : text.uncompressed(),
        compress ? attachments : attachments.stream().map(OutgoingPacket::uncompressed).toList(),
        offset,
        seen);
  }

  /** What a client remembers the packet by, the same for all; null if it is not kept. */
  @Nullable String offset() {
    return offset;
  }

  /** The event that it is, if there was anybody to see it when it was made. */
  SocketPacket.@Nullable Event seen() {
    return seen;
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
