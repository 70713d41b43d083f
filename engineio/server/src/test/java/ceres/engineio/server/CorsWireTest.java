package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawHttp.Answer;
import ceres.testing.wire.RawWebSocket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other origins may do. */
@ExtendWith(NoLeaks.class)
class CorsWireTest {
  private static final String ALLOWED = "https://ceres.example";
  private static final String EVIL = "Origin: https://evil.example";
  private static final String FORBIDDEN = "400 {\"code\":4,\"message\":\"Forbidden\"}";
  private static final CorsConfig RULE = new CorsConfig(Set.of(ALLOWED));

  private static TestServer server(CorsConfig cors) throws Exception {
    return new TestServer(settings -> settings.cors(cors));
  }

  /** The answer to a WebSocket's opening handshake. */
  private static Answer webSocket(TestServer server, String query, String... headers)
      throws Exception {
    String[] all = new String[RawWebSocket.UPGRADE.length + headers.length];
    System.arraycopy(RawWebSocket.UPGRADE, 0, all, 0, RawWebSocket.UPGRADE.length);
    System.arraycopy(headers, 0, all, RawWebSocket.UPGRADE.length, headers.length);
    return server.get(RawHttp.WEBSOCKET + query, all);
  }

  @Test
  void a_page_of_an_allowed_origin_may_read_the_answers_and_open_websockets() throws Exception {
    try (TestServer server = server(RULE)) {
      String origin = "Origin: " + ALLOWED;
      Answer answer = server.get(RawHttp.POLLING, origin);
      assertThat(answer.header("access-control-allow-origin")).isEqualTo(ALLOWED);
      assertThat(answer.header("access-control-allow-credentials")).isEqualTo("true");
      assertThat(answer.header("vary")).isEqualTo("Origin");
      String sid = TestServer.sidOf(answer.body());
      answer = server.get(RawHttp.POLLING + "&sid=x", origin);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("access-control-allow-origin")).isEqualTo(ALLOWED);
      assertThat(webSocket(server, "", origin).status()).isEqualTo(101);
      answer = webSocket(server, "&sid=" + sid, origin);
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("access-control-allow-origin")).isEqualTo(ALLOWED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://ceres.example",
        "https://ceres.example.evil",
        "https://test.evil",
        "https://evil-test",
        "*",
        ""
      })
  void a_page_of_another_origin_may_not(String origin) throws Exception {
    try (TestServer server = server(RULE)) {
      Answer answer = server.get(RawHttp.POLLING, "Origin: " + origin);
      assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
      assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
      String sid = TestServer.sidOf(answer.body());
      assertThat(webSocket(server, "", "Origin: " + origin).brief()).isEqualTo(FORBIDDEN);
      assertThat(webSocket(server, "&sid=" + sid, "Origin: " + origin).brief())
          .isEqualTo(FORBIDDEN);
      assertThat(server.engine().sessionCount()).isEqualTo(1);
      assertThat(server.post(sid, "4a").brief()).isEqualTo("200 ok");
    }
  }

  @Test
  void the_servers_own_pages_and_clients_that_are_no_browsers_are_not_refused() throws Exception {
    try (TestServer server = server(RULE)) {
      assertThat(webSocket(server, "", "Origin: https://test").status()).isEqualTo(101);
      assertThat(webSocket(server, "").status()).isEqualTo(101);
    }
  }

  @Test
  void without_a_rule_no_answer_may_be_read_and_no_websocket_is_refused() throws Exception {
    try (TestServer server = server(CorsConfig.OFF)) {
      assertThat(server.get(RawHttp.POLLING, EVIL).headers())
          .doesNotContainKey("access-control-allow-origin");
      assertThat(webSocket(server, "", EVIL).status()).isEqualTo(101);
    }
  }

  @Test
  void a_star_allows_all_origins_but_no_credentials() throws Exception {
    try (TestServer server = server(new CorsConfig(Set.of("*")))) {
      Answer answer = server.get(RawHttp.POLLING, EVIL);
      assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
      assertThat(answer.headers())
          .doesNotContainKey("access-control-allow-credentials")
          .doesNotContainKey("vary");
      assertThat(webSocket(server, "", EVIL).status()).isEqualTo(101);
    }
  }

  @Test
  void a_predicate_decides_and_credentials_can_be_switched_off() throws Exception {
    CorsConfig cors =
        CorsConfig.matching(origin -> origin.endsWith(".ceres.example")).credentials(false);
    try (TestServer server = server(cors)) {
      Answer answer = server.get(RawHttp.POLLING, "Origin: https://a.ceres.example");
      assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://a.ceres.example");
      assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
      assertThat(webSocket(server, "", EVIL).brief()).isEqualTo(FORBIDDEN);
    }
  }

  @Test
  void a_preflight_is_answered() throws Exception {
    try (TestServer server = server(RULE);
        RawHttp http = server.http()) {
      http.request(
          "OPTIONS",
          RawHttp.POLLING,
          "Origin: " + ALLOWED,
          "Access-Control-Request-Method: POST",
          "Access-Control-Request-Headers: content-type,x-token");
      Answer answer = http.answer();
      assertThat(answer.brief()).isEqualTo("204 ");
      assertThat(answer.header("access-control-allow-origin")).isEqualTo(ALLOWED);
      assertThat(answer.header("access-control-allow-methods")).isEqualTo("GET,POST");
      assertThat(answer.header("access-control-allow-headers")).isEqualTo("content-type,x-token");
      assertThat(answer.header("vary")).isEqualTo("Origin, Access-Control-Request-Headers");
      assertThat(http.get(RawHttp.POLLING).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void a_preflight_of_another_origin_allows_nothing() throws Exception {
    try (TestServer server = server(RULE);
        RawHttp http = server.http()) {
      http.request("OPTIONS", RawHttp.POLLING, EVIL, "Access-Control-Request-Method: POST");
      assertThat(http.answer().headers().keySet())
          .noneMatch(name -> name.startsWith("access-control-"));
    }
  }

  @Test
  void a_rule_may_be_one_for_polling_too_and_of_none_it_refuses_all_others() throws Exception {
    for (CorsConfig cors : List.of(RULE.refusingOthers(), CorsConfig.OFF.refusingOthers())) {
      try (TestServer server = server(cors)) {
        assertThat(server.get(RawHttp.POLLING, EVIL).brief()).isEqualTo(FORBIDDEN);
        assertThat(server.get(RawHttp.POLLING, "Origin: null").brief()).isEqualTo(FORBIDDEN);
        assertThat(webSocket(server, "", EVIL).brief()).isEqualTo(FORBIDDEN);
        String sid = server.openPolling();
        assertThat(server.get(RawHttp.POLLING + "&sid=" + sid, EVIL).brief()).isEqualTo(FORBIDDEN);
        assertThat(webSocket(server, "&sid=" + sid, EVIL).brief()).isEqualTo(FORBIDDEN);
        assertThat(server.engine().statistics().refused(Refused.FOREIGN_ORIGIN)).isEqualTo(5);
        assertThat(server.get(RawHttp.POLLING, "Origin: https://test").status()).isEqualTo(200);
        assertThat(webSocket(server, "", "Origin: http://TEST").status()).isEqualTo(101);
        assertThat(webSocket(server, "").status()).isEqualTo(101);
      }
    }
    try (TestServer server = server(RULE.refusingOthers())) {
      assertThat(server.get(RawHttp.POLLING, "Origin: " + ALLOWED).status()).isEqualTo(200);
    }
  }

  @Test
  void the_servers_own_host_is_what_a_trusted_proxy_says_it_is() throws Exception {
    String[] proxied = {"Origin: https://chat.example", "X-Forwarded-Host: chat.example"};
    try (TestServer server = server(RULE)) {
      assertThat(webSocket(server, "", proxied).brief()).isEqualTo(FORBIDDEN);
    }
    TrustedProxies proxies =
        TrustedProxies.of(List.of("127.0.0.1"), TrustedProxies.Header.X_FORWARDED_FOR);
    try (TestServer server =
        new TestServer(settings ->
            settings.cors(RULE).limits(ConnectionLimits.DEFAULTS.withProxies(proxies)))) {
      assertThat(webSocket(server, "", proxied).status()).isEqualTo(101);
    }
  }
}
