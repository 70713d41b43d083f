package ceres.engineio.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An Engine.IO 4 packet (Engine.IO protocol, "Packet types"). Immutable, if nobody writes into the
 * array of a {@link BinaryMessage}.
 */
public sealed interface EnginePacket {

  /** {@code 0}: what the server says first. */
  record Open(OpenPayload payload) implements EnginePacket {}

  /** {@code 1}: the sender asks for the session's end. */
  record Close() implements EnginePacket {}

  /**
   * {@code 2}: the server's heartbeat, or a client's probe of a new transport.
   *
   * @param data empty, or {@code probe}
   */
  record Ping(String data) implements EnginePacket {}

  /**
   * {@code 3}: the answer to a ping, with the same data.
   *
   * @param data empty, or {@code probe}
   */
  record Pong(String data) implements EnginePacket {}

  /** {@code 4}: a message of the layer above. */
  sealed interface Message extends EnginePacket {}

  /**
   * A message that is text.
   *
   * @param data the text, without the packet type
   */
  record TextMessage(String data) implements Message {}

  /**
   * A message that is bytes: a frame of its own on WebSocket, {@code b} and base64 on polling.
   *
   * @param data the bytes; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
  record BinaryMessage(byte[] data) implements Message {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof BinaryMessage that && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return "BinaryMessage[" + data.length + " bytes]";
    }
  }

  /** {@code 5}: the client completes an upgrade. */
  record Upgrade() implements EnginePacket {}

  /** {@code 6}: sets a pending poll free. */
  record Noop() implements EnginePacket {}
}
