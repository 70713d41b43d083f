package ceres.conformance.protocol;

import static ceres.testing.wire.Transport.POLLING;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Heartbeat, closing, and the connections that carry a polling session. */
class EngineLifeTest extends ProtocolCase {
  private static final Duration PING_INTERVAL = Duration.ofMillis(300);
  private static final Duration PING_TIMEOUT = Duration.ofMillis(200);

  private Endpoint quick() throws Exception {
    return echo(settings -> settings.pingInterval(PING_INTERVAL).pingTimeout(PING_TIMEOUT));
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Proves
  void the_server_pings_and_a_pong_keeps_the_session(Transport by) throws Exception {
    Endpoint server = quick();
    long begin = System.nanoTime();
    try (WireClient client = server.open(by)) {
      for (int i = 1; i <= 4; i++) {
        assertThat(client.next()).isEqualTo("2");
        assertThat(since(begin)).isGreaterThan(PING_INTERVAL.multipliedBy(i).minusMillis(20));
        client.send("3");
      }
      client.send("4hello");
      assertThat(client.nextAnsweringPings()).isEqualTo("4hello");
    }
  }

  @Proves
  void no_pong_ends_the_session(Transport by) throws Exception {
    Endpoint server = quick();
    long begin = System.nanoTime();
    try (WireClient client = server.open(by)) {
      assertThat(client.next()).isEqualTo("2");
      assertThat(client.next()).isEqualTo(WireClient.END);
      assertThat(since(begin)).isGreaterThan(PING_INTERVAL.plus(PING_TIMEOUT).minusMillis(20));
      assertDead(server, client.sid());
    }
  }

  @Proves
  void a_ping_from_a_client_ends_the_session(Transport by) throws Exception {
    Endpoint server = echo();
    try (WireClient client = server.open(by)) {
      client.send("2");
      assertOver(server, client);
    }
  }

  @Proves
  void a_client_that_closes_gets_its_poll_back() throws Exception {
    Endpoint server = echo();
    Set<String> answers = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      String sid = server.openPolling();
      RawHttp poll = pendingPoll(server, sid);
      assertThat(server.post(sid, "1").brief()).isEqualTo("200 ok");
      answers.add(poll.answer().brief());
      assertDead(server, sid);
    }
    // Two connections: a poll that is seen after the close is for a session that is unknown.
    assertThat(answers).contains("200 6").isSubsetOf("200 6", UNKNOWN_SID);
  }

  @Proves
  void a_client_that_closes_is_closed(Transport by) throws Exception {
    Endpoint server = echo();
    try (RawWebSocket socket = RawWebSocket.open(server.connect(), server.target(by))) {
      String sid = Endpoint.sidOf(socket.next());
      assertThat(socket.text("1").next()).startsWith("close");
      assertThat(socket.next()).isEqualTo("end");
      assertDead(server, sid);
    }
  }

  @Proves
  void connection_close_is_honoured() throws Exception {
    Endpoint server = echo();
    try (RawHttp http = server.connect()) {
      RawHttp.Answer answer = http.get(server.target(POLLING), "Connection: close").answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(http.ended()).isTrue();
    }
    try (RawHttp http = server.connect()) {
      String sid = server.openPolling();
      RawHttp.Answer answer = http.get(server.polling("none"), "Connection: close").answer();
      assertThat(answer.brief()).isEqualTo(UNKNOWN_SID);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(http.ended()).isTrue();
      assertThat(server.post(sid, "4on").brief()).isEqualTo("200 ok");
    }
  }

  @Proves
  void an_answer_that_keeps_alive_keeps_alive() throws Exception {
    Endpoint server = echo();
    try (RawHttp http = server.connect()) {
      String sid = Endpoint.sidOf(http.get(server.target(POLLING)).answer().body());
      for (int i = 0; i < 50; i++) {
        RawHttp.Answer posted = http.post(server.polling(sid), "4a").answer();
        assertThat(posted.brief()).isEqualTo("200 ok");
        assertThat(posted.header("connection")).isNull();
        assertThat(http.get(server.polling(sid)).answer().brief()).isEqualTo("200 4a");
        assertThat(http.get(server.polling("none")).answer().brief()).isEqualTo(UNKNOWN_SID);
      }
      String old = "GET " + server.target(POLLING) + " HTTP/1.0\r\nHost: test\r\n";
      RawHttp.Answer kept = http.send(old + "Connection: keep-alive\r\n\r\n").answer();
      assertThat(kept.header("connection")).isEqualTo("keep-alive");
      assertThat(http.send(old + "\r\n").answer().status()).isEqualTo(200);
      assertThat(http.ended()).isTrue();
    }
  }
}
