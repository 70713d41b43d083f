package ceres.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.Decoded.AwaitingAttachments;
import ceres.socketio.protocol.Decoded.Complete;
import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets and the strings they are: the examples of the protocol document, and then some. */
class PacketWireTest {
  private static final PacketParser PARSER = new JsonPacketParser();
  private static final byte[] ONE = {1, 2, 3};
  private static final byte[] TWO = {4};

  static Stream<Arguments> textPackets() {
    return Stream.of(
        Arguments.of("0", new Connect("/", null)),
        Arguments.of("0{\"token\":\"123\"}", new Connect("/", Map.of("token", "123"))),
        Arguments.of("0/admin,", new Connect("/admin", null)),
        Arguments.of(
            "0/admin,{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}",
            new Connect("/admin", Map.of("sid", "oSO0OpakMV_3jnilAAAA"))),
        Arguments.of("0/admin?x=1,", new Connect("/admin?x=1", null)),
        Arguments.of("1", new Disconnect("/")),
        Arguments.of("1/admin,", new Disconnect("/admin")),
        Arguments.of("2[\"foo\"]", new Event("/", null, "foo", List.of())),
        Arguments.of("2/admin,[\"bar\"]", new Event("/admin", null, "bar", List.of())),
        Arguments.of("212[\"foo\"]", new Event("/", 12L, "foo", List.of())),
        Arguments.of("20[\"foo\"]", new Event("/", 0L, "foo", List.of())),
        Arguments.of(
            "29007199254740991[\"foo\"]", new Event("/", 9007199254740991L, "foo", List.of())),
        Arguments.of(
            "2/admin,456[\"project:delete\",123]",
            new Event("/admin", 456L, "project:delete", List.of(123L))),
        Arguments.of(
            "2[\"a\",null,true,false,1.5,\"é\",[],{},[{\"b\":[]}]]",
            new Event(
                "/",
                null,
                "a",
                Arrays.asList(
                    null,
                    true,
                    false,
                    1.5,
                    "é",
                    List.of(),
                    Map.of(),
                    List.of(Map.of("b", List.of()))))),
        Arguments.of("2[\"\"]", new Event("/", null, "", List.of())),
        Arguments.of("312[]", new Ack("/", 12, List.of())),
        Arguments.of("312[\"bar\"]", new Ack("/", 12, List.of("bar"))),
        Arguments.of("3/admin,456[]", new Ack("/admin", 456, List.of())),
        Arguments.of(
            "4{\"message\":\"Invalid namespace\"}",
            new ConnectError("/", "Invalid namespace", null)),
        Arguments.of(
            "4/admin,{\"message\":\"Not authorized\",\"data\":{\"code\":7}}",
            new ConnectError("/admin", "Not authorized", Map.of("code", 7L))));
  }

