package ceres.socketio.protocol;

import ceres.socketio.protocol.Decoded.AwaitingAttachments;
import ceres.socketio.protocol.Decoded.Complete;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads packets as {@link PacketHeader} shows them. It has a state because a packet with
 * attachments takes several messages.
 *
 * <p><em>Event-loop confined</em>.
 */
final class JsonPacketDecoder implements PacketDecoder {
  private final int maxAttachments;
  private @Nullable Pending pending;

  /** See {@link PacketParser#newDecoder}. */
  JsonPacketDecoder(int maxAttachments) {
    if (maxAttachments < 0) {
      throw new IllegalArgumentException("maxAttachments is negative");
    }
    this.maxAttachments = maxAttachments;
  }

  @Override
  public Decoded decodeText(String text) throws PacketException {
    if (pending != null) {
      throw new PacketException("text where an attachment is awaited");
    }
    PacketHeader header = PacketHeader.parse(text, maxAttachments);
    if (header.payloadStart() == text.length()) {
      return new Complete(PacketShape.bare(header.type(), header.namespace(), header.id()));
    }
    Object payload = JsonReader.read(text, header, maxAttachments);
    SocketPacket packet =
        PacketShape.packet(header.type(), header.namespace(), header.id(), payload);
    if (header.attachments() == 0) {
      return new Complete(packet);
    }
    pending = new Pending(packet, header.attachments(), new ArrayList<>());
    return new AwaitingAttachments(header.attachments());
  }

  @Override
  public Decoded decodeBinary(byte[] attachment) throws PacketException {
    Pending current = pending;
    if (current == null) {
      throw new PacketException("binary where no attachment is awaited");
    }
    current.attachments.add(attachment);
    int missing = current.expected - current.attachments.size();
    if (missing > 0) {
      return new AwaitingAttachments(missing);
    }
    pending = null;
    return new Complete(current.complete());
  }

  /** A packet with placeholders, whose attachments are coming. */
  private record Pending(SocketPacket packet, int expected, List<byte[]> attachments) {
    SocketPacket complete() {
      switch (packet) {
        case SocketPacket.Event event -> Placeholder.fill(event.args(), attachments);
        case SocketPacket.Ack ack -> Placeholder.fill(ack.args(), attachments);
        case SocketPacket.Connect _,
            SocketPacket.Disconnect _,
            SocketPacket.ConnectError _,
            SocketPacket.LegacyError _ ->
            throw new AssertionError("has no attachments");
      }
      return packet;
    }
  }
}
