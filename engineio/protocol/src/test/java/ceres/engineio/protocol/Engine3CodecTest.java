package ceres.engineio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.engineio.protocol.EnginePacket.BinaryMessage;
import ceres.engineio.protocol.EnginePacket.Ping;
import ceres.engineio.protocol.EnginePacket.TextMessage;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO 3, literally. */
class Engine3CodecTest {
  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  @Test
  void a_body_of_text_counts_utf16_code_units() throws Exception {
    String body = "6:4hello2:4\u20ac3:4\ud83d\ude801:2b";
    assertThatThrownBy(() -> Engine3Codec.decodePayload(body))
        .isInstanceOf(MalformedPacketException.class);
    String good = "6:4hello2:4\u20ac3:4\ud83d\ude801:26:b4AQI=";
    assertThat(Engine3Codec.decodePayload(good))
        .containsExactly(
            new TextMessage("hello"),
            new TextMessage("\u20ac"),
            new TextMessage("\ud83d\ude80"),
            new Ping(""),
            new BinaryMessage(new byte[] {1, 2}));
    assertThat(Engine3Codec.join(List.of("4hello", "4\u20ac", "4\ud83d\ude80", "2", "b4AQI=")))
        .isEqualTo(good);
    assertThat(Engine3Codec.encode(new BinaryMessage(new byte[] {1, 2}))).isEqualTo("b4AQI=");
  }

  @Test
  void a_body_of_bytes_mixes_text_and_bytes() throws Exception {
    assertThat(Engine3Codec.decodePayload(hex("00 04 ff 34e282ac 01 03 ff 040102")))
        .containsExactly(new TextMessage("\u20ac"), new BinaryMessage(new byte[] {1, 2}));
    assertThat(Engine3Codec.decodePayload(hex("00 01 00 ff 34313233343536373839")))
        .containsExactly(new TextMessage("123456789"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "1",
        "1:",
        "2:4",
        ":4",
        "a:4",
        "-1:4",
        "0:",
        "1:x",
        "1:41",
        "1:4:",
        "1:0",
        "9999999999:4",
        "2147483648:4",
        " 1:4",
        "3:b5A",
        "3:b4x",
        "1:b",
        "6:4hello\u001e"
      })
  void a_body_that_is_no_payload_is_refused(String body) {
    assertThatThrownBy(() -> Engine3Codec.decodePayload(body))
        .isInstanceOf(MalformedPacketException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00ff",
        "0001",
        "0001ff",
        "0002ff34",
        "0201ff34",
        "010bff34",
        "0101ff34",
        "0101ff05",
        "0100ff",
        "0002ff34ff",
        "0009090909090909090909ff34",
        "ffffff"
      })
  void a_body_of_bytes_that_is_no_payload_is_refused(String body) {
    assertThatThrownBy(() -> Engine3Codec.decodePayload(hex(body)))
        .isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void a_binary_frame_begins_with_its_type() throws Exception {
    assertThat(Engine3Codec.decode(hex("04ff"))).isEqualTo(new BinaryMessage(hex("ff")));
    assertThatThrownBy(() -> Engine3Codec.decode(hex("")))
        .isInstanceOf(MalformedPacketException.class);
    assertThatThrownBy(() -> Engine3Codec.decode(hex("02")))
        .isInstanceOf(MalformedPacketException.class);
  }
}
