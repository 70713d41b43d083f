package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 itself: connections, limits, and what breaks the rules. */
@ExtendWith(NoLeaks.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HttpWireTest {
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

  @Test
  void one_connection_serves_many_requests() throws Exception {
    try (RawHttp http = server.http()) {
      RawHttp.Answer opened = http.get(RawHttp.POLLING).answer();
      assertThat(opened.headers().getOrDefault("connection", "keep-alive")).isEqualTo("keep-alive");
      String target = RawHttp.POLLING + "&sid=" + TestServer.sidOf(opened.body());
      for (int i = 0; i < 10; i++) {
        assertThat(http.post(target, "4" + i).answer().brief()).isEqualTo("200 ok");
        assertThat(http.get(target).answer().brief()).isEqualTo("200 4" + i);
        assertThat(http.get("/engine.io/").answer().status()).isEqualTo(400);
        assertThat(http.get("/nothing").answer().status()).isEqualTo(404);
      }
    }
  }

  @Test
  void connection_close_is_honoured_and_what_follows_is_not_processed() throws Exception {
    int before = server.engine().sessionCount();
    try (RawHttp http = server.http()) {
      String second = RawHttp.head("GET", RawHttp.POLLING) + "\r\n";
      http.send(RawHttp.head("GET", RawHttp.POLLING, "Connection: close") + "\r\n" + second);
      RawHttp.Answer answer = http.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(http.ended()).isTrue();
    }
    assertThat(server.engine().sessionCount()).isEqualTo(before + 1);
  }

  @Test
  void http_1_0_closes_unless_asked_to_keep_alive() throws Exception {
    try (RawHttp http = server.http()) {
      String head = "GET " + RawHttp.POLLING + " HTTP/1.0\r\n";
      http.send(head + "Connection: keep-alive\r\n\r\n");
      RawHttp.Answer answer = http.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("connection")).isEqualTo("keep-alive");
      http.send(head + "\r\n");
      answer = http.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).doesNotContainEntry("connection", "keep-alive");
      assertThat(http.ended()).isTrue();
    }
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws Exception {
    String sid = server.openPolling();
    try (RawHttp http = server.http()) {
      String target = RawHttp.POLLING + "&sid=" + sid;
      String poll = RawHttp.head("GET", target) + "\r\n";
      String missing = RawHttp.head("GET", "/missing") + "\r\n";
      String head = RawHttp.head("HEAD", RawHttp.POLLING) + "\r\n";
      http.send(poll + missing + head + poll + missing);
      // The first poll waits; nothing behind it may be answered before it.
      server.session(sid).send("a");
      assertThat(http.answer().brief()).isEqualTo("200 4a");
      assertThat(http.answer().status()).isEqualTo(404);
      assertThat(http.answer(false).status()).isEqualTo(400);
      server.session(sid).send("b");
      assertThat(http.answer().brief()).isEqualTo("200 4b");
      assertThat(http.answer().status()).isEqualTo(404);
    }
  }

  @Test
  void a_request_may_come_byte_by_byte() throws Exception {
    try (RawHttp http = server.http()) {
      for (char c : (RawHttp.head("GET", RawHttp.POLLING) + "\r\n").toCharArray()) {
        http.send(String.valueOf(c));
      }
      assertThat(http.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void a_body_that_is_expected_is_asked_for() throws Exception {
    String sid = server.openPolling();
    try (RawHttp http = server.http()) {
      http.request(
          "POST", RawHttp.POLLING + "&sid=" + sid, "Content-Length: 2", "Expect: 100-continue");
      assertThat(http.answer().status()).isEqualTo(100);
      http.send("4a");
      assertThat(http.answer().brief()).isEqualTo("200 ok");
      http.request(
          "POST", RawHttp.POLLING + "&sid=" + sid, "Content-Length: 2000", "Expect: 100-continue");
      assertThat(http.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void a_chunked_body_is_read() throws Exception {
    String sid = server.openPolling();
    try (RawHttp http = server.http()) {
      http.request("POST", RawHttp.POLLING + "&sid=" + sid, "Transfer-Encoding: chunked");
      http.send("2\r\n4a\r\n").send("1\r\nb\r\n").send("0\r\n\r\n");
      assertThat(http.answer().brief()).isEqualTo("200 ok");
    }
    assertThat(server.poll(sid).body()).isEqualTo("4ab");
  }

  @Test
  void a_body_of_exactly_the_limit_is_read() throws Exception {
    String sid = server.openPolling();
    String packet = '4' + "x".repeat(LIMIT - 1);
    assertThat(server.post(sid, packet).brief()).isEqualTo("200 ok");
    assertThat(server.poll(sid).body()).isEqualTo(packet);
  }

  @Test
  void a_body_over_the_limit_is_413_and_the_session_lives() throws Exception {
    String sid = server.openPolling();
    RawHttp.Answer answer = server.post(sid, '4' + "x".repeat(LIMIT));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("connection")).isEqualTo("close");
    assertThat(server.post(sid, "4a").brief()).isEqualTo("200 ok");
    assertThat(server.poll(sid).body()).isEqualTo("4a");
  }

  @Test
  void a_chunked_body_over_the_limit_is_413() throws Exception {
    String sid = server.openPolling();
    try (RawHttp http = server.http()) {
      http.request("POST", RawHttp.POLLING + "&sid=" + sid, "Transfer-Encoding: chunked");
      String chunk = "190\r\n" + "x".repeat(400) + "\r\n";
      http.send(chunk).send(chunk).send(chunk);
      assertThat(http.answer().status()).isEqualTo(413);
      assertThat(http.ended()).isTrue();
    }
    assertThat(server.post(sid, "4a").brief()).isEqualTo("200 ok");
  }

  @Test
  void the_413_is_read_by_a_client_that_sends_on_and_on() throws Exception {
    String sid = server.openPolling();
    RawHttp.Answer answer = server.post(sid, '4' + "x".repeat(300_000));
    assertThat(answer.status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST /engine.io/ HTTP/1.1\r\nContent-Length: abc\r\n\r\n",
        "POST /engine.io/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /engine.io/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /engine.io/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void what_is_not_http_is_400_and_closed(String request) throws Exception {
    try (RawHttp http = server.http()) {
      assertThat(http.send(request).answer().status()).isEqualTo(400);
      assertThat(http.ended()).isTrue();
    }
  }

  @Test
  void headers_that_are_too_large_are_refused_and_harm_nobody() throws Exception {
    try (RawHttp http = server.http()) {
      http.get(RawHttp.POLLING, "X-Large: " + "x".repeat(40_000));
      assertThat(http.answer().status()).isBetween(400, 499);
      assertThat(http.ended()).isTrue();
    }
    try (RawHttp http = server.http()) {
      http.get(RawHttp.POLLING + "&x=" + "x".repeat(10_000));
      assertThat(http.answer().status()).isBetween(400, 499);
      assertThat(http.ended()).isTrue();
    }
    assertThat(server.get(RawHttp.POLLING).status()).isEqualTo(200);
  }

  @Test
  void a_connection_that_ends_in_the_middle_of_anything_harms_nobody() throws Exception {
    String sid = server.openPolling();
    String post = RawHttp.head("POST", RawHttp.POLLING + "&sid=" + sid, "Content-Length: 100");
    String foreign = post.replace(sid, "x".repeat(20)) + "\r\n4abc";
    for (String part : new String[] {"", "GE", "GET / HTTP/1.1\r\nHo", post, foreign}) {
      try (RawHttp http = server.http()) {
        http.send(part);
      }
      RawHttp http = server.http();
      http.send(part).reset();
    }
    assertThat(server.post(sid, "4a").brief()).isEqualTo("200 ok");
  }
}