  @ParameterizedTest
  @MethodSource("textPackets")
  void aPacketIsWrittenAs(String wire, SocketPacket packet) {
    EncodedPacket encoded = PARSER.encode(packet);
    assertThat(encoded.text()).isEqualTo(wire);
    assertThat(encoded.binary()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("textPackets")
  void aPacketIsReadFrom(String wire, SocketPacket packet) throws PacketException {
    assertThat(PARSER.newDecoder(10).decodeText(wire)).isEqualTo(new Complete(packet));
  }

  @Test
  void bytesInAnEventMakeItABinaryEvent() {
    EncodedPacket encoded = PARSER.encode(new Event("/", null, "baz", List.of(ONE)));
    assertThat(encoded.text()).isEqualTo("51-[\"baz\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(encoded.binary()).containsExactly(ONE);
  }

  @Test
  void attachmentsAreNumberedAsTheyAppearHoweverDeep() {
    Event event = new Event("/admin", 3L, "baz", List.of(Map.of("a", List.of(ONE)), TWO));
    EncodedPacket encoded = PARSER.encode(event);
    assertThat(encoded.text())
        .isEqualTo(
            "52-/admin,3[\"baz\",{\"a\":[{\"_placeholder\":true,\"num\":0}]},"
                + "{\"_placeholder\":true,\"num\":1}]");
    assertThat(encoded.binary()).containsExactly(ONE, TWO);
  }

  @Test
  void bytesInAnAckMakeItABinaryAck() {
    EncodedPacket encoded = PARSER.encode(new Ack("/admin", 456, List.of("bar", ONE)));
    assertThat(encoded.text())
        .isEqualTo("61-/admin,456[\"bar\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(encoded.binary()).containsExactly(ONE);
  }

  @Test
  void aBinaryPacketIsCompleteWithItsLastAttachment() throws PacketException {
    PacketDecoder decoder = PARSER.newDecoder(10);
    String wire =
        "52-/admin,3[\"baz\",{\"_placeholder\":true,\"num\":1},"
            + "[{\"a\":{\"num\":0,\"_placeholder\":true}}]]";
    assertThat(decoder.decodeText(wire)).isEqualTo(new AwaitingAttachments(2));
    assertThat(decoder.decodeBinary(ONE)).isEqualTo(new AwaitingAttachments(1));
    assertThat(decoder.decodeBinary(TWO))
        .isEqualTo(
            new Complete(new Event("/admin", 3L, "baz", List.of(TWO, List.of(Map.of("a", ONE))))));
    assertThat(decoder.decodeText("1")).isEqualTo(new Complete(new Disconnect("/")));
  }

  @Test
  void aBinaryAckIsCompleteWithItsAttachment() throws PacketException {
    PacketDecoder decoder = PARSER.newDecoder(10);
    decoder.decodeText("61-13[{\"_placeholder\":true,\"num\":0}]");
    assertThat(decoder.decodeBinary(ONE)).isEqualTo(new Complete(new Ack("/", 13, List.of(ONE))));
  }

  @Test
  void oneAttachmentMayStandInTwoPlaces() throws PacketException {
    PacketDecoder decoder = PARSER.newDecoder(10);
    decoder.decodeText(
        "51-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]");
    assertThat(decoder.decodeBinary(ONE))
        .isEqualTo(new Complete(new Event("/", null, "a", List.of(ONE, ONE))));
  }

  @Test
  void onlyABinaryPacketHasPlaceholders() throws PacketException {
    Map<String, Object> plain = Map.of("_placeholder", true, "num", 0L);
    assertThat(PARSER.newDecoder(10).decodeText("2[\"a\",{\"_placeholder\":true,\"num\":0}]"))
        .isEqualTo(new Complete(new Event("/", null, "a", List.of(plain))));
  }

  @Test
  void aPlaceholderIsMarkedByTrueAndNothingElse() throws PacketException {
    assertThat(PARSER.newDecoder(10).decodeText("50-[\"a\",{\"_placeholder\":1,\"num\":0}]"))
        .isEqualTo(
            new Complete(
                new Event("/", null, "a", List.of(Map.of("_placeholder", 1L, "num", 0L)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "0/, 0",
        "0/,{} 0{}",
        "0/admin 0/admin,",
        "1/admin 1/admin,",
        "2007[\"a\"] 27[\"a\"]",
        "2[1] 2[\"1\"]",
        "2[1.0] 2[\"1\"]",
        "50-[\"a\"] 2[\"a\"]",
        "50-/b,3[\"a\"] 2/b,3[\"a\"]",
        "60-3[] 33[]",
        "4\"no\" 4{\"message\":\"no\"}",
        "2[\"a\",{\"b\":1,\"c\":2,\"b\":3}] 2[\"a\",{\"b\":3,\"c\":2}]",
        "2[\"a\",-0,1E2,1e-9] 2[\"a\",0,100,1e-9]",
        "2[\"a\",1e999,-1e999] 2[\"a\",null,null]",
        "2[\"\\u0061\\/\"] 2[\"a/\"]",
      })
  void whatMayBeWrittenInTwoWaysIsWrittenInOne(String wire, String canonical)
      throws PacketException {
    assertThat(PARSER.newDecoder(10).decodeText(wire))
        .isInstanceOfSatisfying(
            Complete.class,
            complete -> assertThat(PARSER.encode(complete.packet()).text()).isEqualTo(canonical));
  }
}
