package ceres.socketio.protocol;

import ceres.socketio.protocol.Decoded.AwaitingAttachments;
import ceres.socketio.protocol.Decoded.Complete;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes packets of the messages of one connection, "Packet encoding" of the protocol. It has a
 * state because a packet with attachments takes several messages.
 *
 * <p>Whatever a peer sends, there is a packet or a {@link PacketException}, and memory in
 * proportion to what was sent. The bounds: {@code maxAttachments} in a packet, 100 levels of
 * nesting, 1,000 characters in a number; the length of a message is bounded by the transport.
 * Integers that fit are {@code Long}, up to 100 characters {@code BigInteger}, all other numbers
 * {@code Double}, which may be infinite.
 *
 * <p><em>Event-loop confined</em>. After an exception it is not to be used again.
 */
public final class PacketDecoder {
  /** How many attachments a packet may have unless said otherwise. */
  public static final int DEFAULT_MAX_ATTACHMENTS = 10;

  private final int maxAttachments;
  private @Nullable Pending pending;

  /** A decoder with {@link #DEFAULT_MAX_ATTACHMENTS}. */
  public PacketDecoder() {
    this(DEFAULT_MAX_ATTACHMENTS);
  }

  /**
   * A decoder at the start of a connection.
   *
   * @param maxAttachments how many attachments a packet may have; not negative
   * @throws IllegalArgumentException if it is
   */
  public PacketDecoder(int maxAttachments) {
    if (maxAttachments < 0) {
      throw new IllegalArgumentException("maxAttachments is negative");
    }
    this.maxAttachments = maxAttachments;
  }

  /**
   * Takes a text message.
   *
   * @throws PacketException if it is not a packet, or attachments are awaited
   */
  public Decoded decodeText(String text) throws PacketException {
    if (pending != null) {
      throw new PacketException("text where an attachment is awaited");
    }
    PacketHeader header = PacketHeader.parse(text, maxAttachments);
    if (header.payloadStart() == text.length()) {
      return new Complete(PacketShape.bare(header));
    }
    Object payload = JsonReader.read(text, header);
    SocketPacket packet = PacketShape.packet(header, payload);
    if (header.attachments() == 0) {
      return new Complete(packet);
    }
    pending = new Pending(packet, header.attachments(), new ArrayList<>());
    return new AwaitingAttachments(header.attachments());
  }

  /**
   * Takes a binary message, which becomes a value of the packet and is not copied.
   *
   * @throws PacketException if no attachment is awaited
   */
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
        case SocketPacket.Connect _, SocketPacket.Disconnect _, SocketPacket.ConnectError _ ->
            throw new AssertionError("has no attachments");
      }
      return packet;
    }
  }
}
