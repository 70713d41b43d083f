package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawHttp.Answer;
import ceres.testing.wire.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed WebSocket messages: RFC 7692. */
@ExtendWith(NoLeaks.class)
class PerMessageDeflateWireTest {
  private static final int LIMIT = 10_000;
  private static final String OFFER = "permessage-deflate; client_max_window_bits";
  private static final String AGREED =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private static TestServer server() throws Exception {
    return new TestServer(settings -> settings.perMessageDeflate(true).maxPayload(LIMIT));
  }

  private static Answer handshake(RawHttp http, String offer) throws Exception {
    String[] headers = Arrays.copyOf(RawWebSocket.UPGRADE, RawWebSocket.UPGRADE.length + 1);
    headers[headers.length - 1] = "Sec-WebSocket-Extensions: " + offer;
    return http.get(RawHttp.WEBSOCKET, headers).answer();
  }

  /** A WebSocket that may compress, after its OPEN. */
  private static RawWebSocket open(TestServer server) throws Exception {
    RawHttp http = server.http();
    assertThat(handshake(http, OFFER).header("sec-websocket-extensions")).isEqualTo(AGREED);
    RawWebSocket socket = RawWebSocket.on(http);
    assertThat(socket.next()).startsWith("0{");
    return socket;
  }

  private static byte[] deflate(byte[] bytes, boolean last) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(bytes);
    if (last) {
      deflater.finish();
    }
    byte[] out = new byte[bytes.length + 100];
    int length =
        deflater.deflate(out, 0, out.length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
    deflater.end();
    // With a last block a byte follows that begins another; without, the empty block is left out.
    return Arrays.copyOf(out, last ? length + 1 : length - 4);
  }

  private static byte[] deflate(String text) {
    return deflate(text.getBytes(StandardCharsets.UTF_8), false);
  }

