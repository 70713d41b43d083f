package ceres.socketio.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.PacketException;
import ceres.socketio.protocol.SocketPacket.Event;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which bytes a value is, as {@code notepack.io} 2.2 writes it, and which value they are. */
class MessagePackValueTest {
  private static final BigInteger TWO = BigInteger.TWO;

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(null, "c0"),
        Arguments.of(true, "c3"),
        Arguments.of(false, "c2"),
        Arguments.of(0L, "00"),
        Arguments.of(127L, "7f"),
        Arguments.of(128L, "cc80"),
        Arguments.of(255L, "ccff"),
        Arguments.of(256L, "cd0100"),
        Arguments.of(65_535L, "cdffff"),
        Arguments.of(65_536L, "ce00010000"),
        Arguments.of((1L << 32) - 1, "ceffffffff"),
        Arguments.of(1L << 32, "cf0000000100000000"),
        Arguments.of((1L << 53) - 1, "cf001fffffffffffff"),
        Arguments.of(Long.MAX_VALUE, "cf7fffffffffffffff"),
        Arguments.of(TWO.pow(63), "cf8000000000000000"),
        Arguments.of(TWO.pow(64).subtract(BigInteger.ONE), "cfffffffffffffffff"),
        Arguments.of(-1L, "ff"),
        Arguments.of(-32L, "e0"),
        Arguments.of(-33L, "d0df"),
        Arguments.of(-128L, "d080"),
        Arguments.of(-129L, "d1ff7f"),
        Arguments.of(-32_768L, "d18000"),
        Arguments.of(-32_769L, "d2ffff7fff"),
        Arguments.of(-(1L << 31), "d280000000"),
        Arguments.of(-(1L << 31) - 1, "d3ffffffff7fffffff"),
        Arguments.of(Long.MIN_VALUE, "d38000000000000000"),
        Arguments.of(1.5, "cb3ff8000000000000"),
        Arguments.of(-0.1, "cbbfb999999999999a"),
        Arguments.of(1e300, "cb7e37e43c8800759c"),
        Arguments.of(0x1p53, "cb4340000000000000"),
        Arguments.of(Double.NaN, "cb7ff8000000000000"),
        Arguments.of(Double.POSITIVE_INFINITY, "cb7ff0000000000000"),
        Arguments.of("", "a0"),
        Arguments.of("ä€😀", "a9c3a4e282acf09f9880"),
        Arguments.of("x".repeat(31), "bf" + "78".repeat(31)),
        Arguments.of("x".repeat(32), "d920" + "78".repeat(32)),
        Arguments.of("x".repeat(256), "da0100" + "78".repeat(256)),
        Arguments.of("x".repeat(65_536), "db00010000" + "78".repeat(65_536)),
        Arguments.of(List.of(), "90"),
        Arguments.of(Map.of(), "80"),
        Arguments.of(List.of(List.of(1L), Map.of("a", List.of())), "92910181a16190"),
        Arguments.of(Arrays.asList(new @Nullable Object[16]), "dc0010" + "c0".repeat(16)),
        Arguments.of(
            Arrays.asList(new @Nullable Object[65_536]), "dd00010000" + "c0".repeat(65_536)),
        Arguments.of(new byte[] {1, 2}, "c4020102"),
        Arguments.of(new byte[256], "c50100" + "00".repeat(256)),
        Arguments.of(new byte[65_536], "c600010000" + "00".repeat(65_536)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsTheseBytes(@Nullable Object value, String hex) throws PacketException {
    assertThat(Hex.of(new Event("/", null, "a", Arrays.asList(value)))).isEqualTo(Hex.event(hex));
    assertThat(Hex.arg(hex)).isEqualTo(value);
  }

  static Stream<Arguments> shorter() {
    return Stream.of(
        Arguments.of(3, "03"),
        Arguments.of(3.0, "03"),
        Arguments.of(-0.0, "00"),
        Arguments.of(-0x1p52, "d3fff0000000000000"),
        Arguments.of(BigInteger.TEN, "0a"),
        Arguments.of(TWO.pow(64), "cb43f0000000000000"),
        Arguments.of(TWO.pow(63).negate().subtract(BigInteger.ONE), "cbc3e0000000000000"),
        Arguments.of("a\uD83D", "a461efbfbd"),
        Arguments.of("\uDE00\uD83D😀\uDE00", "adefbfbdefbfbdf09f9880efbfbd"));
  }

  @ParameterizedTest
  @MethodSource("shorter")
  void aValueThatMessagePackOrJavaScriptLacksIsTheNearest(Object value, String hex) {
    assertThat(Hex.of(new Event("/", null, "a", List.of(value)))).isEqualTo(Hex.event(hex));
  }

  @Test
  void numbersMayTakeMoreRoomThanTheyNeed() throws PacketException {
    assertThat(Hex.arg("cf0000000000000001")).isEqualTo(1L);
    assertThat(Hex.arg("d30000000000000001")).isEqualTo(1L);
    assertThat(Hex.arg("d001")).isEqualTo(1L);
    assertThat(Hex.arg("ca3fc00000")).isEqualTo(1.5);
    assertThat(Hex.arg("cb4008000000000000")).isEqualTo(3.0);
    assertThat(Hex.arg("db0000000161")).isEqualTo("a");
  }

  @Test
  void anArrayBufferIsBytes() throws PacketException {
    assertThat(Hex.arg("c702000102")).isEqualTo(new byte[] {1, 2});
    assertThat(Hex.arg("c7010007")).isEqualTo(new byte[] {7});
    assertThat(Hex.arg("c7080000000000000000ff")).isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, -1});
    assertThat(Hex.arg("c80100" + "00".repeat(257))).isEqualTo(new byte[256]);
    assertThat(Hex.arg("c900010000" + "00".repeat(65_537))).isEqualTo(new byte[65_536]);
  }

  @Test
  void whatIsUndefinedIsNullInAnArrayAndMissingInAnObject() throws PacketException {
    assertThat(Hex.arg("d40000")).isNull();
    assertThat(Hex.arg("82a161d40000a16202")).isEqualTo(Map.of("b", 2L));
    assertThat(Hex.arg("82a16101a161d40000")).isEqualTo(Map.of());
  }

  @Test
  void ofAKeyThatComesTwiceTheLastValueCounts() throws PacketException {
    assertThat(Hex.arg("82a16101a16102")).isEqualTo(Map.of("a", 2L));
  }

  @ParameterizedTest
  @CsvSource({
    "0000019aabaf0e7b, 2025-11-22T13:09:27.803Z",
    "0000000000000000, 1970-01-01T00:00:00.000Z",
    "ffffffffffffffff, 1969-12-31T23:59:59.999Z",
    "ffffc77590fba000, 0000-01-01T00:00:00.000Z",
    "ffffc77590fb9fff, -000001-12-31T23:59:59.999Z",
    "0000e677d21fdbff, 9999-12-31T23:59:59.999Z",
    "0000e677d21fdc00, +010000-01-01T00:00:00.000Z",
    "001eb208c2dc0000, +275760-09-13T00:00:00.000Z",
    "ffe14df73d240000, -271821-04-20T00:00:00.000Z",
  })
  void aDateIsWhatItIsInJson(String millis, String json) throws PacketException {
    assertThat(Hex.arg("d700" + millis)).isEqualTo(json);
  }
}
