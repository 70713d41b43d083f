package ceres.socketio.protocol;

import java.util.List;

/**
 * A packet on the wire: one text message, then one binary message for each attachment, in this
 * order and with nothing between them. <em>Immutable</em>, as long as nobody changes the arrays.
 */
public record EncodedPacket(String text, List<byte[]> attachments) {
  /** Keeps its own list. */
  public EncodedPacket {
    attachments = List.copyOf(attachments);
  }
}