  private static String inflate(String frame, String expectedStart) throws Exception {
    assertThat(frame).startsWith(expectedStart);
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.writeBytes(HexFormat.of().parseHex(frame.substring(expectedStart.length())));
    payload.writeBytes(new byte[] {0, 0, (byte) 0xff, (byte) 0xff});
    Inflater inflater = new Inflater(true);
    inflater.setInput(payload.toByteArray());
    byte[] out = new byte[2 * LIMIT];
    int length = inflater.inflate(out);
    inflater.end();
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "permessage-deflate | true",
        "PerMessage-Deflate;client_max_window_bits | true",
        "permessage-deflate; client_max_window_bits=\"10\"; client_no_context_takeover | true",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate | true",
        "x-webkit-deflate-frame, permessage-deflate; server_no_context_takeover | true",
        "permessage-deflate; server_max_window_bits=10 | false",
        "permessage-deflate; client_max_window_bits=16 | false",
        "permessage-deflate; something | false",
        "x-webkit-deflate-frame | false",
        "'' | false",
      })
  void an_offer_is_agreed_to_if_it_can_be(String offer, boolean agreed) throws Exception {
    try (TestServer server = server();
        RawHttp http = server.http()) {
      Answer answer = handshake(http, offer);
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("sec-websocket-extensions")).isEqualTo(agreed ? AGREED : null);
    }
  }

  @Test
  void what_goes_to_a_client_of_engineio_3_is_compressed_too() throws Exception {
    String[] headers = Arrays.copyOf(RawWebSocket.UPGRADE, RawWebSocket.UPGRADE.length + 1);
    headers[headers.length - 1] = "Sec-WebSocket-Extensions: " + OFFER;
    String target = RawHttp.WEBSOCKET.replace("EIO=4", "EIO=3");
    try (TestServer server =
            new TestServer(settings -> settings.perMessageDeflate(true).allowEio3(true));
        RawHttp http = server.http()) {
      assertThat(http.get(target, headers).answer().status()).isEqualTo(101);
      RawWebSocket socket = RawWebSocket.on(http);
      TestServer.Told told = server.session(TestServer.sidOf(socket.next()));
      String text = "ceres ".repeat(1_000);
      told.send(text);
      assertThat(inflate(socket.next(), "frame c1 ")).isEqualTo("4" + text);
      told.onLoop(
          session -> session.send(OutgoingPacket.binary(text.getBytes(StandardCharsets.UTF_8))));
      assertThat(inflate(socket.next(), "frame c2 ")).isEqualTo("\u0004" + text);
      told.onLoop(session -> session.send(OutgoingPacket.binary(new byte[] {1})));
      assertThat(socket.next()).isEqualTo("binary 0401");
    }
  }

  @Test
  void it_is_off_unless_asked_for() throws Exception {
    try (TestServer server = new TestServer();
        RawHttp http = server.http()) {
      assertThat(handshake(http, OFFER).headers()).doesNotContainKey("sec-websocket-extensions");
      RawWebSocket socket = RawWebSocket.on(http);
      assertThat(socket.next()).startsWith("0{");
      assertThat(socket.frame(0xc1, deflate("4a")).next()).isEqualTo("close 1002");
    }
  }

  @Test
  void large_messages_are_compressed_both_ways_and_small_ones_are_not() throws Exception {
    String large = '4' + "hello \u00e9 ".repeat(500);
    try (TestServer server = server();
        RawWebSocket socket = open(server)) {
      for (int i = 0; i < 3; i++) {
        assertThat(socket.frame(0xc1, deflate("4small")).next()).isEqualTo("4small");
        assertThat(inflate(socket.frame(0xc1, deflate(large)).next(), "frame c1 "))
            .isEqualTo(large);
        assertThat(inflate(socket.text(large).next(), "frame c1 ")).isEqualTo(large);
        assertThat(socket.frame(0xc2, deflate("bin")).next()).isEqualTo("binary 62696e");
      }
    }
  }

  @Test
  void a_client_that_did_not_agree_gets_plain_frames_of_the_same_broadcast() throws Exception {
    OutgoingPacket shared = OutgoingPacket.text("x".repeat(2_000));
    try (TestServer server = server();
        RawWebSocket socket = open(server);
        RawWebSocket plain = server.webSocket("")) {
      String sid = TestServer.sidOf(plain.next());
      server.session(sid).onLoop(session -> session.send(shared));
      assertThat(plain.next()).isEqualTo('4' + "x".repeat(2_000));
      server.broadcast(shared);
      assertThat(inflate(socket.next(), "frame c1 ")).isEqualTo('4' + "x".repeat(2_000));
      server.broadcast(shared.uncompressed());
      assertThat(socket.next()).isEqualTo('4' + "x".repeat(2_000));
    }
  }

  @Test
  void a_compressed_message_may_come_in_fragments_and_with_a_last_block() throws Exception {
    byte[] whole = deflate("4in fragments");
    try (TestServer server = server();
        RawWebSocket socket = open(server)) {
      socket.frame(0x41, Arrays.copyOf(whole, 5)).frame(0x89, "01");
      assertThat(socket.next()).isEqualTo("pong 01");
      socket.frame(0x00, Arrays.copyOfRange(whole, 5, 7)).frame(0x00, "");
      socket.frame(0x80, Arrays.copyOfRange(whole, 7, whole.length));
      assertThat(socket.next()).isEqualTo("4in fragments");
      byte[] last = deflate("4last".getBytes(StandardCharsets.UTF_8), true);
      assertThat(socket.frame(0xc1, last).next()).isEqualTo("4last");
      assertThat(socket.frame(0x01, "34").frame(0x80, "61").next()).isEqualTo("4a");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_bomb_is_1009_before_it_goes_off(boolean inFragments) throws Exception {
    byte[] bomb = deflate(new byte[9_000_000], false);
    assertThat(bomb.length).isLessThan(LIMIT);
    try (TestServer server = server();
        RawWebSocket socket = open(server)) {
      if (inFragments) {
        byte[] whole = deflate(new byte[15_000], false);
        int middle = whole.length / 2;
        socket.frame(0x42, Arrays.copyOf(whole, middle));
        socket.frame(0x80, Arrays.copyOfRange(whole, middle, whole.length));
      } else {
        socket.frame(0xc2, bomb);
      }
      assertThat(socket.next()).isEqualTo("close 1009");
      server.awaitSessions(0);
    }
  }

  @Test
  void exactly_the_limit_is_read() throws Exception {
    String message = '4' + "x".repeat(LIMIT - 1);
    try (TestServer server = server();
        RawWebSocket socket = open(server)) {
      assertThat(inflate(socket.frame(0xc1, deflate(message)).next(), "frame c1 "))
          .isEqualTo(message);
    }
  }

  @ParameterizedTest
  @CsvSource({"c1,ffffffff,1007", "c9,01,1002", "a1,34,1002", "d1,34,1002", "91,34,1002"})
  void what_breaks_the_rules_is_closed_at_once(String first, String payload, int status)
      throws Exception {
    long begin = System.nanoTime();
    try (TestServer server = server();
        RawWebSocket socket = open(server)) {
      socket.frame(Integer.parseInt(first, 16), payload);
      assertThat(socket.next()).isEqualTo("close " + status);
      server.awaitSessions(0);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void invalid_utf8_is_found_behind_the_compression() throws Exception {
    try (TestServer server = server();
        RawWebSocket socket = open(server)) {
      socket.frame(0xc1, deflate(new byte[] {'4', (byte) 0xff}, false));
      assertThat(socket.next()).isEqualTo("close 1007");
    }
  }

  @Test
  void a_connection_cut_in_the_middle_of_a_compressed_message_loses_nothing() throws Exception {
    try (TestServer server = server()) {
      RawWebSocket socket = open(server);
      socket.frame(0x41, deflate("4begin"));
      socket.connection().reset();
      server.awaitSessions(0);
    }
  }
}
