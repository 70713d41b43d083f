package ceres.socketio.msgpack;

import ceres.socketio.protocol.PacketDecoder;
import ceres.socketio.protocol.PacketException;
import ceres.socketio.protocol.PacketShape;
import ceres.socketio.protocol.PacketType;
import ceres.socketio.protocol.SocketPacket;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads a packet. Nothing is allocated on the word of a length: of each it is seen first that so
 * many bytes are there. Of a key that comes twice the last value counts, as in JavaScript.
 *
 * <p><em>Confined</em> to one call.
 */
final class MessagePackReader {
  /** What {@code notepack.io} writes for what MessagePack has no type for. */
  private static final byte JAVASCRIPT = 0;

  /** JavaScript's {@code undefined}. It never leaves this class. */
  private static final Object UNDEFINED = new Object();

  private final MessageUnpacker in;
  private final int size;
  private int depth;

  private MessagePackReader(MessageUnpacker in, int size) {
    this.in = in;
    this.size = size;
  }

  static SocketPacket read(byte[] bytes) throws PacketException {
    try (MessageUnpacker in = MessagePack.newDefaultUnpacker(bytes)) {
      MessagePackReader reader = new MessagePackReader(in, bytes.length);
      SocketPacket packet = reader.packet();
      if (reader.remaining() > 0) {
        throw new PacketException("something follows the packet");
      }
      return packet;
    } catch (MessagePackException | IOException e) {
      throw new PacketException("not MessagePack");
    }
  }

  private SocketPacket packet() throws PacketException, IOException {
    if (!in.hasNext() || !isMap(in.getNextFormat())) {
      throw new PacketException("not a map");
    }
    Object type = UNDEFINED;
    Object data = UNDEFINED;
    Object id = UNDEFINED;
    Object nsp = UNDEFINED;
    int keys = mapSize();
    for (int i = 0; i < keys; i++) {
      String key = key();
      Object value = value();
      switch (key) {
        case "type" -> type = value;
        case "data" -> data = value;
        case "id" -> id = value;
        case "nsp" -> nsp = value;
        default -> {
          // For example "options", which is the client's own.
        }
      }
    }
    PacketType known = type instanceof Long number ? typeOf(number) : null;
    if (known == null) {
      throw new PacketException("unknown packet type");
    }
    if (!(nsp instanceof String namespace)) {
      throw new PacketException("not a namespace");
    }
    Long ackId = id(id);
    return data == UNDEFINED
        ? PacketShape.bare(known, namespace, ackId)
        : PacketShape.packet(known, namespace, ackId, data);
  }

  /** Those of JSON alone are none. */
  private static @Nullable PacketType typeOf(long number) {
    PacketType type = PacketType.of(number);
    return type == PacketType.BINARY_EVENT || type == PacketType.BINARY_ACK ? null : type;
  }

  private static @Nullable Long id(@Nullable Object id) throws PacketException {
    if (id == UNDEFINED) {
      return null;
    }
    if (id instanceof Long number) {
      return number;
    }
    throw new PacketException("the acknowledgement id is not one");
  }

  private @Nullable Object value() throws PacketException, IOException {
    MessageFormat format = in.getNextFormat();
    return switch (format.getValueType()) {
      case NIL -> {
        in.unpackNil();
        yield null;
      }
      case BOOLEAN -> in.unpackBoolean();
      case INTEGER -> integer(format);
      case FLOAT -> in.unpackDouble();
      case STRING -> string();
      case BINARY -> bytes(in.unpackBinaryHeader());
      case ARRAY -> array();
      case MAP -> object();
      case EXTENSION -> extension(format);
    };
  }

  private Number integer(MessageFormat format) throws IOException {
    if (format != MessageFormat.UINT64) {
      return in.unpackLong();
    }
    BigInteger number = in.unpackBigInteger();
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  private List<@Nullable Object> array() throws PacketException, IOException {
    int items = in.unpackArrayHeader();
    require(items);
    enter();
    List<@Nullable Object> array = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      Object item = value();
      array.add(item == UNDEFINED ? null : item);
    }
    depth--;
    return array;
  }

  private Map<String, @Nullable Object> object() throws PacketException, IOException {
    int keys = mapSize();
    enter();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keys; i++) {
      String key = key();
      Object value = value();
      if (value == UNDEFINED) {
        object.remove(key);
      } else {
        object.put(key, value);
      }
    }
    depth--;
    return object;
  }

  private int mapSize() throws PacketException, IOException {
    int keys = in.unpackMapHeader();
    require(2L * keys);
    return keys;
  }

  private String key() throws PacketException, IOException {
    if (in.getNextFormat().getValueType() != ValueType.STRING) {
      throw new PacketException("an object has a key that is not a string");
    }
    return string();
  }

  private String string() throws PacketException, IOException {
    byte[] utf8 = bytes(in.unpackRawStringHeader());
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new PacketException("a string that is not UTF-8");
    }
  }

  private byte[] bytes(int length) throws PacketException, IOException {
    require(length);
    return in.readPayload(length);
  }

  private Object extension(MessageFormat format) throws PacketException, IOException {
    ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
    byte[] payload = bytes(header.getLength());
    if (header.getType() == JAVASCRIPT) {
      switch (format) {
        case FIXEXT1 -> {
          return UNDEFINED;
        }
        case FIXEXT8 -> {
          return JavaScriptDate.toJson(ByteBuffer.wrap(payload).getLong());
        }
        case EXT8, EXT16, EXT32 -> {
          return payload;
        }
        default -> {
          // Of a size that means nothing.
        }
      }
    }
    throw new PacketException("an extension that means nothing here");
  }

  private void enter() throws PacketException {
    if (++depth > PacketDecoder.MAX_DEPTH) {
      throw new PacketException(
          "the payload is nested deeper than " + PacketDecoder.MAX_DEPTH + " levels");
    }
  }

  /** Whatever comes takes a byte at least. */
  private void require(long bytes) throws PacketException {
    if (bytes > remaining()) {
      throw new PacketException("not MessagePack");
    }
  }

  private long remaining() {
    return size - in.getTotalReadBytes();
  }

  private static boolean isMap(MessageFormat format) {
    return format.getValueType() == ValueType.MAP;
  }
}
