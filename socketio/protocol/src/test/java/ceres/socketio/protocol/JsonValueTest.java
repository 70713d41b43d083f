package ceres.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.Decoded.Complete;
import ceres.socketio.protocol.SocketPacket.Event;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which value a piece of JSON is, and which JSON a value: what {@code JSON.stringify} shows. */
class JsonValueTest {
  private static final PacketParser PARSER = new JsonPacketParser();
  private static final String HUNDRED_DIGITS = "1234567890".repeat(10);

  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, 0",
    "1.0, 1",
    "-1.5, -1.5",
    "0.1, 0.1",
    "100.0, 100",
    "123456.789, 123456.789",
    "9007199254740992.0, 9007199254740992",
    "9007199254740994.0, 9007199254740994",
    "1.0E18, 1000000000000000000",
    "1.2345E20, 123450000000000000000",
    "1.0E21, 1e+21",
    "-1.5E21, -1.5e+21",
    "2.0E23, 2e+23",
    "1.0E-6, 0.000001",
    "1.25E-6, 0.00000125",
    "1.0E-7, 1e-7",
    "1.25E-7, 1.25e-7",
    "4.9E-324, 5e-324",
    "9.9E-324, 1e-323",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "NaN, null",
    "Infinity, null",
    "-Infinity, null",
  })
  void aDoubleIsWrittenAsJavaScriptDoes(double value, String json) {
    assertThat(JsonWriter.write(value)).isEqualTo(json);
  }

  @Test
  void integersKeepTheirDigits() {
    assertThat(JsonWriter.write(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(JsonWriter.write(7)).isEqualTo("7");
    assertThat(JsonWriter.write(new BigInteger(HUNDRED_DIGITS))).isEqualTo(HUNDRED_DIGITS);
  }

  static Stream<Arguments> strings() {
    return Stream.of(
        Arguments.of("", ""),
        Arguments.of("a\"b\\c/d", "a\\\"b\\\\c/d"),
        Arguments.of("\b\f\n\r\t", "\\b\\f\\n\\r\\t"),
        Arguments.of("\u0000\u001f\u007f", "\\u0000\\u001f\u007f"),
        Arguments.of("\u2028\u2029é", "\u2028\u2029é"),
        Arguments.of("x\uD83D\uDE00y", "x\uD83D\uDE00y"),
        Arguments.of("\uD83D", "\\ud83d"),
        Arguments.of("\uDE00\uD83D", "\\ude00\\ud83d"),
        Arguments.of("\uD83D\uD83D\uDE00", "\\ud83d\uD83D\uDE00"),
        Arguments.of("\uDFFFz", "\\udfffz"));
  }

  @ParameterizedTest
  @MethodSource("strings")
  void aStringEscapesOnlyWhatItMust(String string, String inside) throws PacketException {
    String json = '"' + inside + '"';
    assertThat(JsonWriter.write(string)).isEqualTo(json);
    assertThat(JsonWriter.write(Map.of(string, true))).isEqualTo("{" + json + ":true}");
    assertThat(read(json)).isEqualTo(string);
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        Arguments.of("0", 0L),
        Arguments.of("-0", 0L),
        Arguments.of("-12", -12L),
        Arguments.of("2147483648", 2147483648L),
        Arguments.of("9223372036854775807", Long.MAX_VALUE),
        Arguments.of("-9223372036854775808", Long.MIN_VALUE),
        Arguments.of("9223372036854775808", new BigInteger("9223372036854775808")),
        Arguments.of(HUNDRED_DIGITS, new BigInteger(HUNDRED_DIGITS)),
        Arguments.of(HUNDRED_DIGITS + "1", Double.valueOf(HUNDRED_DIGITS + "1")),
        Arguments.of("9".repeat(1_000), Double.POSITIVE_INFINITY),
        Arguments.of("1.0", 1.0),
        Arguments.of("1e2", 100.0),
        Arguments.of("0.1", 0.1),
        Arguments.of("1e999999999999", Double.POSITIVE_INFINITY),
        Arguments.of("-1e999999999999", Double.NEGATIVE_INFINITY),
        Arguments.of("1e-999999999999", 0.0));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void aNumberIsRead(String json, Number value) throws PacketException {
    assertThat(read(json)).isEqualTo(value);
  }

  @Test
  void objectsKeepTheOrderOfTheWire() throws PacketException {
    String json = "{\"z\":1,\"a\":2,\"m\":3,\"__proto__\":4,\"\":5}";
    assertThat(JsonWriter.write(Objects.requireNonNull(read(json)))).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(ints = {60_000, 1_000_000})
  void namesAndStringsMayBeAsLongAsAMessage(int length) throws PacketException {
    String longest = "x".repeat(length);
    assertThat(read("{\"" + longest + "\":\"" + longest + "\"}"))
        .isEqualTo(Map.of(longest, longest));
  }

  @Test
  void whatIsReadMayHoldNullsAndBeChanged() throws PacketException {
    List<@Nullable Object> expected = new ArrayList<>();
    expected.add(null);
    assertThat(read("[null]")).isEqualTo(expected);
  }

  private static @Nullable Object read(String json) throws PacketException {
    Decoded decoded = PARSER.newDecoder(10).decodeText("2[\"a\"," + json + "]");
    Complete complete = (Complete) decoded;
    return ((Event) complete.packet()).args().getFirst();
  }
}
