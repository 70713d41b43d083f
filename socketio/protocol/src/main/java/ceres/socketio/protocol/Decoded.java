package ceres.socketio.protocol;

/** What {@link PacketDecoder} made of one message. <em>Immutable</em>. */
public sealed interface Decoded {
  /** The message was, or completed, this packet. */
  record Complete(SocketPacket packet) implements Decoded {}

  /**
   * The packet is only complete when this many binary messages more have come.
   *
   * @param missing at least 1
   */
  record AwaitingAttachments(int missing) implements Decoded {}
}
