package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections and requests that never finish. */
@ExtendWith(NoLeaks.class)
class SlowRequestWireTest {
  private static final Duration REQUEST = Duration.ofMillis(300);
  private static final Duration IDLE = Duration.ofMillis(600);
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        new TestServer(
            settings -> settings.limits(ConnectionLimits.DEFAULTS.withTimeouts(REQUEST, IDLE)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_connection_that_says_nothing_ends() throws Exception {
    try (RawHttp http = server.http()) {
      assertThat(http.answer().status()).isEqualTo(408);
      assertThat(http.ended()).isTrue();
    }
  }

  @Test
  void headers_that_come_one_by_one_end_in_408() throws Exception {
    long before = server.engine().statistics().refused(Refused.SLOW_REQUEST);
    try (RawHttp http = server.http()) {
      http.send("GET " + RawHttp.POLLING + " HTTP/1.1\r\nHost: test\r\n");
      for (int i = 0; i < 3; i++) {
        Thread.sleep(50);
        http.send("X-Slow-" + i + ": x\r\n");
      }
      assertThat(http.answer().status()).isEqualTo(408);
      assertThat(http.ended()).isTrue();
    }
    assertThat(server.engine().statistics().refused(Refused.SLOW_REQUEST)).isGreaterThan(before);
  }

  @Test
  void a_body_that_does_not_come_ends_in_408_and_its_session_with_it() throws Exception {
    String sid = server.openPolling();
    try (RawHttp http = server.http()) {
      http.send(
          RawHttp.head("POST", RawHttp.POLLING + "&sid=" + sid, "Content-Length: 100") + "\r\n4a");
      assertThat(http.answer().status()).isEqualTo(408);
      assertThat(http.ended()).isTrue();
    }
    assertThat(server.session(sid).reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
  }

  @Test
  void a_second_request_has_its_own_time() throws Exception {
    String sid = server.openPolling();
    try (RawHttp http = server.http()) {
      assertThat(http.post(RawHttp.POLLING + "&sid=" + sid, "4!quiet").answer().brief())
          .isEqualTo("200 ok");
      Thread.sleep(REQUEST.toMillis() + 50);
      assertThat(http.post(RawHttp.POLLING + "&sid=" + sid, "4!quiet").answer().brief())
          .isEqualTo("200 ok");
      http.send(
          RawHttp.head("POST", RawHttp.POLLING + "&sid=" + sid, "Content-Length: 100") + "\r\n4a");
      assertThat(http.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void a_connection_without_another_request_ends_without_a_word() throws Exception {
    try (RawHttp http = server.http()) {
      assertThat(http.get("/nothing").answer().status()).isEqualTo(404);
      assertThat(http.ended()).isTrue();
    }
  }

  @Test
  void a_poll_may_wait_as_long_as_it_likes_and_so_may_a_websocket() throws Exception {
    String sid = server.openPolling();
    try (RawHttp http = server.http();
        RawWebSocket socket = server.webSocket("")) {
      assertThat(socket.next()).startsWith("0{");
      http.get(RawHttp.POLLING + "&sid=" + sid);
      Thread.sleep(2 * IDLE.toMillis());
      server.session(sid).send("late");
      assertThat(http.answer().body()).isEqualTo("4late");
      assertThat(socket.text("4still here").next()).isEqualTo("4still here");
    }
  }

  @Test
  void an_answer_that_nobody_reads_ends_with_its_connection() throws Exception {
    String sid = server.openPolling();
    TestServer.Told told = server.session(sid);
    try (RawHttp http = new RawHttp(server.port(), 4_096)) {
      http.get(RawHttp.POLLING + "&sid=" + sid);
      told.onLoop(session -> session.send(OutgoingPacket.text("x".repeat(4_000_000))));
      assertThat(told.reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
    }
  }
}
