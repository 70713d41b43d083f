package ceres.conformance.protocol;

import static ceres.testing.wire.Transport.POLLING;
import static ceres.testing.wire.Transport.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.WireClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the test suites of the protocols' authors check of Engine.IO, for a server whose heartbeat
 * is 300 ms and 200 ms.
 */
@Execution(ExecutionMode.CONCURRENT)
abstract class FixtureChecks {
  private static final int PING_INTERVAL = 300;
  private static final int PING_TIMEOUT = 200;

  /** Where the server listens. */
  abstract Endpoint server();

  final RawWebSocket webSocket() throws Exception {
    return RawWebSocket.open(server().connect(), server().target(WEBSOCKET));
  }

  final void assertDead(String sid) throws Exception {
    assertThat(server().poll(sid).status()).isEqualTo(400);
  }

  private static String open(String sid, String upgrades) {
    return "0{\"sid\":\"%s\",\"upgrades\":[%s],\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":1000000}"
        .formatted(sid, upgrades);
  }

  @Test
  void polling_opens() throws Exception {
    String opened = server().get(server().target(POLLING)).brief();
    String sid = Endpoint.sidOf(opened.substring(4));
    assertThat(opened).isEqualTo("200 " + open(sid, "\"websocket\""));
  }

  @Test
  void polling_needs_the_version() throws Exception {
    assertThat(server().get(server().path() + "?transport=polling").status()).isEqualTo(400);
    assertThat(server().get(server().path() + "?EIO=abc&transport=polling").status())
        .isEqualTo(400);
  }

  @Test
  void polling_needs_the_transport() throws Exception {
    assertThat(server().get(server().path() + "?EIO=4").status()).isEqualTo(400);
    assertThat(server().get(server().path() + "?EIO=4&transport=abc").status()).isEqualTo(400);
  }

  @Test
  void polling_opens_by_get_only() throws Exception {
    for (String method : new String[] {"POST", "PUT"}) {
      try (RawHttp http = server().connect()) {
        assertThat(
                http.request(method, server().target(POLLING), "Content-Length: 0")
                    .answer()
                    .status())
            .isEqualTo(400);
      }
    }
  }

  @Test
  void websocket_opens() throws Exception {
    try (RawWebSocket socket = webSocket()) {
      String opened = socket.next();
      assertThat(opened).isEqualTo(open(Endpoint.sidOf(opened), ""));
    }
  }

  @Test
  void websocket_needs_the_version() throws Exception {
    assertRefused("?transport=websocket");
    assertRefused("?EIO=abc&transport=websocket");
  }

  @Test
  void websocket_needs_the_transport() throws Exception {
    assertRefused("?EIO=4");
    assertRefused("?EIO=4&transport=abc");
  }

  private void assertRefused(String query) throws Exception {
    RawHttp.Answer answer = server().get(server().path() + query, RawWebSocket.UPGRADE);
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void polling_is_pinged() throws Exception {
    try (WireClient client = server().open(POLLING)) {
      assertPingedThreeTimes(client);
    }
  }

  @Test
  void websocket_is_pinged() throws Exception {
    try (WireClient client = server().open(WEBSOCKET)) {
      assertPingedThreeTimes(client);
    }
  }

  /** Keeps a session from being closed for saying nothing. */
  abstract void greet(WireClient client) throws Exception;

  private void assertPingedThreeTimes(WireClient client) throws Exception {
    greet(client);
    for (int i = 0; i < 3; i++) {
      assertThat(client.next()).isEqualTo("2");
      client.send("3");
    }
  }

  @Test
  void polling_ends_without_a_pong() throws Exception {
    String sid = server().openPolling();
    // Nobody polls, so nothing tells when it is over.
    long over = System.nanoTime() + Duration.ofMillis(PING_INTERVAL + PING_TIMEOUT).toNanos();
    ProtocolCase.eventually(() -> System.nanoTime() - over > 50_000_000);
    assertDead(sid);
  }

  @Test
  void websocket_ends_without_a_pong() throws Exception {
    try (WireClient client = server().open(WEBSOCKET)) {
      assertThat(client.next()).isEqualTo("2");
      assertThat(client.next()).isEqualTo(WireClient.END);
    }
  }

  @Test
  void polling_can_be_closed() throws Exception {
    String sid = server().openPolling();
    try (RawHttp poll = server().connect()) {
      RawHttp _ = poll.get(server().polling(sid));
      RawHttp.Answer closed = server().post(sid, "1");
      assertThat(closed.brief()).isEqualTo("200 ok");
      // Two connections: seen after the close, the poll is for a session that is unknown.
      assertThat(poll.answer().brief()).isIn("200 6", ProtocolCase.UNKNOWN_SID);
      assertDead(sid);
    }
  }

  @Test
  void websocket_can_be_closed() throws Exception {
    try (WireClient client = server().open(WEBSOCKET)) {
      client.send("1");
      assertThat(client.next()).isEqualTo(WireClient.END);
    }
  }

  /** A WebSocket that has taken a session over. */
  private RawWebSocket upgraded(String sid) throws Exception {
    RawWebSocket socket = server().candidate(sid);
    assertThat(socket.text("2probe").next()).isEqualTo("3probe");
    assertThat(server().poll(sid).brief()).isEqualTo("200 6");
    return socket.text("5");
  }

  /** That a session is alive on its WebSocket, and has taken over. */
  abstract void assertAlive(RawWebSocket socket) throws Exception;

  @Test
  void polling_is_upgraded() throws Exception {
    try (RawWebSocket socket = upgraded(server().openPolling())) {
      assertAlive(socket);
    }
  }

  @Test
  void http_is_refused_after_an_upgrade() throws Exception {
    String sid = server().openPolling();
    try (RawWebSocket socket = upgraded(sid)) {
      assertAlive(socket);
      assertDead(sid);
      assertAlive(socket);
    }
  }

  @Test
  void another_websocket_is_closed_after_an_upgrade() throws Exception {
    String sid = server().openPolling();
    try (RawWebSocket socket = upgraded(sid)) {
      assertAlive(socket);
      try (RawWebSocket other = server().candidate(sid)) {
        assertThat(other.next()).startsWith("close");
      }
      assertAlive(socket);
    }
  }
}
