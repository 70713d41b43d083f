package ceres.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds for every packet, and against every peer. */
class PacketPropertyTest {
  private static final PacketParser PARSER = new JsonPacketParser();
  private static final int MANY = 1_000;

  @Property
  void whatIsEncodedIsDecoded(@ForAll("packets") SocketPacket packet) throws PacketException {
    EncodedPacket encoded = PARSER.encode(packet);
    PacketDecoder decoder = PARSER.newDecoder(MANY);
    Decoded decoded = decoder.decodeText(textOf(encoded));
    for (byte[] attachment : encoded.binary()) {
      decoded = decoder.decodeBinary(attachment);
    }
    assertThat(decoded).isInstanceOf(Decoded.Complete.class);
    assertThat(comparable(((Decoded.Complete) decoded).packet())).isEqualTo(comparable(packet));
  }

  @Property
  void everyFiniteDoubleComesBack(@ForAll long bits) {
    double number = Double.longBitsToDouble(bits);
    String json = JsonWriter.write(number);
    if (Double.isFinite(number)) {
      assertThat(Double.parseDouble(json)).isEqualTo(number);
    } else {
      assertThat(json).isEqualTo("null");
    }
  }

  @Property
  void anyTextIsAPacketOrRefused(@ForAll("garbage") String text) {
    attack(PARSER.newDecoder(10), text);
  }

  @Property
  void aDamagedPacketIsAPacketOrRefused(
      @ForAll("packets") SocketPacket packet, @ForAll("damages") List<Damage> damages) {
    EncodedPacket encoded = PARSER.encode(packet);
    StringBuilder text = new StringBuilder(textOf(encoded));
    damages.forEach(damage -> damage.inflictOn(text));
    PacketDecoder decoder = PARSER.newDecoder(MANY);
    attack(decoder, text.toString());
    for (byte[] attachment : encoded.binary()) {
      try {
        decoder.decodeBinary(attachment);
      } catch (PacketException e) {
        return;
      }
    }
  }

  private static String textOf(EncodedPacket encoded) {
    return Objects.requireNonNull(encoded.text());
  }

  /** Any exception but a PacketException fails the property. */
  private static void attack(PacketDecoder decoder, String text) {
    try {
      assertThat(decoder.decodeText(text)).isNotNull();
    } catch (PacketException e) {
      assertThat(e).hasMessageMatching("[\\p{ASCII}]+");
    }
  }

  /** Puts a character in, takes some out, or cuts off the rest. */
  record Damage(int place, int kind, char character) {
    void inflictOn(StringBuilder text) {
      int at = place % (text.length() + 1);
      switch (kind) {
        case 0 -> text.insert(at, character);
        case 1 -> text.delete(at, Math.min(at + 1, text.length()));
        case 2 -> text.setLength(at);
        default -> text.insert(at, text.substring(at / 2, at));
      }
    }
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 10_000),
            Arbitraries.integers().between(0, 3),
            characters())
        .as(Damage::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> garbage() {
    Arbitrary<String> start = Arbitraries.of("", "0", "1", "2", "31", "4", "51-", "5", "2/a,");
    Arbitrary<String> rest =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(50),
            Arbitraries.strings().withChars("0123456789-/,[]{}\":\\nulltrue.eE_ ").ofMaxLength(50));
    return Combinators.combine(start, rest).as((a, b) -> a + b);
  }

  private static Arbitrary<Character> characters() {
    return Arbitraries.oneOf(
        Arbitraries.chars().all(),
        Arbitraries.of("0-/,[]{}\":\\".chars().mapToObj(c -> (char) c).toList()));
  }

  @Provide
  Arbitrary<SocketPacket> packets() {
    Arbitrary<String> namespaces =
        Arbitraries.strings().excludeChars(',').ofMaxLength(8).map(name -> "/" + name);
    Arbitrary<Long> ids = Arbitraries.longs().between(0, SocketPacket.MAX_ID);
    Arbitrary<String> names =
        Arbitraries.strings().ofMaxLength(10).filter(name -> !Event.isReserved(name));
    Arbitrary<@Nullable Object> data = values(false);
    Arbitrary<List<@Nullable Object>> args = values(true).list().ofMaxSize(5);
    Arbitrary<@Nullable Map<String, @Nullable Object>> payloads = objects(data).injectNull(0.2);
    return Arbitraries.oneOf(
        Combinators.combine(namespaces, payloads).as(Connect::new),
        namespaces.map(Disconnect::new),
        Combinators.combine(namespaces, ids.injectNull(0.5), names, args).as(Event::new),
        Combinators.combine(namespaces, ids, args).as(Ack::new),
        Combinators.combine(namespaces, Arbitraries.strings().ofMaxLength(10), data)
            .as(ConnectError::new));
  }

  private static Arbitrary<@Nullable Object> values(boolean binary) {
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            Arbitraries.of(true, false).map(Object.class::cast),
            Arbitraries.longs().map(Object.class::cast),
            Arbitraries.strings().ofMaxLength(20).map(Object.class::cast),
            Arbitraries.doubles().filter(d -> d != Math.rint(d)).map(Object.class::cast),
            Arbitraries.bigIntegers()
                .between(BigInteger.TWO.pow(64), BigInteger.TWO.pow(300))
                .map(Object.class::cast),
            binary
                ? Arbitraries.bytes().array(byte[].class).ofMaxSize(5).map(Object.class::cast)
                : Arbitraries.just("no binary").map(Object.class::cast));
    return Arbitraries.recursive(
        () -> leaf.injectNull(0.1),
        inner ->
            Arbitraries.oneOf(
                inner,
                inner.list().ofMaxSize(3).map(Object.class::cast),
                objects(inner).map(Object.class::cast)),
        0,
        4);
  }

  @SuppressWarnings("NullAway") // jqwik does not say where nulls may be
  private static Arbitrary<Map<String, @Nullable Object>> objects(
      Arbitrary<@Nullable Object> values) {
    return Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), values)
        .ofMaxSize(3)
        .map(LinkedHashMap::new);
  }

  private static Object comparable(SocketPacket packet) {
    return switch (packet) {
      case Connect _, Disconnect _, ConnectError _, SocketPacket.LegacyError _ -> packet;
      case Event event ->
          new Event(event.namespace(), event.id(), event.name(), comparableList(event.args()));
      case Ack ack -> new Ack(ack.namespace(), ack.id(), comparableList(ack.args()));
    };
  }

  private static List<@Nullable Object> comparableList(List<?> values) {
    List<@Nullable Object> list = new ArrayList<>();
    values.forEach(value -> list.add(comparable(value)));
    return list;
  }

  /** The same with byte[] as something that compares by its content. */
  private static @Nullable Object comparable(@Nullable Object value) {
    return switch (value) {
      case byte[] bytes -> ByteBuffer.wrap(bytes);
      case List<?> list -> comparableList(list);
      case Map<?, ?> map -> {
        Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(key, comparable(item)));
        yield copy;
      }
      case null, default -> value;
    };
  }
}
