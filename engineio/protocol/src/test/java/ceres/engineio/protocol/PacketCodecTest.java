package ceres.engineio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.engineio.protocol.EnginePacket.BinaryMessage;
import ceres.engineio.protocol.EnginePacket.Close;
import ceres.engineio.protocol.EnginePacket.Noop;
import ceres.engineio.protocol.EnginePacket.Open;
import ceres.engineio.protocol.EnginePacket.Ping;
import ceres.engineio.protocol.EnginePacket.Pong;
import ceres.engineio.protocol.EnginePacket.TextMessage;
import ceres.engineio.protocol.EnginePacket.Upgrade;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketCodecTest {

  static Stream<Arguments> wire() {
    return Stream.of(
        Arguments.of("1", new Close()),
        Arguments.of("2", new Ping("")),
        Arguments.of("2probe", new Ping("probe")),
        Arguments.of("3", new Pong("")),
        Arguments.of("3probe", new Pong("probe")),
        Arguments.of("4", new TextMessage("")),
        Arguments.of("4hello €", new TextMessage("hello €")),
        Arguments.of("bAQIDBA==", new BinaryMessage(new byte[] {1, 2, 3, 4})),
        Arguments.of("5", new Upgrade()),
        Arguments.of("6", new Noop()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wire")
  void every_packet_has_one_text_form_and_is_read_back_from_it(String text, EnginePacket packet)
      throws Exception {
    assertThat(PacketCodec.encode(packet)).isEqualTo(text);
    assertThat(PacketCodec.decode(text)).isEqualTo(packet);
  }

  /** The official client for Java writes them so. */
  @ParameterizedTest
  @ValueSource(strings = {"bAQIDBA==\n", "bAQID\nBA==\n", "bAQID\r\nBA==\r\n"})
  void bytes_may_have_line_breaks_in_their_base64(String text) throws Exception {
    assertThat(PacketCodec.decode(text)).isEqualTo(new BinaryMessage(new byte[] {1, 2, 3, 4}));
  }

  @Test
  void open_carries_exactly_its_five_keys() {
    OpenPayload payload =
        new OpenPayload("lv_VI97HAXpY6yYWAAAC", List.of("websocket"), 25_000, 60_000, 1_000_000);
    assertThat(PacketCodec.encode(new Open(payload)))
        .isEqualTo(
            "0{\"sid\":\"lv_VI97HAXpY6yYWAAAC\",\"upgrades\":[\"websocket\"],"
                + "\"pingInterval\":25000,\"pingTimeout\":60000,\"maxPayload\":1000000}");
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty packet",
    "abc, unknown packet type",
    "7, unknown packet type",
    "0{}, unknown packet type",
    "b%%%, bytes that are not base64",
    "bA, bytes that are not base64"
  })
  void what_is_no_packet_is_refused(String text, String message) {
    assertThatThrownBy(() -> PacketCodec.decode(text))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessage(message);
  }

  @Test
  void a_payload_is_split_at_the_record_separator() throws Exception {
    assertThat(PayloadCodec.decode("4a\u001e2\u001ebAQ=="))
        .containsExactly(new TextMessage("a"), new Ping(""), new BinaryMessage(new byte[] {1}));
    assertThat(PayloadCodec.join(List.of("4a", "2", "bAQ=="))).isEqualTo("4a\u001e2\u001ebAQ==");
  }

  @ParameterizedTest
  @CsvSource({"''", "'\u001e'", "'4a\u001e'", "'4a\u001e\u001e4b'", "'4a\u001eabc'"})
  void one_bad_packet_spoils_the_whole_payload(String body) {
    assertThatThrownBy(() -> PayloadCodec.decode(body))
        .isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void random_text_is_a_packet_or_refused_and_nothing_else() {
    Random random = new Random(4);
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        text.append("0123456b=/A\u001e€\ud800\0".charAt(random.nextInt(15)));
      }
      try {
        assertThat(PayloadCodec.decode(text.toString())).isNotEmpty();
      } catch (MalformedPacketException refused) {
        assertThat(refused).hasMessageNotContaining("€");
      }
    }
  }
}
