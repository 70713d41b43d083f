package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawHttp.Answer;
import ceres.testing.wire.RawWebSocket;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of Engine.IO 3, where they are allowed. */
@ExtendWith(NoLeaks.class)
class Engine3WireTest {
  private static final String POLLING = "/engine.io/?EIO=3&transport=polling";
  private static final String WEBSOCKET = "/engine.io/?EIO=3&transport=websocket";

  private static TestServer server() throws Exception {
    return new TestServer(settings -> settings.allowEio3(true));
  }

  private static TestServer impatient() throws Exception {
    return new TestServer(settings ->
        settings
            .allowEio3(true)
            .pingInterval(Duration.ofMillis(300))
            .pingTimeout(Duration.ofMillis(300)));
  }

  private static RawWebSocket webSocket(TestServer server, String query) throws Exception {
    RawHttp http = server.http().get(WEBSOCKET + query, RawWebSocket.UPGRADE);
    assertThat(http.answer().status()).isEqualTo(101);
    return RawWebSocket.on(http);
  }

  /** Opens a polling session, and tells its id. */
  private static String open(TestServer server) throws Exception {
    String body = server.get(POLLING).body();
    return TestServer.sidOf(body.substring(body.indexOf(':') + 1));
  }

  @Test
  void they_are_error_5_unless_allowed() throws Exception {
    try (TestServer server = new TestServer()) {
      assertThat(server.get(POLLING).body()).contains("\"code\":5");
      assertThat(server.get(WEBSOCKET, RawWebSocket.UPGRADE).body()).contains("\"code\":5");
    }
    try (TestServer server = server()) {
      for (String other : new String[] {"", "&EIO=2", "&EIO=03", "&EIO=5"}) {
        assertThat(server.get("/engine.io/?transport=polling" + other).body())
            .contains("\"code\":5");
      }
      assertThat(server.get(RawHttp.POLLING).body()).startsWith("0{").contains("maxPayload");
    }
  }

  @Test
  void open_says_nothing_of_max_payload() throws Exception {
    String json = "\"pingInterval\":25000,\"pingTimeout\":20000}";
    try (TestServer server = server();
        RawWebSocket socket = webSocket(server, "")) {
      String body = server.get(POLLING).body();
      String sid = TestServer.sidOf(body.substring(body.indexOf(':') + 1));
      String open = "0{\"sid\":\"" + sid + "\",\"upgrades\":[\"websocket\"]," + json;
      assertThat(body).isEqualTo(open.length() + ":" + open);
      assertThat(server.session(sid).session().protocol()).isEqualTo(3);
      String direct = socket.next();
      assertThat(direct).endsWith("\"upgrades\":[]," + json);
    }
  }

