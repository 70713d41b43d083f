package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only HTTP long-polling does. */
@ExtendWith(NoLeaks.class)
class PollingWireTest {
  private static final String BAD_REQUEST = "400 {\"code\":3,\"message\":\"Bad request\"}";
  private static final String UNKNOWN_SID = "400 {\"code\":1,\"message\":\"Session ID unknown\"}";

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Waits until the session's loop has done all that it was given. */
  private static void settle(String sid) throws Exception {
    server.session(sid).ask(Session::isOpen);
  }

  /** A GET that waits, on a connection of its own; returns when the server has it. */
  private static RawHttp pending(String sid) throws Exception {
    RawHttp http = server.http().get(RawHttp.POLLING + "&sid=" + sid);
    awaitPoll(sid);
    return http;
  }

  private static void awaitPoll(String sid) throws Exception {
    await().until(() -> server.session(sid).ask(Session::isWritable));
  }

  private static void assertDead(String sid) throws Exception {
    assertThat(server.poll(sid).brief()).isEqualTo(UNKNOWN_SID);
    assertThat(server.post(sid, "4a").brief()).isEqualTo(UNKNOWN_SID);
    assertThat(server.get(RawHttp.WEBSOCKET + "&sid=" + sid, RawWebSocket.UPGRADE).brief())
        .isEqualTo(UNKNOWN_SID);
  }

