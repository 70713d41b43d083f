package ceres.socketio.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet on the wire: a text message unless it has none, then binary messages, in this order and
 * with nothing between them. <em>Immutable</em>, as long as nobody changes the arrays.
 *
 * @param text null if there is none; then there is at least one binary message
 */
public record EncodedPacket(@Nullable String text, List<byte[]> binary) {
  /**
   * Keeps its own list.
   *
   * @throws IllegalArgumentException if there is no message at all
   */
  public EncodedPacket(@Nullable String text, List<byte[]> binary) {
    if (text == null && binary.isEmpty()) {
      throw new IllegalArgumentException("a packet without a message");
    }
    this.text = text;
    this.binary = List.copyOf(binary);
  }
}
