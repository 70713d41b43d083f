package ceres.socketio.protocol;

/**
 * How packets are written on the wire. Both sides of a connection must use the same: {@link
 * JsonPacketParser}, unless they agreed on another.
 *
 * <p>Implementations are <em>immutable</em>.
 */
public interface PacketParser {
  /** How many attachments a packet may have unless said otherwise. */
  int DEFAULT_MAX_ATTACHMENTS = 10;

  /**
   * Encodes a packet.
   *
   * @throws IllegalArgumentException if its data holds something that is not a value, or that this
   *     packet cannot carry, or is nested more than 1,000 deep (or in a cycle)
   */
  EncodedPacket encode(SocketPacket packet);

  /**
   * A decoder at the start of a connection.
   *
   * @param maxAttachments how many binary messages may follow the first message of a packet, and in
   *     how many places they may stand altogether; not negative
   * @throws IllegalArgumentException if it is
   */
  PacketDecoder newDecoder(int maxAttachments);
}
