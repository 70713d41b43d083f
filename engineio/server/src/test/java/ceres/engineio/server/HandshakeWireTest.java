package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that open a session, and those that are refused: {@code GET /engine.io/?…}. */
@ExtendWith(NoLeaks.class)
class HandshakeWireTest {
  private static final String UNKNOWN_TRANSPORT =
      "400 {\"code\":0,\"message\":\"Transport unknown\"}";
  private static final String UNKNOWN_SID = "400 {\"code\":1,\"message\":\"Session ID unknown\"}";
  private static final String BAD_METHOD = "400 {\"code\":2,\"message\":\"Bad handshake method\"}";
  private static final String BAD_REQUEST = "400 {\"code\":3,\"message\":\"Bad request\"}";
  private static final String BAD_VERSION =
      "400 {\"code\":5,\"message\":\"Unsupported protocol version\"}";

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EIO=4",
        "EIO=4&transport=",
        "EIO=4&transport=Polling",
        "EIO=4&transport=polling2",
        "EIO=4&transport=webtransport",
        "EIO=4&transport=constructor",
        "",
        "transport",
        "sid=x"
      })
  void an_unknown_transport_is_error_0(String query) throws Exception {
    assertThat(server.get("/engine.io/?" + query).brief()).isEqualTo(UNKNOWN_TRANSPORT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAA", "%00", "%F0%9F%9A%80", "../..", "null"})
  void an_unknown_sid_is_error_1(String sid) throws Exception {
    assertThat(server.get(RawHttp.POLLING + "&sid=" + sid).brief()).isEqualTo(UNKNOWN_SID);
    assertThat(server.post(sid, "4a").brief()).isEqualTo(UNKNOWN_SID);
    assertThat(server.get(RawHttp.WEBSOCKET + "&sid=" + sid, RawWebSocket.UPGRADE).brief())
        .isEqualTo(UNKNOWN_SID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"})
  void any_method_but_get_without_sid_is_error_2(String method) throws Exception {
    try (RawHttp http = server.http()) {
      http.request(method, RawHttp.POLLING, "Content-Length: 0");
      assertThat(http.answer().brief()).isEqualTo(BAD_METHOD);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "OPTIONS"})
  void a_session_knows_only_get_and_post_and_survives_others(String method) throws Exception {
    String sid = server.openPolling();
    try (RawHttp http = server.http()) {
      http.request(method, RawHttp.POLLING + "&sid=" + sid, "Content-Length: 0");
      assertThat(http.answer().brief()).isEqualTo(BAD_METHOD);
    }
    assertThat(server.post(sid, "4a").brief()).isEqualTo("200 ok");
  }

  @Test
  void head_is_refused_without_a_body() throws Exception {
    try (RawHttp http = server.http()) {
      http.request("HEAD", RawHttp.POLLING);
      assertThat(http.answer(false).status()).isEqualTo(400);
      assertThat(http.get(RawHttp.POLLING).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void a_websocket_transport_without_an_upgrade_is_error_3() throws Exception {
    assertThat(server.get(RawHttp.WEBSOCKET).brief()).isEqualTo(BAD_REQUEST);
    String sid = server.openPolling();
    assertThat(server.get(RawHttp.WEBSOCKET + "&sid=" + sid).brief()).isEqualTo(BAD_REQUEST);
    assertThat(server.post(sid, "4a").brief()).isEqualTo("200 ok");
  }

  @Test
  void an_upgrade_with_the_polling_transport_is_error_3() throws Exception {
    assertThat(server.get(RawHttp.POLLING, RawWebSocket.UPGRADE).brief()).isEqualTo(BAD_REQUEST);
    String sid = server.openPolling();
    assertThat(server.get(RawHttp.POLLING + "&sid=" + sid, RawWebSocket.UPGRADE).brief())
        .isEqualTo(BAD_REQUEST);
    assertThat(server.post(sid, "4a").brief()).isEqualTo("200 ok");
  }

  @ParameterizedTest
  @CsvSource({
    "Connection: Upgrade, Connection: keep-alive",
    "Sec-WebSocket-Version: 13, X-Nothing: 1",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: short",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X-Nothing: 1",
  })
  void a_broken_websocket_handshake_is_error_3(String header, String instead) throws Exception {
    String[] headers = RawWebSocket.UPGRADE.clone();
    for (int i = 0; i < headers.length; i++) {
      headers[i] = headers[i].equals(header) ? instead : headers[i];
    }
    int before = server.engine().sessionCount();
    assertThat(server.get(RawHttp.WEBSOCKET, headers).brief()).isEqualTo(BAD_REQUEST);
    assertThat(server.engine().sessionCount()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "8", "0", "14", "x", ""})
  void another_version_of_websocket_is_426_and_told_which_there_is(String version)
      throws Exception {
    String[] headers = RawWebSocket.UPGRADE.clone();
    headers[2] = "Sec-WebSocket-Version: " + version;
    String sid = server.openPolling();
    int before = server.engine().sessionCount();
    for (String target : new String[] {RawHttp.WEBSOCKET, RawHttp.WEBSOCKET + "&sid=" + sid}) {
      try (RawHttp http = server.http()) {
        RawHttp.Answer answer = http.get(target, headers).answer();
        assertThat(answer.brief()).isEqualTo(BAD_REQUEST.replace("400", "426"));
        assertThat(answer.headers())
            .containsEntry("sec-websocket-version", "13")
            .containsEntry("upgrade", "websocket")
            .containsEntry("connection", "upgrade");
        // The connection can be used for what there is.
        http.get(RawHttp.WEBSOCKET, RawWebSocket.UPGRADE);
        assertThat(http.answer().status()).isEqualTo(101);
      }
    }
    server.awaitSessions(before);
  }

  @Test
  void a_websocket_by_http_1_0_is_error_3() throws Exception {
    int before = server.engine().sessionCount();
    try (RawHttp http = server.http()) {
      String head = RawHttp.head("GET", RawHttp.WEBSOCKET, RawWebSocket.UPGRADE);
      http.send(head.replace("HTTP/1.1", "HTTP/1.0") + "\r\n");
      assertThat(http.answer().brief()).isEqualTo(BAD_REQUEST);
      assertThat(http.ended()).isTrue();
    }
    assertThat(server.engine().sessionCount()).isEqualTo(before);
  }

  @Test
  void a_websocket_at_another_path_is_404_and_the_connection_ends() throws Exception {
    try (RawHttp http = server.http()) {
      RawHttp.Answer answer = http.get("/other", RawWebSocket.UPGRADE).answer();
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(http.ended()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "%zz", "a%", "%4%34"})
  void a_bad_percent_escape_is_error_3(String value) throws Exception {
    assertThat(server.get(RawHttp.POLLING + "&x=" + value).brief()).isEqualTo(BAD_REQUEST);
    assertThat(server.get(RawHttp.POLLING + "&sid=" + value).brief()).isEqualTo(BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&EIO", "&EIO=", "&EIO=3", "&EIO=5", "&EIO=04", "&EIO=4.0", "&eio=4"})
  void a_missing_or_malformed_protocol_version_is_error_5(String eio) throws Exception {
    assertThat(server.get("/engine.io/?transport=polling" + eio).brief()).isEqualTo(BAD_VERSION);
    assertThat(server.get("/engine.io/?transport=websocket" + eio, RawWebSocket.UPGRADE).brief())
        .isEqualTo(BAD_VERSION);
  }

  @Test
  void an_error_says_that_it_is_json() throws Exception {
    assertThat(server.get("/engine.io/").header("content-type")).isEqualTo("application/json");
  }

  @Test
  void any_other_path_is_404() throws Exception {
    assertThat(server.get("/").status()).isEqualTo(404);
    assertThat(server.get("/x/engine.io/?EIO=4&transport=polling").status()).isEqualTo(404);
    assertThat(server.get("/%65ngine.io/?EIO=4&transport=polling").status()).isEqualTo(200);
    assertThat(server.get("/engine.io?EIO=4&transport=polling").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cookie: io=", "Io: ", "Sid: ", "X-Session-Id: ", "Cookie: sid="})
  void what_a_client_sends_never_becomes_a_session_id(String header) throws Exception {
    String wish = "AAAAAAAAAAAAAAAAAAAA";
    RawHttp.Answer opened = server.get(RawHttp.POLLING, header + wish);
    assertThat(TestServer.sidOf(opened.body())).isNotEqualTo(wish);
    assertThat(server.poll(wish).brief()).isEqualTo(UNKNOWN_SID);
    String known = server.openPolling();
    opened = server.get(RawHttp.POLLING, header + known);
    assertThat(TestServer.sidOf(opened.body())).isNotEqualTo(known);
  }

  @Test
  void the_layer_above_gets_the_handshake_request() throws Exception {
    String sid =
        TestServer.sidOf(
            server.get(RawHttp.POLLING + "&token=a%20b&token=c", "X-Two: 1", "x-two: 2").body());
    HandshakeRequest request = server.session(sid).session().request();
    assertThat(request.path()).isEqualTo("/engine.io/");
    assertThat(request.query()).containsEntry("token", "a b").containsEntry("EIO", "4");
    assertThat(request.header("x-two")).isEqualTo("1, 2");
    assertThat(request.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void a_transport_that_is_switched_off_is_unknown() throws Exception {
    try (TestServer only =
        new TestServer(settings -> settings.transports(Set.of(TransportName.POLLING)))) {
      RawHttp.Answer opened = only.get(RawHttp.POLLING);
      assertThat(opened.body()).contains("\"upgrades\":[]");
      assertThat(only.get(RawHttp.WEBSOCKET, RawWebSocket.UPGRADE).brief())
          .isEqualTo(UNKNOWN_TRANSPORT);
    }
  }

  @Test
  void upgrades_can_be_switched_off() throws Exception {
    try (TestServer none = new TestServer(settings -> settings.allowUpgrades(false))) {
      RawHttp.Answer opened = none.get(RawHttp.POLLING);
      assertThat(opened.body()).contains("\"upgrades\":[]");
      String target = RawHttp.WEBSOCKET + "&sid=" + TestServer.sidOf(opened.body());
      assertThat(none.get(target, RawWebSocket.UPGRADE).brief()).isEqualTo(BAD_REQUEST);
      try (RawWebSocket direct = none.webSocket("")) {
        assertThat(direct.next()).startsWith("0{");
      }
    }
  }
}
