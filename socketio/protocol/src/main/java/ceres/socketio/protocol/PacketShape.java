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
 * Which payload each type of packet has, "Exchange protocol", for the decoders of all parsers:
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
 *
 * <p>Arrays are {@code ArrayList}s and objects are maps of strings; what becomes part of the packet
 * is given away. <em>Pure</em>.
 */
public final class PacketShape {
  private PacketShape() {}

  /**
   * The packet without a payload.
   *
   * @param id the acknowledgement id, or null if there is none
   * @throws PacketException if there is no such packet
   */
  public static SocketPacket bare(PacketType type, String namespace, @Nullable Long id)
      throws PacketException {
    check(type, namespace, id);
    return switch (type) {
      case CONNECT -> new Connect(namespace, null);
      case DISCONNECT -> new Disconnect(namespace);
      case EVENT, ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK ->
          throw new PacketException(type + " without a payload");
    };
  }

  /**
   * The packet with this payload.
   *
   * @param id the acknowledgement id, or null if there is none
   * @throws PacketException if there is no such packet
   */
  public static SocketPacket packet(
      PacketType type, String namespace, @Nullable Long id, @Nullable Object payload)
      throws PacketException {
    check(type, namespace, id);
    return switch (type) {
      case CONNECT -> connect(namespace, payload);
      case DISCONNECT -> throw new PacketException("DISCONNECT with a payload");
      case EVENT, BINARY_EVENT -> event(namespace, id, array(type, payload));
      case ACK, BINARY_ACK -> ack(type, namespace, id, array(type, payload));
      case CONNECT_ERROR -> connectError(namespace, payload);
    };
  }

  private static void check(PacketType type, String namespace, @Nullable Long id)
      throws PacketException {
    if (!SocketPacket.isNamespace(namespace)) {
      throw new PacketException("not a namespace");
    }
    if (id != null && !type.mayHaveId()) {
      throw new PacketException(type + " with an acknowledgement id");
    }
    if (id != null && !SocketPacket.isId(id)) {
      throw new PacketException("the acknowledgement id is not one");
    }
  }

  private static Connect connect(String namespace, @Nullable Object payload)
      throws PacketException {
    if (!(payload instanceof Map<?, ?>)) {
      throw new PacketException("the payload of CONNECT is not an object");
    }
    return new Connect(namespace, Values.map(payload));
  }

  private static Event event(String namespace, @Nullable Long id, List<@Nullable Object> array)
      throws PacketException {
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
    return new Event(namespace, id, name, array);
  }

  private static Ack ack(
      PacketType type, String namespace, @Nullable Long id, List<@Nullable Object> array)
      throws PacketException {
    if (id == null) {
      throw new PacketException(type + " without an id");
    }
    return new Ack(namespace, id, array);
  }

  private static List<@Nullable Object> array(PacketType type, @Nullable Object payload)
      throws PacketException {
    if (!(payload instanceof List<?>)) {
      throw new PacketException("the payload of " + type + " is not an array");
    }
    return Values.list(payload);
  }

  private static ConnectError connectError(String namespace, @Nullable Object payload)
      throws PacketException {
    if (payload instanceof String message) {
      return new ConnectError(namespace, message, null);
    }
    if (payload instanceof Map<?, ?> error && error.get("message") instanceof String message) {
      return new ConnectError(namespace, message, error.get("data"));
    }
    throw new PacketException("the payload of CONNECT_ERROR has no message");
  }
}
