package ceres.socketio.protocol;

import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which payload each type of packet has, "Exchange protocol":
 *
 * <table>
 * <caption>Payloads</caption>
 * <tr><td>CONNECT</td><td>none, or an object</td></tr>
 * <tr><td>DISCONNECT</td><td>none</td></tr>
 * <tr><td>EVENT, BINARY_EVENT</td><td>an array: the event's name, which is a string that is not
 *     reserved, or a number; then its arguments</td></tr>
 * <tr><td>ACK, BINARY_ACK</td><td>an array; and the packet has an id</td></tr>
 * <tr><td>CONNECT_ERROR</td><td>an object with a {@code message}, or a string</td></tr>
 * </table>
 */
final class PacketShape {
  private PacketShape() {}

  /** The packet without a payload. */
  static SocketPacket bare(PacketHeader header) throws PacketException {
    return switch (header.type()) {
      case CONNECT -> new Connect(header.namespace(), null);
      case DISCONNECT -> new Disconnect(header.namespace());
      case EVENT, ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK ->
          throw new PacketException(header.type() + " without a payload");
    };
  }

  /** The packet with this payload. */
  static SocketPacket packet(PacketHeader header, @Nullable Object payload) throws PacketException {
    return switch (header.type()) {
      case CONNECT -> connect(header, payload);
      case DISCONNECT -> throw new PacketException("DISCONNECT with a payload");
      case EVENT, BINARY_EVENT -> event(header, payload);
      case ACK, BINARY_ACK -> ack(header, payload);
      case CONNECT_ERROR -> connectError(header, payload);
    };
  }

  private static Connect connect(PacketHeader header, @Nullable Object payload)
      throws PacketException {
    if (!(payload instanceof Map<?, ?>)) {
      throw new PacketException("the payload of CONNECT is not an object");
    }
    return new Connect(header.namespace(), Values.map(payload));
  }

  private static Event event(PacketHeader header, @Nullable Object payload) throws PacketException {
    List<@Nullable Object> array = array(header, payload);
    Object first = array.isEmpty() ? null : array.removeFirst();
    String name;
    if (first instanceof String string) {
      name = string;
    } else if (first instanceof Number number) {
      name = JsonWriter.write(number);
    } else {
      throw new PacketException("the event has no name");
    }
    if (Event.isReserved(name)) {
      throw new PacketException("the name of the event is reserved");
    }
    return new Event(header.namespace(), header.id(), name, array);
  }

  private static Ack ack(PacketHeader header, @Nullable Object payload) throws PacketException {
    List<@Nullable Object> array = array(header, payload);
    Long id = header.id();
    if (id == null) {
      throw new PacketException(header.type() + " without an id");
    }
    return new Ack(header.namespace(), id, array);
  }

  private static List<@Nullable Object> array(PacketHeader header, @Nullable Object payload)
      throws PacketException {
    if (!(payload instanceof List<?>)) {
      throw new PacketException("the payload of " + header.type() + " is not an array");
    }
    return Values.list(payload);
  }

  private static ConnectError connectError(PacketHeader header, @Nullable Object payload)
      throws PacketException {
    if (payload instanceof String message) {
      return new ConnectError(header.namespace(), message, null);
    }
    if (payload instanceof Map<?, ?> error && error.get("message") instanceof String message) {
      return new ConnectError(header.namespace(), message, error.get("data"));
    }
    throw new PacketException("the payload of CONNECT_ERROR has no message");
  }
}
