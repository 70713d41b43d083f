package ceres.conformance.protocol;

import static ceres.testing.wire.Transport.POLLING;
import static ceres.testing.wire.Transport.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.Admission;
import ceres.engineio.server.CookieConfig;
import ceres.engineio.server.CorsConfig;
import ceres.engineio.server.EngineConfig;
import ceres.engineio.server.TransportName;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The options of Engine.IO: what is so by default, and when it is set. */
class OptionsTest extends ProtocolCase {

  /** The answer to a request that opens a session. */
  static RawHttp.Answer handshake(Endpoint server, Transport by, String query, String... headers)
      throws IOException {
    String target = server.target(by) + query;
    if (by == POLLING) {
      return server.get(target, headers);
    }
    try (RawHttp http = server.connect()) {
      String[] all = new String[RawWebSocket.UPGRADE.length + headers.length];
      System.arraycopy(RawWebSocket.UPGRADE, 0, all, 0, RawWebSocket.UPGRADE.length);
      System.arraycopy(headers, 0, all, RawWebSocket.UPGRADE.length, headers.length);
      return http.get(target, all).answer();
    }
  }

  private static int opened(Transport by) {
    return by == POLLING ? 200 : 101;
  }

  @Proves
  void requests_go_to_socket_io_and_nowhere_else(Transport by) throws Exception {
    Endpoint server = echo();
    assertThat(server.path()).isEqualTo("/socket.io/");
    assertThat(handshake(server, by, "").status()).isEqualTo(opened(by));
    Endpoint other = new Endpoint(server.port(), "/engine.io/", PATIENCE_MILLIS);
    assertThat(handshake(other, by, "").status()).isEqualTo(404);
    Endpoint set = echo(settings -> settings.path("/my/own/"));
    assertThat(handshake(set, by, "").status()).isEqualTo(opened(by));
  }

  @Proves
  void both_transports_are_on_and_each_can_be_switched_off(Transport by) throws Exception {
    assertThat(handshake(echo(), by, "").status()).isEqualTo(opened(by));
    TransportName other = by == POLLING ? TransportName.WEBSOCKET : TransportName.POLLING;
    Endpoint without = echo(settings -> settings.transports(Set.of(other)));
    assertThat(handshake(without, by, "").brief())
        .isEqualTo("400 {\"code\":0,\"message\":\"Transport unknown\"}");
  }

  @Proves
  void upgrades_are_allowed_unless_switched_off() throws Exception {
    Endpoint with = echo();
    try (WireClient client = with.open(POLLING);
        RawWebSocket candidate = with.candidate(client.sid())) {
      assertThat(client.open()).contains(",\"upgrades\":[\"websocket\"],");
      assertThat(candidate.text("2probe").next()).isEqualTo("3probe");
    }
    Endpoint without = echo(settings -> settings.allowUpgrades(false));
    try (WireClient client = without.open(POLLING)) {
      assertThat(client.open()).contains(",\"upgrades\":[],");
      assertThat(without.get(without.webSocket(client.sid()), RawWebSocket.UPGRADE).brief())
          .isEqualTo(BAD_REQUEST);
    }
  }

  @Proves
  void an_upgrade_has_ten_seconds() throws Exception {
    assertThat(EngineConfig.DEFAULTS.upgradeTimeout()).isEqualTo(Duration.ofSeconds(10));
    Endpoint server = echo(settings -> settings.upgradeTimeout(Duration.ofMillis(300)));
    try (WireClient client = server.open(POLLING);
        RawWebSocket candidate = server.candidate(client.sid())) {
      assertThat(candidate.text("2probe").next()).isEqualTo("3probe");
      assertThat(candidate.next()).startsWith("close");
      client.send("4hello");
      assertThat(client.next()).isEqualTo("4hello");
    }
  }

  @Proves
  void an_upgrade_for_another_path_is_refused_within_a_second() throws Exception {
    Endpoint server = echo();
    Endpoint nobody = new Endpoint(server.port(), "/nobody/", 1_000);
    assertThat(handshake(nobody, WEBSOCKET, "").status()).isEqualTo(404);
  }

