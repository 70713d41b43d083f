package ceres.conformance.protocol;

import static ceres.testing.wire.Transport.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.EngineServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.WireClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the test suite of Engine.IO checks, against {@link EchoServer}. */
@Isolated("pings every 300 ms, and a pong within 200: a busy machine fails")
class EchoServerTest extends FixtureChecks {
  private static EngineServer engine;

  @BeforeAll
  static void start() throws Exception {
    engine = EchoServer.start(0);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Override
  Endpoint server() {
    return new Endpoint(engine.address().getPort(), "/engine.io/", ProtocolCase.PATIENCE_MILLIS);
  }

  @Override
  void greet(WireClient client) {}

  @Override
  void assertAlive(RawWebSocket socket) throws Exception {
    String next = socket.text("4hello").next();
    assertThat(next.equals("2") ? socket.text("3").next() : next).isEqualTo("4hello");
  }

  private void assertComesBack(String body) throws Exception {
    String sid = server().openPolling();
    assertThat(server().post(sid, body).brief()).isEqualTo("200 ok");
    assertThat(server().poll(sid).brief()).isEqualTo("200 " + body);
  }

  @Test
  void polling_carries_a_text() throws Exception {
    assertComesBack("4hello");
  }

  @Test
  void polling_carries_several_texts() throws Exception {
    assertComesBack("4test1\u001e4test2\u001e4test3");
  }

  @Test
  void polling_carries_bytes() throws Exception {
    assertComesBack("4hello\u001ebAQIDBA==");
  }

  @Test
  void polling_ends_by_garbage() throws Exception {
    String sid = server().openPolling();
    assertThat(server().post(sid, "abc").status()).isEqualTo(400);
    assertDead(sid);
  }

  @Test
  void polling_ends_by_a_second_poll() throws Exception {
    String sid = server().openPolling();
    try (RawHttp first = server().connect();
        RawHttp second = server().connect()) {
      RawHttp _ = first.get(server().polling(sid));
      RawHttp _ = second.get(server().polling(sid));
      assertThat(first.answer().brief() + ", " + second.answer().brief())
          .isIn("200 1, " + ProtocolCase.BAD_REQUEST, ProtocolCase.BAD_REQUEST + ", 200 1");
      assertDead(sid);
    }
  }

  @Test
  void polling_ends_by_a_cancelled_poll() throws Exception {
    String sid = server().openPolling();
    try (RawHttp poll = server().connect()) {
      poll.get(server().polling(sid)).reset();
    }
    // Seen before the reset, this is a second poll, which ends the session too.
    int status = server().poll(sid).status();
    assertThat(status).isIn(200, 400);
    assertDead(sid);
  }

  @Test
  void websocket_carries_a_text() throws Exception {
    try (WireClient client = server().open(WEBSOCKET)) {
      client.send("4hello");
      assertThat(client.nextAnsweringPings()).isEqualTo("4hello");
    }
  }

  @Test
  void websocket_carries_bytes() throws Exception {
    try (RawWebSocket socket = webSocket()) {
      assertThat(socket.next()).startsWith("0{");
      assertThat(socket.binary(new byte[] {1, 2, 3, 4}).next()).isEqualTo("binary 01020304");
    }
  }

  @Test
  void websocket_ends_by_garbage() throws Exception {
    try (WireClient client = server().open(WEBSOCKET)) {
      client.send("abc");
      assertThat(client.next()).isEqualTo(WireClient.END);
    }
  }
}