  @Test
  void all_that_a_body_produced_is_in_the_next_answer_in_order() throws Exception {
    String sid = server.openPolling();
    RawHttp.Answer posted = server.post(sid, "4a\u001ebAQIDBA==\u001e4\u001e4\u20ac\u001eb");
    assertThat(posted.brief()).isEqualTo("200 ok");
    RawHttp.Answer polled = server.poll(sid);
    assertThat(polled.brief()).isEqualTo("200 4a\u001ebAQIDBA==\u001e4\u001e4\u20ac\u001eb");
    assertThat(polled.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
    assertThat(polled.header("cache-control")).isEqualTo("no-store");
  }

  @Test
  void a_pending_poll_gets_all_that_a_body_produced_at_once() throws Exception {
    String sid = server.openPolling();
    try (RawHttp poll = pending(sid)) {
      server.post(sid, "4a\u001e4b\u001e4c");
      assertThat(poll.answer().brief()).isEqualTo("200 4a\u001e4b\u001e4c");
    }
  }

  @Test
  void several_bodies_before_a_poll_are_one_answer() throws Exception {
    String sid = server.openPolling();
    server.post(sid, "4a");
    server.post(sid, "4b");
    assertThat(server.poll(sid).body()).isEqualTo("4a\u001e4b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4a\u001e",
        "\u001e4a",
        "4a\u001e\u001e4b",
        "hello",
        "4a\u001ex",
        "b*",
        "bAQI*",
        "0",
        "9"
      })
  void a_body_that_does_not_parse_is_400_and_ends_the_session(String body) throws Exception {
    String sid = server.openPolling();
    assertThat(server.post(sid, body).brief()).isEqualTo(BAD_REQUEST);
    assertThat(server.session(sid).reason()).isEqualTo(CloseReason.PARSE_ERROR);
    assertThat(server.session(sid).messages).isEmpty();
    assertDead(sid);
  }

  @Test
  void a_body_that_is_not_utf_8_is_400_and_ends_the_session() throws Exception {
    String sid = server.openPolling();
    try (RawHttp http = server.http()) {
      http.post(RawHttp.POLLING + "&sid=" + sid, new byte[] {'4', (byte) 0xc3, 0x28});
      assertThat(http.answer().brief()).isEqualTo(BAD_REQUEST);
    }
    assertDead(sid);
  }

  @Test
  void utf_8_split_between_chunks_is_put_together() throws Exception {
    String sid = server.openPolling();
    byte[] rocket = "4\ud83d\ude80".getBytes(StandardCharsets.UTF_8);
    try (RawHttp http = server.http()) {
      http.request("POST", RawHttp.POLLING + "&sid=" + sid, "Transfer-Encoding: chunked");
      for (byte b : rocket) {
        http.send("1\r\n").send(new byte[] {b}).send("\r\n");
      }
      http.send("0\r\n\r\n");
      assertThat(http.answer().brief()).isEqualTo("200 ok");
    }
    assertThat(server.poll(sid).body()).isEqualTo("4\ud83d\ude80");
  }

  @Test
  void a_second_poll_closes_the_first_and_ends_the_session() throws Exception {
    String sid = server.openPolling();
    try (RawHttp first = pending(sid)) {
      assertThat(server.poll(sid).brief()).isEqualTo(BAD_REQUEST);
      assertThat(first.answer().brief()).isEqualTo("200 1");
    }
    assertThat(server.session(sid).reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
    assertDead(sid);
  }

  @RepeatedTest(20)
  void polls_that_all_come_at_once_are_all_answered() throws Exception {
    String sid = server.openPolling();
    RawHttp[] polls = new RawHttp[5];
    for (int i = 0; i < polls.length; i++) {
      polls[i] = server.http();
    }
    for (RawHttp poll : polls) {
      poll.get(RawHttp.POLLING + "&sid=" + sid);
    }
    for (RawHttp poll : polls) {
      assertThat(poll.answer().brief()).isIn("200 1", BAD_REQUEST, UNKNOWN_SID);
      poll.close();
    }
    assertDead(sid);
  }

  @Test
  void a_second_body_while_one_is_held_ends_the_session() throws Exception {
    String sid = server.openPolling();
    try (RawHttp first = server.http()) {
      first.post(RawHttp.POLLING + "&sid=" + sid, "4!pause");
      assertThat(server.session(sid).message()).isEqualTo("!pause");
      assertThat(server.post(sid, "4a").brief()).isEqualTo(BAD_REQUEST);
      assertThat(first.answer().brief()).isEqualTo("200 ok");
    }
    assertThat(server.session(sid).reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
    assertDead(sid);
  }

  @Test
  void a_paused_session_holds_the_answer_to_a_body_until_resumed() throws Exception {
    String sid = server.openPolling();
    try (RawHttp body = server.http()) {
      body.post(RawHttp.POLLING + "&sid=" + sid, "4!pause\u001e4a");
      assertThat(server.poll(sid).body()).isEqualTo("4a");
      settle(sid);
      assertThat(body.in().available()).isZero();
      server.session(sid).onLoop(Session::resumeReading);
      assertThat(body.answer().brief()).isEqualTo("200 ok");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void an_aborted_poll_ends_the_session(boolean byReset) throws Exception {
    String sid = server.openPolling();
    RawHttp poll = pending(sid);
    if (byReset) {
      poll.reset();
    } else {
      poll.close();
    }
    assertThat(server.session(sid).reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
    assertDead(sid);
  }

  @Test
  void an_aborted_body_that_is_held_ends_the_session() throws Exception {
    String sid = server.openPolling();
    RawHttp body = server.http();
    body.post(RawHttp.POLLING + "&sid=" + sid, "4!pause");
    assertThat(server.session(sid).message()).isEqualTo("!pause");
    body.reset();
    assertThat(server.session(sid).reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
    assertDead(sid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4a", "4a\u001e4b"})
  void an_upload_that_is_cut_off_ends_the_session_at_once(String part) throws Exception {
    String sid = server.openPolling();
    RawHttp upload = server.http();
    try (RawHttp poll = pending(sid)) {
      String head = RawHttp.head("POST", RawHttp.POLLING + "&sid=" + sid, "Content-Length: 100");
      upload.send(head + "\r\n" + part);
      settle(sid);
      assertThat(server.session(sid).closed).isNotDone();
      upload.close();
      assertThat(server.session(sid).closed.get(1, TimeUnit.SECONDS))
          .isEqualTo(CloseReason.TRANSPORT_ERROR);
      assertThat(poll.answer().brief()).isEqualTo("200 6");
    }
    assertThat(server.session(sid).messages).isEmpty();
    assertDead(sid);
  }

  @Test
  void an_upload_whose_chunks_are_broken_ends_the_session_at_once() throws Exception {
    String sid = server.openPolling();
    try (RawHttp upload = server.http()) {
      upload.request("POST", RawHttp.POLLING + "&sid=" + sid, "Transfer-Encoding: chunked");
      assertThat(upload.send("2\r\n4a\r\nzz\r\n").answer().status()).isEqualTo(400);
    }
    assertThat(server.session(sid).closed.get(1, TimeUnit.SECONDS))
        .isEqualTo(CloseReason.TRANSPORT_ERROR);
    assertDead(sid);
  }

  @Test
  void an_upload_for_a_session_that_went_on_to_websocket_harms_nothing_when_cut_off()
      throws Exception {
    String sid = server.openPolling();
    try (RawWebSocket socket = server.webSocket("&sid=" + sid)) {
      assertThat(socket.text("2probe").next()).isEqualTo("3probe");
      assertThat(socket.text("5").text("4a").next()).isEqualTo("4a");
      try (RawHttp upload = server.http()) {
        upload.send(
            RawHttp.head("POST", RawHttp.POLLING + "&sid=" + sid, "Content-Length: 100")
                + "\r\n4abc");
      }
      assertThat(socket.text("4b").next()).isEqualTo("4b");
      settle(sid);
      assertThat(socket.text("4c").next()).isEqualTo("4c");
    }
  }

  @Test
  void a_poll_whose_answer_cannot_leave_any_more_ends_the_session() throws Exception {
    String sid = server.openPolling();
    TestServer.Told told = server.session(sid);
    RawHttp poll = server.httpByLoop(told.session().loop(), false);
    SessionLoop itsLoop = server.loopOf(poll);
    poll.get(RawHttp.POLLING + "&sid=" + sid);
    awaitPoll(sid);
    try (TestServer.Blocked _ = TestServer.block(itsLoop)) {
      told.send("lost");
      settle(sid);
      settle(sid);
      poll.reset();
    }
    assertThat(told.reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
    assertDead(sid);
  }

  @Test
  void a_client_that_closes_gets_a_noop_by_the_pending_poll() throws Exception {
    String sid = server.openPolling();
    try (RawHttp poll = pending(sid)) {
      assertThat(server.post(sid, "1").brief()).isEqualTo("200 ok");
      assertThat(poll.answer().brief()).isEqualTo("200 6");
    }
    assertThat(server.session(sid).reason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
    assertDead(sid);
  }

  @Test
  void a_server_that_closes_says_so_by_the_pending_poll() throws Exception {
    String sid = server.openPolling();
    try (RawHttp poll = pending(sid)) {
      server.session(sid).onLoop(session -> session.close(CloseReason.FORCED_CLOSE));
      assertThat(poll.answer().brief()).isEqualTo("200 1");
    }
    assertDead(sid);
  }

  @Test
  void a_server_that_closes_says_so_by_the_poll_after_what_waits() throws Exception {
    String sid = server.openPolling();
    assertThat(server.post(sid, "4a\u001e4!close\u001e4b").brief()).isEqualTo("200 ok");
    assertThat(server.poll(sid).brief()).isEqualTo("200 4a");
    assertThat(server.poll(sid).brief()).isEqualTo("200 1");
    assertDead(sid);
  }

  @Test
  void a_closed_session_that_nobody_polls_is_forgotten() throws Exception {
    try (TestServer own =
        new TestServer(settings -> settings.closeTimeout(Duration.ofMillis(50)))) {
      String sid = own.openPolling();
      own.session(sid).onLoop(session -> session.close(CloseReason.FORCED_CLOSE));
      own.awaitSessions(0);
      assertThat(own.poll(sid).brief()).isEqualTo(UNKNOWN_SID);
    }
  }
}
