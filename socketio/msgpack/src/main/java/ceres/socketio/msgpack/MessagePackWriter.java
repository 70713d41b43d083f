package ceres.socketio.msgpack;

import static java.nio.charset.StandardCharsets.UTF_8;

import ceres.socketio.protocol.PacketType;
import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import ceres.socketio.protocol.SocketPacket.LegacyError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Writes a packet as {@code notepack.io} does.
 *
 * <p><em>Confined</em> to one call.
 */
final class MessagePackWriter {
  /** Deeper than any payload, shallower than the stack: it ends a cycle. */
  private static final int MAX_DEPTH = 1_000;

  /** Up to here JavaScript can count. */
  private static final double MAX_SAFE = (1L << 53) - 1;

  private final MessageBufferPacker out;
  private int depth;

  private MessagePackWriter(MessageBufferPacker out) {
    this.out = out;
  }

  static byte[] write(SocketPacket packet) {
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      new MessagePackWriter(out).packet(packet);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void packet(SocketPacket packet) throws IOException {
    switch (packet) {
      case Connect(String namespace, var payload) -> {
        begin(PacketType.CONNECT, payload == null ? 2 : 3);
        if (payload != null) {
          key("data");
          value(payload);
        }
        namespace(namespace);
      }
      case Disconnect(String namespace) -> {
        begin(PacketType.DISCONNECT, 2);
        namespace(namespace);
      }
      case Event(String namespace, Long id, String name, var args) -> {
        begin(PacketType.EVENT, id == null ? 3 : 4);
        key("data");
        out.packArrayHeader(args.size() + 1);
        string(name);
        depth++;
        for (Object arg : args) {
          value(arg);
        }
        id(id);
        namespace(namespace);
      }
      case Ack(String namespace, long id, var args) -> {
        begin(PacketType.ACK, 4);
        key("data");
        value(args);
        id(id);
        namespace(namespace);
      }
      case ConnectError(String namespace, String message, Object data) -> {
        begin(PacketType.CONNECT_ERROR, 3);
        key("data");
        out.packMapHeader(data == null ? 1 : 2);
        key("message");
        string(message);
        if (data != null) {
          key("data");
          value(data);
        }
        namespace(namespace);
      }
      case LegacyError(String namespace, Object payload) -> {
        begin(PacketType.CONNECT_ERROR, 3);
        key("data");
        value(payload);
        namespace(namespace);
      }
    }
  }

  private void begin(PacketType type, int keys) throws IOException {
    out.packMapHeader(keys);
    key("type");
    out.packInt(type.number());
  }

  private void id(@Nullable Long id) throws IOException {
    if (id != null) {
      key("id");
      out.packLong(id);
    }
  }

  private void namespace(String namespace) throws IOException {
    key("nsp");
    string(namespace);
  }

  private void key(String key) throws IOException {
    string(key);
  }

  private void value(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.packNil();
      case String string -> string(string);
      case Boolean bool -> out.packBoolean(bool);
      case Long number -> out.packLong(number);
      case Integer number -> out.packInt(number);
      case Double number -> number(number);
      case BigInteger number -> number(number);
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      case byte[] bytes -> {
        out.packBinaryHeader(bytes.length);
        out.writePayload(bytes);
      }
      default -> throw new IllegalArgumentException("not a value: " + value.getClass().getName());
    }
  }

  private void number(double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) <= MAX_SAFE) {
      out.packLong((long) number);
    } else {
      out.packDouble(number);
    }
  }

  private void number(BigInteger number) throws IOException {
    if (number.bitLength() < Long.SIZE
        || (number.signum() > 0 && number.bitLength() == Long.SIZE)) {
      out.packBigInteger(number);
    } else {
      out.packDouble(number.doubleValue());
    }
  }

  private void object(Map<?, ?> map) throws IOException {
    enter();
    out.packMapHeader(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new IllegalArgumentException("an object has a key that is not a string");
      }
      string(key);
      value(entry.getValue());
    }
    depth--;
  }

  private void array(List<?> list) throws IOException {
    enter();
    out.packArrayHeader(list.size());
    for (Object item : list) {
      value(item);
    }
    depth--;
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException("values are nested more than " + MAX_DEPTH + " deep");
    }
  }

  private void string(String string) throws IOException {
    byte[] utf8 = wellFormed(string).getBytes(UTF_8);
    out.packRawStringHeader(utf8.length);
    out.writePayload(utf8);
  }

  /** The string with U+FFFD for each half of a surrogate pair that lacks the other. */
  private static String wellFormed(String string) {
    for (int i = 0; i < string.length(); i++) {
      if (isAlone(string, i)) {
        StringBuilder repaired = new StringBuilder(string);
        for (int j = i; j < string.length(); j++) {
          if (isAlone(string, j)) {
            repaired.setCharAt(j, '\uFFFD');
          }
        }
        return repaired.toString();
      }
    }
    return string;
  }

  private static boolean isAlone(String string, int i) {
    char c = string.charAt(i);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isHighSurrogate(c)
        ? i + 1 == string.length() || !Character.isLowSurrogate(string.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(string.charAt(i - 1));
  }
}
