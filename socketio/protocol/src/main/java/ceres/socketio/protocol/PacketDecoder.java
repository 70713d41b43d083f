package ceres.socketio.protocol;

/**
 * Makes packets of the messages of one connection. It may have a state, because a packet may take
 * several messages.
 *
 * <p>Whatever a peer sends, there is a packet or a {@link PacketException}, and memory in
 * proportion to what was sent; the length of a message is bounded by the transport. A packet comes
 * with the values that this package's description names, and no others.
 *
 * <p><em>Event-loop confined</em>. After an exception it is not to be used again.
 */
public interface PacketDecoder {
  /** How deep arrays and objects may be nested, the payload itself among them. */
  int MAX_DEPTH = 100;

  /**
   * Takes a text message.
   *
   * @throws PacketException if it is not the one that is due
   */
  Decoded decodeText(String text) throws PacketException;

  /**
   * Takes a binary message.
   *
   * @param bytes given away: it may become a value of the packet
   * @throws PacketException if it is not the one that is due
   */
  Decoded decodeBinary(byte[] bytes) throws PacketException;
}
