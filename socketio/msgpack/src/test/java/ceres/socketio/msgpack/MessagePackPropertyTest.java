package ceres.socketio.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.Decoded;
import ceres.socketio.protocol.PacketException;
import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.jspecify.annotations.Nullable;

/** What holds for every packet, and against every peer. */
class MessagePackPropertyTest {

  @Property
  void whatIsEncodedIsDecoded(@ForAll("packets") SocketPacket packet) throws PacketException {
    assertThat(comparable(decode(encode(packet)))).isEqualTo(comparable(packet));
  }

  @Property
  void anyBytesAreAPacketOrRefused(@ForAll byte[] bytes) {
    attack(bytes);
  }

  @Property
  void anyValueAsAPacketIsOneOrRefused(@ForAll byte[] bytes) {
    byte[] event = encode(new Event("/", null, "a", List.of(true)));
    byte[] all = new byte[event.length - 1 + bytes.length];
    int at = indexOf(event, (byte) 0xc3);
    System.arraycopy(event, 0, all, 0, at);
    System.arraycopy(bytes, 0, all, at, bytes.length);
    System.arraycopy(event, at + 1, all, at + bytes.length, event.length - at - 1);
    attack(all);
  }

  @Property
  void aDamagedPacketIsAPacketOrRefused(
      @ForAll("packets") SocketPacket packet, @ForAll("damages") List<Damage> damages) {
    byte[] bytes = encode(packet);
    for (Damage damage : damages) {
      bytes = damage.inflictOn(bytes);
    }
    attack(bytes);
  }

  private static byte[] encode(SocketPacket packet) {
    return new MessagePackParser().encode(packet).binary().getFirst();
  }

  private static SocketPacket decode(byte[] bytes) throws PacketException {
    return ((Decoded.Complete) new MessagePackParser().newDecoder(10).decodeBinary(bytes)).packet();
  }

  /** Any exception but a PacketException fails the property. */
  private static void attack(byte[] bytes) {
    try {
      assertThat(decode(bytes)).isNotNull();
    } catch (PacketException e) {
      assertThat(e).hasMessageMatching("[\\p{ASCII}]+");
    }
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  /** Changes a byte, or cuts off the rest. */
  record Damage(int place, boolean cut, byte value) {
    byte[] inflictOn(byte[] bytes) {
      if (bytes.length == 0) {
        return bytes;
      }
      int at = place % bytes.length;
      if (cut) {
        return Arrays.copyOf(bytes, at);
      }
      byte[] damaged = bytes.clone();
      damaged[at] = value;
      return damaged;
    }
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 10_000),
            Arbitraries.of(false, false, false, true),
            Arbitraries.bytes())
        .as(Damage::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<SocketPacket> packets() {
    Arbitrary<String> namespaces =
        strings().ofMaxLength(8).map(name -> "/" + name.replace(",", ""));
    Arbitrary<Long> ids = Arbitraries.longs().between(0, SocketPacket.MAX_ID);
    Arbitrary<String> names = strings().ofMaxLength(10).filter(name -> !Event.isReserved(name));
    Arbitrary<@Nullable Object> data = values();
    Arbitrary<List<@Nullable Object>> args = data.list().ofMaxSize(5);
    Arbitrary<@Nullable Map<String, @Nullable Object>> payloads = objects(data).injectNull(0.2);
    return Arbitraries.oneOf(
        Combinators.combine(namespaces, payloads).as(Connect::new),
        namespaces.map(Disconnect::new),
        Combinators.combine(namespaces, ids.injectNull(0.5), names, args).as(Event::new),
        Combinators.combine(namespaces, ids, args).as(Ack::new),
        Combinators.combine(namespaces, strings().ofMaxLength(10), data).as(ConnectError::new));
  }

  /** Without half surrogate pairs, which UTF-8 cannot carry. */
  private static StringArbitrary strings() {
    return Arbitraries.strings().withCharRange('\0', '\uD7FF').withCharRange('\uE000', '\uFFFF');
  }

  private static Arbitrary<@Nullable Object> values() {
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            Arbitraries.of(true, false).map(Object.class::cast),
            Arbitraries.longs().map(Object.class::cast),
            strings().ofMaxLength(40).map(Object.class::cast),
            Arbitraries.doubles().filter(d -> d != Math.rint(d)).map(Object.class::cast),
            Arbitraries.bigIntegers()
                .between(BigInteger.TWO.pow(63), BigInteger.TWO.pow(64).subtract(BigInteger.ONE))
                .map(Object.class::cast),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Object.class::cast));
    return Arbitraries.recursive(
        () -> leaf.injectNull(0.1),
        inner ->
            Arbitraries.oneOf(
                inner,
                inner.list().ofMaxSize(3).map(Object.class::cast),
                objects(inner).map(Object.class::cast)),
        0,
        3);
  }

  @SuppressWarnings("NullAway") // jqwik does not say where nulls may be
  private static Arbitrary<Map<String, @Nullable Object>> objects(
      Arbitrary<@Nullable Object> values) {
    return Arbitraries.maps(strings().ofMaxLength(5), values).ofMaxSize(3).map(LinkedHashMap::new);
  }

  private static Object comparable(SocketPacket packet) {
    return switch (packet) {
      case Connect connect ->
          connect.payload() == null
              ? connect
              : List.of(connect.namespace(), comparableMap(connect.payload()));
      case Disconnect _, SocketPacket.LegacyError _ -> packet;
      case ConnectError error ->
          Arrays.asList(error.namespace(), error.message(), comparable(error.data()));
      case Event event ->
          new Event(event.namespace(), event.id(), event.name(), comparableList(event.args()));
      case Ack ack -> new Ack(ack.namespace(), ack.id(), comparableList(ack.args()));
    };
  }

  /** The same with byte[] as something that compares by its content. */
  private static @Nullable Object comparable(@Nullable Object value) {
    return switch (value) {
      case byte[] bytes -> ByteBuffer.wrap(bytes);
      case List<?> list -> comparableList(list);
      case Map<?, ?> map -> comparableMap(map);
      case null, default -> value;
    };
  }

  private static List<@Nullable Object> comparableList(List<?> values) {
    List<@Nullable Object> list = new ArrayList<>();
    values.forEach(value -> list.add(comparable(value)));
    return list;
  }

  private static Map<@Nullable Object, @Nullable Object> comparableMap(Map<?, ?> map) {
    Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(key, comparable(item)));
    return copy;
  }
}