  @Proves
  void heartbeat_and_size_have_the_known_defaults(Transport by) throws Exception {
    Endpoint byDefault = echo();
    try (WireClient client = byDefault.open(by)) {
      assertThat(client.open())
          .endsWith(",\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
    }
    Endpoint set =
        echo(settings ->
            settings
                .pingInterval(Duration.ofMillis(1_234))
                .pingTimeout(Duration.ofMillis(567))
                .maxPayload(89));
    try (WireClient client = set.open(by)) {
      assertThat(client.open())
          .endsWith(",\"pingInterval\":1234,\"pingTimeout\":567,\"maxPayload\":89}");
    }
  }

  @Proves
  void polling_answers_are_compressed_from_1024_bytes_on() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    String small = "4" + "x".repeat(1_022);
    String large = "4" + "x".repeat(1_023);
    assertThat(server.post(sid, small).brief()).isEqualTo("200 ok");
    RawHttp.Answer plain = server.get(server.polling(sid), "Accept-Encoding: gzip");
    assertThat(plain.header("content-encoding")).isNull();
    assertThat(plain.body()).isEqualTo(small);
    assertThat(server.post(sid, large).brief()).isEqualTo("200 ok");
    RawHttp.Answer compressed = server.get(server.polling(sid), "Accept-Encoding: gzip");
    assertThat(compressed.header("content-encoding")).isEqualTo("gzip");
    assertThat(compressed.body()).isEqualTo(large);
    assertThat(server.post(sid, large).brief()).isEqualTo("200 ok");
    assertThat(server.poll(sid).header("content-encoding")).as("not asked for").isNull();
    Endpoint without = echo(settings -> settings.httpCompression(false));
    sid = without.openPolling();
    assertThat(without.post(sid, large).brief()).isEqualTo("200 ok");
    plain = without.get(without.polling(sid), "Accept-Encoding: gzip");
    assertThat(plain.header("content-encoding")).isNull();
  }

  @Proves
  void websocket_messages_are_not_compressed_unless_switched_on() throws Exception {
    String offer = "Sec-WebSocket-Extensions: permessage-deflate";
    assertThat(handshake(echo(), WEBSOCKET, "", offer).header("sec-websocket-extensions")).isNull();
    Endpoint with = echo(settings -> settings.perMessageDeflate(true));
    assertThat(handshake(with, WEBSOCKET, "", offer).header("sec-websocket-extensions"))
        .startsWith("permessage-deflate");
  }

  @Proves
  void there_is_no_cookie_unless_switched_on(Transport by) throws Exception {
    assertThat(handshake(echo(), by, "").header("set-cookie")).isNull();
    Endpoint with = echo(settings -> settings.cookie(CookieConfig.DEFAULTS));
    assertThat(handshake(with, by, "").header("set-cookie"))
        .matches("io=[\\w-]{20}; Path=/; HttpOnly; SameSite=Lax");
    String sid = with.openPolling();
    assertThat(with.post(sid, "4a").header("set-cookie")).as("the first answer only").isNull();
  }

  @Proves
  void there_is_no_cors_unless_switched_on() throws Exception {
    String origin = "Origin: https://example.org";
    assertThat(handshake(echo(), POLLING, "", origin).head().toLowerCase(Locale.ROOT))
        .doesNotContain("access-control");
    CorsConfig cors = new CorsConfig(Set.of("https://example.org"));
    Endpoint with = echo(settings -> settings.cors(cors));
    RawHttp.Answer allowed = handshake(with, POLLING, "", origin);
    assertThat(allowed.header("access-control-allow-origin")).isEqualTo("https://example.org");
    assertThat(allowed.header("access-control-allow-credentials")).isEqualTo("true");
    assertThat(
            handshake(with, POLLING, "", "Origin: https://example.com")
                .header("access-control-allow-origin"))
        .isNull();
  }

  @Proves
  void allow_request_is_asked_about_each_handshake(Transport by) throws Exception {
    Endpoint server =
        echo(settings ->
            settings.allowRequest(request ->
                CompletableFuture.completedStage(
                    "let-me-in".equals(request.query().get("word"))
                        ? Admission.ACCEPTED
                        : Admission.FORBIDDEN)));
    assertThat(handshake(server, by, "").brief())
        .isEqualTo("400 {\"code\":4,\"message\":\"Forbidden\"}");
    assertThat(handshake(server, by, "&word=let-me-in").status()).isEqualTo(opened(by));
  }

  @Proves
  void engine_3_is_refused_unless_switched_on(Transport by) throws Exception {
    assertThat(three(echo(), by, "").brief())
        .isEqualTo("400 {\"code\":5,\"message\":\"Unsupported protocol version\"}");
    Endpoint with = echo(settings -> settings.allowEio3(true));
    String open;
    if (by == POLLING) {
      String body = three(with, by, "").body();
      assertThat(body).matches("\\d+:0\\{.*}");
      open = body.substring(body.indexOf(':') + 1);
      assertThat(body).startsWith(open.length() + ":");
      String target = "/socket.io/?EIO=3&transport=polling&sid=" + Endpoint.sidOf(open);
      try (RawHttp http = with.connect()) {
        assertThat(http.post(target, "1:2").answer().brief()).isEqualTo("200 ok");
        assertThat(http.get(target).answer().brief()).isEqualTo("200 1:3");
      }
    } else {
      try (RawWebSocket socket =
          RawWebSocket.open(with.connect(), "/socket.io/?EIO=3&transport=websocket")) {
        open = socket.next();
        assertThat(socket.text("2").next()).isEqualTo("3");
      }
    }
    assertThat(open).startsWith("0{\"sid\":\"").doesNotContain("maxPayload");
  }

  private static RawHttp.Answer three(Endpoint server, Transport by, String query)
      throws IOException {
    String target = "/socket.io/?EIO=3&transport=" + by.text() + query;
    return server.get(target, by == POLLING ? new String[0] : RawWebSocket.UPGRADE);
  }
}
