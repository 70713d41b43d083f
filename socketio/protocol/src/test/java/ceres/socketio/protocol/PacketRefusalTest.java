package ceres.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.socketio.protocol.Decoded.AwaitingAttachments;
import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no packet, and the sentence that says why. */
class PacketRefusalTest {
  private static final PacketParser PARSER = new JsonPacketParser();
  private static final String NO_JSON = "the payload is not valid JSON";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                 | unknown packet type",
        "7                  | unknown packet type",
        "a                  | unknown packet type",
        "-1                 | unknown packet type",
        "/                  | unknown packet type",
        "٢[\"a\"]           | unknown packet type",
        "5                  | the number of attachments is missing",
        "5[\"a\"]           | the number of attachments is missing",
        "5-[\"a\"]          | the number of attachments is missing",
        "51[\"a\"]          | the number of attachments is missing",
        "51                 | the number of attachments is missing",
        "5-1-[\"a\"]        | the number of attachments is missing",
        "51.0-[\"a\"]       | the number of attachments is missing",
        "5 1-[\"a\"]        | the number of attachments is missing",
        "511-[\"a\"]        | more than 10 attachments",
        "599999999999999999999999999-[\"a\"] | more than 10 attachments",
        "51-[\"a\"]         | an attachment has no placeholder",
        "52-[\"a\",{\"_placeholder\":true,\"num\":1}] | an attachment has no placeholder",
        "50-[\"a\",{\"_placeholder\":true,\"num\":0}] | a placeholder refers to no attachment",
        "51-[\"a\",{\"_placeholder\":true,\"num\":1}] | a placeholder refers to no attachment",
        "51-[\"a\",{\"_placeholder\":true,\"num\":-1}] | a placeholder refers to no attachment",
        "51-[\"a\",{\"_placeholder\":true,\"num\":0.0}] | a placeholder refers to no attachment",
        "51-[\"a\",{\"_placeholder\":true,\"num\":\"0\"}] | a placeholder refers to no attachment",
        "51-[\"a\",{\"_placeholder\":true}] | a placeholder refers to no attachment",
        "51-[{\"_placeholder\":true,\"num\":0}] | the event has no name",
        "51-{\"_placeholder\":true,\"num\":0} | the payload of BINARY_EVENT is not an array",
        "29007199254740992[\"a\"] | the acknowledgement id is too large",
        "299999999999999999999999999[\"a\"] | the acknowledgement id is too large",
        "2-1[\"a\"]         | the payload is not valid JSON",
        "21.5[\"a\"]        | the payload is not valid JSON",
        "21                 | EVENT without a payload",
        "01{}               | CONNECT with an acknowledgement id",
        "11                 | DISCONNECT with an acknowledgement id",
        "41{}               | CONNECT_ERROR with an acknowledgement id",
        "0[]                | the payload of CONNECT is not an object",
        "0\"a\"             | the payload of CONNECT is not an object",
        "0null              | the payload of CONNECT is not an object",
        "1{}                | DISCONNECT with a payload",
        "1null              | DISCONNECT with a payload",
        "2                  | EVENT without a payload",
        "2/admin,           | EVENT without a payload",
        "2{}                | the payload of EVENT is not an array",
        "2\"a\"             | the payload of EVENT is not an array",
        "2null              | the payload of EVENT is not an array",
        "2[]                | the event has no name",
        "2[null]            | the event has no name",
        "2[true]            | the event has no name",
        "2[[\"a\"]]         | the event has no name",
        "2[{}]              | the event has no name",
        "2[\"connect\"]     | the name of the event is reserved",
        "2[\"connect_error\"] | the name of the event is reserved",
        "2[\"disconnect\"]  | the name of the event is reserved",
        "2[\"disconnecting\"] | the name of the event is reserved",
        "2[\"newListener\"] | the name of the event is reserved",
        "2[\"removeListener\"] | the name of the event is reserved",
        "50-[\"connect\"]   | the name of the event is reserved",
        "3                  | ACK without a payload",
        "31                 | ACK without a payload",
        "3[]                | ACK without an id",
        "31{}               | the payload of ACK is not an array",
        "60-[]              | BINARY_ACK without an id",
        "60-1{}             | the payload of BINARY_ACK is not an array",
        "4                  | CONNECT_ERROR without a payload",
        "4[]                | the payload of CONNECT_ERROR has no message",
        "4{}                | the payload of CONNECT_ERROR has no message",
        "4{\"message\":1}   | the payload of CONNECT_ERROR has no message",
        "2[\"a\"            | the payload is not valid JSON",
        "2[\"a\",]          | the payload is not valid JSON",
        "2[\"a\",01]        | the payload is not valid JSON",
        "2[\"a\",+1]        | the payload is not valid JSON",
        "2[\"a\",1.]        | the payload is not valid JSON",
        "2[\"a\",NaN]       | the payload is not valid JSON",
        "2['a']             | the payload is not valid JSON",
        "2[\"a\",{b:1}]     | the payload is not valid JSON",
        "2[\"a\",{\"b\"}]   | the payload is not valid JSON",
        "2[\"a\\x\"]        | the payload is not valid JSON",
        "2[\"a\"/**/]       | the payload is not valid JSON",
        "2]                 | the payload is not valid JSON",
        "2,[\"a\"]          | the payload is not valid JSON",
        "2[\"a\"]]          | the payload is not valid JSON",
        "2[\"a\"][\"b\"]    | something follows the payload",
        "2[\"a\"]x          | the payload is not valid JSON",
        "2admin,[\"a\"]     | the payload is not valid JSON",
      })
  void aTextMessageIsRefusedWithASentence(String wire, String sentence) {
    assertThatThrownBy(() -> PARSER.newDecoder(10).decodeText(wire))
        .isInstanceOf(PacketException.class)
        .hasMessage(sentence);
  }

  /** Whoever sends on such a packet would send an attachment as often as it is referred to. */
  @Test
  void placeholdersAreNotMoreThanAttachmentsMayBe() throws PacketException {
    String placeholder = "{\"_placeholder\":true,\"num\":0}";
    String three = "51-[\"a\"" + ("," + placeholder).repeat(3) + "]";
    assertThat(PARSER.newDecoder(3).decodeText(three)).isEqualTo(new AwaitingAttachments(1));
    assertThatThrownBy(() -> PARSER.newDecoder(2).decodeText(three))
        .isInstanceOf(PacketException.class)
        .hasMessage("more than 2 placeholders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 ", "2\t\n", "2\u0000", "2[\"a\u0001\"]", "2\uFEFF[\"a\"]", "2\uD800"})
  void whiteAndControlCharactersAreNoPayload(String wire) {
    assertThatThrownBy(() -> PARSER.newDecoder(10).decodeText(wire)).hasMessage(NO_JSON);
  }

  @Test
  void textIsRefusedWhileAnAttachmentIsAwaited() throws PacketException {
    PacketDecoder decoder = PARSER.newDecoder(10);
    decoder.decodeText("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");
    assertThatThrownBy(() -> decoder.decodeText("2[\"a\"]"))
        .isInstanceOf(PacketException.class)
        .hasMessage("text where an attachment is awaited");
  }

  @Test
  void binaryIsRefusedWhereNoneIsAwaited() throws PacketException {
    PacketDecoder decoder = PARSER.newDecoder(10);
    assertThatThrownBy(() -> decoder.decodeBinary(new byte[1]))
        .isInstanceOf(PacketException.class)
        .hasMessage("binary where no attachment is awaited");
    decoder.decodeText("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");
    decoder.decodeBinary(new byte[0]);
    assertThatThrownBy(() -> decoder.decodeBinary(new byte[1]))
        .hasMessage("binary where no attachment is awaited");
  }

  @Test
  void theLimitOfAttachmentsIsTheCallers() throws PacketException {
    String wire = "51-[\"a\",{\"_placeholder\":true,\"num\":0}]";
    assertThat(PARSER.newDecoder(1).decodeText(wire)).isEqualTo(new Decoded.AwaitingAttachments(1));
    assertThatThrownBy(() -> PARSER.newDecoder(0).decodeText(wire))
        .hasMessage("more than 0 attachments");
    assertThatThrownBy(() -> PARSER.newDecoder(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHundredLevelsArePlentyAndAHundredAndOneTooMany() throws PacketException {
    String sentence =
        "the payload is nested deeper than 100 levels,"
            + " or has a number of more than 1000 characters";
    String deepest = "2[\"a\"," + "[".repeat(99) + "]".repeat(99) + "]";
    assertThat(PARSER.newDecoder(10).decodeText(deepest)).isInstanceOf(Decoded.Complete.class);
    String deeper = "2[\"a\"," + "[".repeat(100) + "]".repeat(100) + "]";
    assertThatThrownBy(() -> PARSER.newDecoder(10).decodeText(deeper)).hasMessage(sentence);
    String bomb = "2" + "[{\"a\":".repeat(500_000);
    assertThatThrownBy(() -> PARSER.newDecoder(10).decodeText(bomb)).hasMessage(sentence);
    String number = "2[\"a\"," + "9".repeat(1_001) + "]";
    assertThatThrownBy(() -> PARSER.newDecoder(10).decodeText(number)).hasMessage(sentence);
  }

  @Test
  void anExceptionHasNoStackTrace() {
    assertThatThrownBy(() -> PARSER.newDecoder(10).decodeText("9"))
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "admin", "/a,b"})
  void noPacketIsMadeOfWhatIsNoNamespace(String namespace) {
    String sentence = "not a namespace: " + namespace;
    assertThatThrownBy(() -> new Connect(namespace, null)).hasMessage(sentence);
    assertThatThrownBy(() -> new Disconnect(namespace)).hasMessage(sentence);
    assertThatThrownBy(() -> new Event(namespace, null, "a", List.of())).hasMessage(sentence);
    assertThatThrownBy(() -> new Ack(namespace, 1, List.of())).hasMessage(sentence);
    assertThatThrownBy(() -> new ConnectError(namespace, "a", null)).hasMessage(sentence);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 53})
  void noPacketIsMadeOfWhatIsNoId(long id) {
    String sentence = "not an acknowledgement id: " + id;
    assertThatThrownBy(() -> new Event("/", id, "a", List.of())).hasMessage(sentence);
    assertThatThrownBy(() -> new Ack("/", id, List.of())).hasMessage(sentence);
  }

  @Test
  void whatIsNoValueIsNotEncoded() {
    assertRefused(new Event("/", null, "a", List.of('x')), "not a value: java.lang.Character");
    assertRefused(
        new Event("/", null, "a", List.of(Map.of(1, 2))),
        "an object has a key that is not a string");
    String binary = "binary outside an event or acknowledgement";
    assertRefused(new Connect("/", Map.of("a", new byte[1])), binary);
    assertRefused(new ConnectError("/", "a", new byte[1]), binary);
    List<@Nullable Object> cycle = new ArrayList<>();
    cycle.add(cycle);
    assertRefused(new Ack("/", 1, cycle), "values are nested more than 1000 deep");
  }

  private static void assertRefused(SocketPacket packet, String sentence) {
    assertThatThrownBy(() -> PARSER.encode(packet))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }
}