  @Test
  void polling_bodies_have_lengths_and_bytes_are_base64() throws Exception {
    try (TestServer server = server();
        RawHttp http = server.http()) {
      String target = POLLING + "&sid=" + open(server);
      String body = "6:4hello2:4\u20ac3:4\ud83d\ude806:b4AQI=";
      assertThat(http.post(target, body).answer().brief()).isEqualTo("200 ok");
      assertThat(http.get(target).answer().body()).isEqualTo(body);
      byte[] octets = HexFormat.of().parseHex("0004ff34e282ac0103ff040102");
      http.request("POST", target, "Content-Type: application/octet-stream", "Content-Length: 13");
      assertThat(http.send(octets).answer().brief()).isEqualTo("200 ok");
      assertThat(http.get(target).answer().body()).isEqualTo("2:4\u20ac6:b4AQI=");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4a", "", "3:4a", "2:4a\u001e2:4b", "1:7", "3:b4x"})
  void a_body_that_does_not_parse_ends_the_session_at_once(String body) throws Exception {
    try (TestServer server = server();
        RawHttp http = server.http()) {
      String sid = open(server);
      Answer answer = http.post(POLLING + "&sid=" + sid, body).answer();
      assertThat(answer.brief()).isEqualTo("400 {\"code\":3,\"message\":\"Bad request\"}");
      assertThat(server.session(sid).reason()).isEqualTo(CloseReason.PARSE_ERROR);
    }
  }

  @Test
  void a_ping_of_the_client_is_answered() throws Exception {
    try (TestServer server = server();
        RawHttp http = server.http();
        RawWebSocket socket = webSocket(server, "")) {
      String target = POLLING + "&sid=" + open(server);
      http.post(target, "1:25:2data").answer();
      assertThat(http.get(target).answer().body()).isEqualTo("1:35:3data");
      assertThat(socket.next()).startsWith("0{");
      assertThat(socket.text("2").next()).isEqualTo("3");
      socket.text("3");
      assertThat(socket.next()).isEqualTo("close");
    }
  }

  @Test
  void the_server_does_not_ping_and_waits_for_the_clients_pings() throws Exception {
    try (TestServer server = impatient();
        RawWebSocket pings = webSocket(server, "");
        RawWebSocket silent = webSocket(server, "")) {
      String pinging = TestServer.sidOf(pings.next());
      String sid = TestServer.sidOf(silent.next());
      String polling = open(server);
      for (int i = 0; i < 10; i++) {
        Thread.sleep(100);
        assertThat(pings.text("2").next()).isEqualTo("3");
      }
      assertThat(silent.next()).isEqualTo("close");
      assertThat(server.session(sid).reason()).isEqualTo(CloseReason.PING_TIMEOUT);
      assertThat(server.session(polling).reason()).isEqualTo(CloseReason.PING_TIMEOUT);
      assertThat(server.session(pinging).closed).isNotDone();
    }
  }

  @Test
  void binary_frames_begin_with_the_packet_type_or_are_base64_if_asked_for() throws Exception {
    try (TestServer server = server();
        RawWebSocket socket = webSocket(server, "");
        RawWebSocket base64 = webSocket(server, "&b64=1")) {
      assertThat(socket.next()).startsWith("0{");
      assertThat(socket.frame(0x82, "040102").next()).isEqualTo("binary 040102");
      assertThat(socket.text("b4AQI=").next()).isEqualTo("binary 040102");
      assertThat(socket.text("4\u20ac").next()).isEqualTo("4\u20ac");
      assertThat(socket.frame(0x82, "0102").next()).isEqualTo("close");
      assertThat(base64.next()).startsWith("0{");
      assertThat(base64.text("b4AQI=").next()).isEqualTo("b4AQI=");
    }
  }

  @Test
  void an_upgrade_loses_nothing() throws Exception {
    try (TestServer server = server();
        RawHttp http = server.http()) {
      String sid = open(server);
      String target = POLLING + "&sid=" + sid;
      try (RawWebSocket socket = webSocket(server, "&sid=" + sid)) {
        http.get(target);
        assertThat(socket.text("2probe").next()).isEqualTo("3probe");
        assertThat(http.answer().body()).isEqualTo("1:6");
        server.session(sid).send("before");
        assertThat(http.get(target).answer().body()).isEqualTo("7:4before");
        socket.text("5").text("4after");
        assertThat(socket.next()).isEqualTo("4after");
        assertThat(socket.frame(0x82, "00").next()).isEqualTo("close");
      }
    }
  }

  @Test
  void a_close_of_either_side_is_the_same_in_lengths() throws Exception {
    try (TestServer server = server();
        RawHttp http = server.http();
        RawHttp posts = server.http()) {
      String sid = open(server);
      http.get(POLLING + "&sid=" + sid);
      await().until(() -> server.session(sid).ask(Session::isWritable));
      assertThat(posts.post(POLLING + "&sid=" + sid, "1:1").answer().brief()).isEqualTo("200 ok");
      assertThat(http.answer().body()).isEqualTo("1:6");
      String other = open(server);
      http.get(POLLING + "&sid=" + other);
      server.session(other).onLoop(session -> session.close(CloseReason.FORCED_CLOSE));
      assertThat(http.answer().body()).isEqualTo("1:1");
    }
  }
}
