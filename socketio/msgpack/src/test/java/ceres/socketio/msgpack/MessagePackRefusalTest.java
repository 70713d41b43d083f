package ceres.socketio.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.socketio.protocol.PacketException;
import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Event;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no packet, and the sentence that says why. */
class MessagePackRefusalTest {

  /**
   * Keys: {@code a474797065} type, {@code a464617461} data, {@code a26964} id, {@code a36e7370}.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                             | not a map",
        "c0                                             | not a map",
        "93020102                                       | not a map",
        "c1                                             | not MessagePack",
        "81                                             | not MessagePack",
        "82a474797065                                   | not MessagePack",
        "df7fffffff                                     | not MessagePack",
        "dfffffffff                                     | not MessagePack",
        "80                                             | unknown packet type",
        "81a36e7370a12f                                 | unknown packet type",
        "82a474797065a130a36e7370a12f                   | unknown packet type",
        "82a474797065cb0000000000000000a36e7370a12f     | unknown packet type",
        "82a474797065ffa36e7370a12f                     | unknown packet type",
        "82a47479706505a36e7370a12f                     | unknown packet type",
        "83a47479706506a26964a0a36e7370a12f             | unknown packet type",
        "82a474797065cfffffffffffffffffa36e7370a12f     | unknown packet type",
        "82a474797065cf0000000100000000a36e7370a12f     | unknown packet type",
        "81a47479706500                                 | not a namespace",
        "82a47479706500a36e7370c0                       | not a namespace",
        "82a47479706500a36e737001                       | not a namespace",
        "82a47479706500a36e7370a0                       | not a namespace",
        "82a47479706500a36e7370a161                     | not a namespace",
        "82a47479706500a36e7370a32f2c61                 | not a namespace",
        "83a47479706500a464617461c0a36e7370a12f         | the payload of CONNECT is not an object",
        "83a47479706500a46461746190a36e7370a12f         | the payload of CONNECT is not an object",
        "83a47479706500a26964 00a36e7370a12f            | CONNECT with an acknowledgement id",
        "83a47479706501a26964 00a36e7370a12f            | DISCONNECT with an acknowledgement id",
        "83a47479706501a46461746180a36e7370a12f         | DISCONNECT with a payload",
        "83a47479706501a464617461c0a36e7370a12f         | DISCONNECT with a payload",
        "82a47479706502a36e7370a12f                     | EVENT without a payload",
        "83a47479706502a464617461d40000a36e7370a12f     | EVENT without a payload",
        "83a47479706502a46461746180a36e7370a12f         | the payload of EVENT is not an array",
        "83a47479706502a46461746190a36e7370a12f         | the event has no name",
        "83a47479706502a46461746191c0a36e7370a12f       | the event has no name",
        "83a47479706502a46461746191c40161a36e7370a12f   | the event has no name",
        "83a47479706502a46461746191a7636f6e6e656374a36e7370a12f | the name of the event is reserved",
        "84a47479706502a46461746191a161a26964c0a36e7370a12f | the acknowledgement id is not one",
        "84a47479706502a46461746191a161a26964a131a36e7370a12f | the acknowledgement id is not one",
        "84a47479706502a46461746191a161a26964ffa36e7370a12f | the acknowledgement id is not one",
        "84a47479706502a46461746191a161a26964cf0020000000000000a36e7370a12f"
            + " | the acknowledgement id is not one",
        "84a47479706502a46461746191a161a26964cfffffffffffffffffa36e7370a12f"
            + " | the acknowledgement id is not one",
        "84a47479706502a46461746191a161a26964cb3ff0000000000000a36e7370a12f"
            + " | the acknowledgement id is not one",
        "83a47479706503a46461746190a36e7370a12f         | ACK without an id",
        "83a47479706503a2696401a36e7370a12f             | ACK without a payload",
        "84a47479706503a464617461c0a2696401a36e7370a12f | the payload of ACK is not an array",
        "82a47479706504a36e7370a12f                     | CONNECT_ERROR without a payload",
        "83a47479706504a46461746180a36e7370a12f" + " | the payload of CONNECT_ERROR has no message",
        "82a47479706500a36e7370a12fc0                   | something follows the packet",
        "82a47479706500a36e7370a12f82a47479706500a36e7370a12f | something follows the packet",
        "820000a47479706500                             | an object has a key that is not a string",
        "83c40474797065 00a47479706500a36e7370a12f      | an object has a key that is not a string",
      })
  void aMessageIsRefusedWithASentence(String hex, String sentence) {
    assertThatThrownBy(() -> Hex.packet(hex.replace(" ", "")))
        .isInstanceOf(PacketException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "c1, not MessagePack",
    "dd7fffffff, not MessagePack",
    "ddffffffff, not MessagePack",
    "df3fffffff, not MessagePack",
    "db7fffffff, not MessagePack",
    "dbffffffff, not MessagePack",
    "c67fffffff, not MessagePack",
    "c6ffffffff, not MessagePack",
    "c97fffffff00, not MessagePack",
    "c9ffffffff00, not MessagePack",
    "a1ff, a string that is not UTF-8",
    "a1c3, a string that is not UTF-8",
    "a3eda080, a string that is not UTF-8",
    "a2c080, a string that is not UTF-8",
    "8101c0, an object has a key that is not a string",
    "81c0c0, an object has a key that is not a string",
    "d40100, an extension that means nothing here",
    "d5000000, an extension that means nothing here",
    "d60000000000, an extension that means nothing here",
    "d6ff00000000, an extension that means nothing here",
    "d70100000000000000ff, an extension that means nothing here",
    "d80000000000000000000000000000000000, an extension that means nothing here",
    "c70101ff, an extension that means nothing here",
    "d700001eb208c2dc0001, a date that is none",
    "d700ffe14df73d23ffff, a date that is none",
  })
  void anArgumentIsRefusedWithASentence(String hex, String sentence) {
    assertThatThrownBy(() -> Hex.arg(hex)).isInstanceOf(PacketException.class).hasMessage(sentence);
  }

  @Test
  void everyBeginningOfAPacketIsRefused() {
    String whole = Hex.event("82a161c4020102a16293d40000cb3ff8000000000000d9026162");
    for (int end = 0; end < whole.length(); end += 2) {
      String part = whole.substring(0, end);
      assertThatThrownBy(() -> Hex.packet(part)).as(part).isInstanceOf(PacketException.class);
    }
  }

  @Test
  void aHundredLevelsArePlentyAndAHundredAndOneTooMany() throws PacketException {
    assertThat(Hex.arg("91".repeat(98) + "90")).isInstanceOf(List.class);
    assertThatThrownBy(() -> Hex.arg("91".repeat(99) + "90"))
        .hasMessage("the payload is nested deeper than 100 levels");
    assertThatThrownBy(() -> Hex.packet("81a161" + "81a161".repeat(300_000) + "c0"))
        .hasMessage("the payload is nested deeper than 100 levels");
  }

  /** Each claims 16 MiB, or so many items. */
  @ParameterizedTest
  @ValueSource(strings = {"c601000000", "db01000000", "c90100000000", "dd01000000", "df01000000"})
  void nothingIsAllocatedOnTheWordOfALength(String header) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    String hex = Hex.event(header);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> Hex.packet(hex)).hasMessage("not MessagePack");
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
  }

  @Test
  void textIsRefused() {
    assertThatThrownBy(() -> new MessagePackParser().newDecoder(10).decodeText("0"))
        .isInstanceOf(PacketException.class)
        .hasMessage("text where MessagePack is due");
  }

  @Test
  void whatIsNoValueIsNotEncoded() {
    assertRefused(new Event("/", null, "a", List.of('x')), "not a value: java.lang.Character");
    assertRefused(
        new Event("/", null, "a", List.of(Map.of(1, 2))),
        "an object has a key that is not a string");
    List<@Nullable Object> cycle = new ArrayList<>();
    cycle.add(cycle);
    assertRefused(new Ack("/", 1, cycle), "values are nested more than 1000 deep");
  }

  private static void assertRefused(SocketPacket packet, String sentence) {
    assertThatThrownBy(() -> new MessagePackParser().encode(packet))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }
}
