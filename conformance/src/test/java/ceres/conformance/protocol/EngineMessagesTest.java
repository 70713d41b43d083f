package ceres.conformance.protocol;

import static ceres.testing.wire.Transport.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.util.List;

/** What goes through a session, and what ends it. */
class EngineMessagesTest extends ProtocolCase {

  @Proves
  void a_post_is_answered_ok() throws Exception {
    Endpoint server = echo();
    RawHttp.Answer answer = server.post(server.openPolling(), "4hello");
    assertThat(answer.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(answer.header("content-type")).isEqualTo("text/html");
    assertThat(answer.header("content-length")).isEqualTo("2");
    assertThat(answer.body()).isEqualTo("ok");
  }

  @Proves
  void what_a_post_caused_is_in_the_next_answer() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    for (int i = 0; i < 100; i++) {
      assertThat(server.post(sid, "4a\u001e4b\u001e4c").brief()).isEqualTo("200 ok");
      assertThat(server.poll(sid).brief()).isEqualTo("200 4a\u001e4b\u001e4c");
    }
  }

  @Proves
  void packets_of_a_body_are_joined_by_u001e() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    assertThat(server.post(sid, "4test1\u001e4test2").brief()).isEqualTo("200 ok");
    assertThat(server.post(sid, "4test3").brief()).isEqualTo("200 ok");
    RawHttp.Answer answer = server.poll(sid);
    assertThat(answer.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
    assertThat(answer.body()).isEqualTo("4test1\u001e4test2\u001e4test3");
  }

  @Proves
  void bytes_are_base64_in_a_body() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    String body = "4hello\u001ebAQIDBA==\u001eb\u001eb//79+w==";
    assertThat(server.post(sid, body).brief()).isEqualTo("200 ok");
    assertThat(server.poll(sid).brief()).isEqualTo("200 " + body);
  }

  @Proves
  void bytes_are_a_binary_frame_as_they_are() throws Exception {
    Endpoint server = echo();
    try (RawWebSocket socket = RawWebSocket.open(server.connect(), server.target(WEBSOCKET))) {
      assertThat(socket.next()).startsWith("0{");
      assertThat(socket.binary(new byte[] {1, 2, 3, 4}).next()).isEqualTo("binary 01020304");
      assertThat(socket.binary(new byte[] {4}).next()).isEqualTo("binary 04");
    }
  }

  @Proves
  void a_text_comes_back_as_it_was_sent(Transport by) throws Exception {
    try (WireClient client = echo().open(by)) {
      for (String packet :
          List.of("4hello", "4", "44", "4 \u0000\n\"\\", "4\u20ac\ud83d\ude80", "4b", "4[]")) {
        client.send(packet);
        assertThat(client.next()).isEqualTo(packet);
      }
    }
  }

  @Proves
  void a_body_over_the_limit_is_413() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    String most = "4" + "x".repeat(999_999);
    assertThat(server.post(sid, most).brief()).isEqualTo("200 ok");
    assertThat(server.poll(sid).body()).isEqualTo(most);
    assertThat(server.post(sid, most + "x").head())
        .startsWith("HTTP/1.1 413 Request Entity Too Large\r\n");
  }

  @Proves
  void a_frame_over_the_limit_is_closed_with_1009() throws Exception {
    Endpoint server = echo();
    try (RawWebSocket socket = RawWebSocket.open(server.connect(), server.target(WEBSOCKET))) {
      String sid = Endpoint.sidOf(socket.next());
      String most = "4" + "x".repeat(999_999);
      assertThat(socket.text(most).next()).isEqualTo(most);
      assertThat(socket.text(most + "x").next()).isEqualTo("close 1009");
      assertThat(socket.next()).isEqualTo("end");
      assertDead(server, sid);
    }
  }

  @Proves
  void a_body_that_does_not_parse_is_400_and_ends_the_session() throws Exception {
    Endpoint server = echo();
    for (String body : List.of("abc", "", "4a\u001ex", "b*", "9", "\u001e4a", "4a\u001e")) {
      String sid = server.openPolling();
      assertThat(server.post(sid, body).status()).as(body).isEqualTo(400);
      assertDead(server, sid);
    }
  }

  @Proves
  void a_frame_that_does_not_parse_closes_at_once() throws Exception {
    Endpoint server = echo();
    for (String packet : List.of("abc", "", "9", "0{}")) {
      try (RawWebSocket socket = RawWebSocket.open(server.connect(), server.target(WEBSOCKET))) {
        String sid = Endpoint.sidOf(socket.next());
        assertThat(socket.text(packet).next()).as(packet).startsWith("close");
        assertThat(socket.next()).isEqualTo("end");
        assertDead(server, sid);
      }
    }
  }

  @Proves
  void a_second_poll_ends_the_session() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    RawHttp first = pendingPoll(server, sid);
    RawHttp second = pendingPoll(server, sid);
    List<String> answers = List.of(first.answer().brief(), second.answer().brief());
    // Two connections: either may be the first that the server sees.
    assertThat(answers).containsExactlyInAnyOrder("200 1", BAD_REQUEST);
    assertDead(server, sid);
  }

  @Proves
  void an_aborted_poll_ends_the_session() throws Exception {
    Endpoint server = echo();
    for (int i = 0; i < 20; i++) {
      String sid = server.openPolling();
      RawHttp poll = pendingPoll(server, sid);
      if (i % 2 == 0) {
        poll.reset();
      } else {
        poll.close();
      }
      awaitSessions(server, 0);
      assertDead(server, sid);
    }
  }
}
