package ceres.socketio.protocol;

import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import ceres.socketio.protocol.SocketPacket.LegacyError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes packets as {@link PacketHeader} shows them.
 *
 * <p><em>Pure</em>.
 */
final class JsonPacketEncoder {
  private JsonPacketEncoder() {}

  /** See {@link PacketParser#encode}. */
  static EncodedPacket encode(SocketPacket packet) {
    return switch (packet) {
      case Connect connect -> connect(connect);
      case Disconnect disconnect ->
          text(header(PacketType.DISCONNECT, disconnect.namespace(), null));
      case Event event -> event(event);
      case Ack ack -> ack(ack);
      case ConnectError error -> connectError(error);
      case LegacyError error -> legacyError(error);
    };
  }

  private static EncodedPacket connect(Connect connect) {
    StringBuilder out = header(PacketType.CONNECT, connect.namespace(), null);
    Map<String, @Nullable Object> payload = connect.payload();
    if (payload != null) {
      JsonWriter.withoutBinary(out).value(payload);
    }
    return text(out);
  }

  private static EncodedPacket connectError(ConnectError error) {
    StringBuilder out = header(PacketType.CONNECT_ERROR, error.namespace(), null);
    JsonWriter json = JsonWriter.withoutBinary(out);
    out.append("{\"message\":");
    json.value(error.message());
    Object data = error.data();
    if (data != null) {
      out.append(",\"data\":");
      json.value(data);
    }
    return text(out.append('}'));
  }

  private static EncodedPacket legacyError(LegacyError error) {
    StringBuilder out = header(PacketType.CONNECT_ERROR, error.namespace(), null);
    JsonWriter.withoutBinary(out).value(error.payload());
    return text(out);
  }

  private static EncodedPacket event(Event event) {
    StringBuilder out = header(PacketType.EVENT, event.namespace(), event.id());
    JsonWriter json = JsonWriter.withBinary(out);
    out.append('[');
    json.value(event.name());
    for (Object arg : event.args()) {
      out.append(',');
      json.value(arg);
    }
    out.append(']');
    return binary(out, PacketType.BINARY_EVENT, json.attachments());
  }

  private static EncodedPacket ack(Ack ack) {
    StringBuilder out = header(PacketType.ACK, ack.namespace(), ack.id());
    JsonWriter json = JsonWriter.withBinary(out);
    json.value(ack.args());
    return binary(out, PacketType.BINARY_ACK, json.attachments());
  }

  private static StringBuilder header(PacketType type, String namespace, @Nullable Long id) {
    StringBuilder out = new StringBuilder(128).append(type.digit());
    if (!namespace.equals(SocketPacket.MAIN_NAMESPACE)) {
      out.append(namespace).append(',');
    }
    if (id != null) {
      out.append(id.longValue());
    }
    return out;
  }

  private static EncodedPacket text(StringBuilder out) {
    return new EncodedPacket(out.toString(), List.of());
  }

  /** Changes the type to the binary one if there are attachments; only now is that known. */
  private static EncodedPacket binary(
      StringBuilder out, PacketType binaryType, List<byte[]> attachments) {
    if (!attachments.isEmpty()) {
      out.setCharAt(0, binaryType.digit());
      out.insert(1, attachments.size() + "-");
    }
    return new EncodedPacket(out.toString(), attachments);
  }
}
