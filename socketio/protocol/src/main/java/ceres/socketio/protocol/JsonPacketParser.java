package ceres.socketio.protocol;

/**
 * "Packet encoding" of the protocol, which every client speaks: a text message, whose payload is
 * JSON as {@code JSON.stringify} writes it, then a binary message for each {@code byte[]}.
 *
 * <p>{@code byte[]} in the arguments become placeholders, numbered in the order of their
 * appearance. The protocol cannot tell a placeholder from an object that looks like one: in a
 * packet with attachments, an object with {@code "_placeholder":true} is read by the peer as a
 * placeholder. Only events and acknowledgements can carry binary.
 *
 * <p>Of what a peer sends, integers that fit are {@code Long}, up to 100 characters {@code
 * BigInteger}, all other numbers {@code Double}, which may be infinite. A number has at most 1,000
 * characters.
 */
public record JsonPacketParser() implements PacketParser {
  @Override
  public EncodedPacket encode(SocketPacket packet) {
    return JsonPacketEncoder.encode(packet);
  }

  @Override
  public PacketDecoder newDecoder(int maxAttachments) {
    return new JsonPacketDecoder(maxAttachments);
  }
}
