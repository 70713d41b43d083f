package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only WebSocket does: RFC 6455, frame by frame. */
@ExtendWith(NoLeaks.class)
class WebSocketWireTest {
  private static final int LIMIT = 1_000;

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(settings -> settings.maxPayload(LIMIT));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A WebSocket with a session, and what that told. */
  private record Opened(RawWebSocket socket, TestServer.Told told) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static Opened open() throws Exception {
    RawWebSocket socket = server.webSocket("");
    return new Opened(socket, server.session(TestServer.sidOf(socket.next())));
  }

  @Test
  void a_ping_frame_is_answered_with_the_same_payload() throws Exception {
    try (Opened opened = open()) {
      RawWebSocket socket = opened.socket();
      assertThat(socket.frame(0x89, "").next()).isEqualTo("pong ");
      assertThat(socket.frame(0x89, "c3a900ff").next()).isEqualTo("pong c3a900ff");
      assertThat(socket.frame(0x89, "ab".repeat(125)).next()).isEqualTo("pong " + "ab".repeat(125));
      assertThat(socket.frame(0x8a, "01").text("4after an unasked pong").next())
          .isEqualTo("4after an unasked pong");
    }
  }

  /** The session takes its time to end here, and is asked for by way of another loop. */
  @Test
  void who_sees_the_close_does_not_find_the_session_any_more() throws Exception {
    try (Opened opened = open();
        RawHttp other = server.httpByLoop(opened.told().session().loop(), false)) {
      CompletableFuture<Void> _ =
          opened
              .told()
              .closed
              .thenRun(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300)));
      assertThat(opened.socket().frame(0x83, "").next()).isEqualTo("close 1002");
      String target = RawHttp.POLLING + "&sid=" + opened.told().session().id();
      assertThat(other.get(target).answer().body())
          .isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
      assertThat(opened.socket().next()).isEqualTo("end");
    }
  }

  @Test
  void a_message_may_come_in_fragments_with_a_ping_between() throws Exception {
    try (Opened opened = open()) {
      RawWebSocket socket = opened.socket();
      socket.frame(0x01, "34").frame(0x89, "aa").frame(0x00, "e282").frame(0x80, "ac");
      assertThat(socket.next()).isEqualTo("pong aa");
      assertThat(socket.next()).isEqualTo("4\u20ac");
      socket.frame(0x02, "01").frame(0x00, "").frame(0x80, "02");
      assertThat(socket.next()).isEqualTo("binary 0102");
    }
  }

  @Test
  void frames_may_come_byte_by_byte() throws Exception {
    try (Opened opened = open()) {
      for (byte b : RawWebSocket.masked(0x81, "4slow".getBytes(StandardCharsets.UTF_8))) {
        opened.socket().raw(new byte[] {b});
      }
      assertThat(opened.socket().next()).isEqualTo("4slow");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "unmasked text, 810134, 1002",
    "reserved bit 1, c181000000003400, 1002",
    "reserved bit 2, a181000000003400, 1002",
    "reserved bit 3, 9181000000003400, 1002",
    "opcode 3, 838100000000ff, 1002",
    "opcode 11, 8b8100000000ff, 1002",
    "fragmented ping, 0980000000, 1002",
    "oversized ping, 89fe007e00000000, 1002",
    "continuation of nothing, 808000000000, 1002",
    "text in the middle of a text, 01810000000034 818100000000 34, 1002",
    "close with one byte, 88810000000003, 1002",
    "close with status 1005, 88820000000003ed, 1002",
    "close with status 999, 88820000000003e7, 1002",
    "length with its highest bit, 82ff800000000000000000000000, 1002",
    "text that is not UTF-8, 81830000000034c328, 1007",
    "text that ends in a character, 81830000000034e282, 1007",
    "frame over the limit, 82fe03e900000000, 1009",
    "frame of 2^62 bytes, 82ff400000000000000000000000, 1009"
  })
  void what_breaks_the_rules_closes_at_once(String what, String hex, int status) throws Exception {
    try (Opened opened = open()) {
      long begin = System.nanoTime();
      opened.socket().raw(hex.replace(" ", ""));
      assertThat(opened.socket().next()).as(what).isEqualTo("close " + status);
      assertThat(opened.socket().next()).isEqualTo("end");
      assertThat(opened.told().reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("by itself and at once")
          .isLessThan(Duration.ofMillis(500));
    }
  }

  @Test
  void a_message_of_exactly_the_limit_is_read() throws Exception {
    try (Opened opened = open()) {
      String packet = '4' + "x".repeat(LIMIT - 1);
      assertThat(opened.socket().text(packet).next()).isEqualTo(packet);
    }
  }

  @Test
  void fragments_that_together_are_over_the_limit_close_with_1009() throws Exception {
    try (Opened opened = open()) {
      opened.socket().frame(0x01, "34".repeat(400)).frame(0x00, "34".repeat(400));
      opened.socket().frame(0x00, "34".repeat(400));
      assertThat(opened.socket().next()).isEqualTo("close 1009");
      assertThat(opened.socket().next()).isEqualTo("end");
      assertThat(opened.told().reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1000", //
    "03e8, 1000",
    "03e9, 1001",
    "0fa0, 4000",
    "03e86f6b, 1000"
  })
  void a_close_frame_is_answered_with_its_status(String payload, int status) throws Exception {
    try (Opened opened = open()) {
      opened.socket().frame(0x88, payload).text("4too late");
      assertThat(opened.socket().next()).isEqualTo("close " + status);
      assertThat(opened.socket().next()).isEqualTo("end");
      assertThat(opened.told().reason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
      assertThat(opened.told().messages).isEmpty();
    }
  }

  @Test
  void bytes_may_come_as_text_too() throws Exception {
    try (Opened opened = open()) {
      assertThat(opened.socket().text("bAQID").next()).isEqualTo("binary 010203");
    }
  }

  @Test
  void bytes_that_are_not_base64_end_the_session() throws Exception {
    try (Opened opened = open()) {
      assertThat(opened.socket().text("b*").next()).isEqualTo("close");
      assertThat(opened.told().reason()).isEqualTo(CloseReason.PARSE_ERROR);
    }
  }

  @Test
  void a_websocket_session_has_no_polling() throws Exception {
    try (Opened opened = open()) {
      String sid = opened.told().session().id();
      String badRequest = "400 {\"code\":3,\"message\":\"Bad request\"}";
      assertThat(server.poll(sid).brief()).isEqualTo(badRequest);
      assertThat(server.post(sid, "4a").brief()).isEqualTo(badRequest);
      assertThat(opened.socket().text("4a").next()).isEqualTo("4a");
    }
  }

  @Test
  void frames_sent_with_the_request_are_read_after_open() throws Exception {
    byte[] hello = RawWebSocket.masked(0x81, "4hello".getBytes(StandardCharsets.UTF_8));
    try (RawWebSocket socket = RawWebSocket.inAHurry(server.port(), "", hello, hello)) {
      assertThat(socket.next()).startsWith("0{");
      assertThat(socket.next()).isEqualTo("4hello");
      assertThat(socket.next()).isEqualTo("4hello");
    }
  }

  @Test
  void a_client_that_closes_with_its_request_leaves_no_session() throws Exception {
    byte[] close = RawWebSocket.masked(0x88, new byte[0]);
    try (TestServer own = new TestServer(settings -> settings);
        RawWebSocket socket = RawWebSocket.inAHurry(own.port(), "", close)) {
      assertThat(socket.next()).isEqualTo("close 1000");
      assertThat(socket.next()).isEqualTo("end");
      own.awaitSessions(0);
    }
  }
}
