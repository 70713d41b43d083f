package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ceres.engineio.server.CookieConfig.SameSite;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawHttp.Answer;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.WireClient;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application has to say about handshakes and their answers. */
@ExtendWith(NoLeaks.class)
@ParameterizedClass
@EnumSource(TransportName.class)
class AccessWireTest {
  private final TransportName transport;

  AccessWireTest(TransportName transport) {
    this.transport = transport;
  }

  private RawHttp handshake(RawHttp http, String query) throws Exception {
    return switch (transport) {
      case POLLING -> http.get(RawHttp.POLLING + query);
      case WEBSOCKET -> http.get(RawHttp.WEBSOCKET + query, RawWebSocket.UPGRADE);
    };
  }

  /** The answer to a handshake. */
  private Answer handshake(TestServer server, String query) throws Exception {
    try (RawHttp http = server.http()) {
      return handshake(http, query).answer();
    }
  }

  private int accepted() {
    return transport == TransportName.POLLING ? 200 : 101;
  }

  @Test
  void a_hook_accepts_or_refuses_handshakes_in_its_own_words() throws Exception {
    try (TestServer server =
        new TestServer(settings ->
            settings.allowRequest(request ->
                CompletableFuture.completedFuture(
                    switch (request.query().getOrDefault("as", "")) {
                      case "friend" -> Admission.ACCEPTED;
                      case "foe" -> Admission.refused("not \"you\"\n\u00e9\ud83d\ude80");
                      default -> Admission.FORBIDDEN;
                    })))) {
      assertThat(handshake(server, "").brief())
          .isEqualTo("400 {\"code\":4,\"message\":\"Forbidden\"}");
      assertThat(handshake(server, "&as=foe").brief())
          .isEqualTo("400 {\"code\":4,\"message\":\"not \\\"you\\\"\\u000a\u00e9\\ud83d\\ude80\"}");
      assertThat(server.engine().sessionCount()).isZero();
      assertThat(handshake(server, "&as=friend").status()).isEqualTo(accepted());
    }
  }

  @Test
  void a_hook_that_fails_refuses() throws Exception {
    try (TestServer server =
        new TestServer(settings ->
            settings.allowRequest(request -> {
              if (request.query().containsKey("throw")) {
                throw new IllegalStateException("a hook that fails, on purpose");
              }
              return CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
            }))) {
      assertThat(handshake(server, "").brief())
          .isEqualTo("400 {\"code\":4,\"message\":\"Forbidden\"}");
      assertThat(handshake(server, "&throw").status()).isEqualTo(400);
      assertThat(server.engine().sessionCount()).isZero();
    }
  }

  @Test
  void nothing_exists_before_the_hook_has_decided() throws Exception {
    Queue<CompletableFuture<Admission>> asked = new ConcurrentLinkedQueue<>();
    try (TestServer server =
            new TestServer(settings ->
                settings.allowRequest(request -> {
                  CompletableFuture<Admission> answer = new CompletableFuture<>();
                  asked.add(answer);
                  return answer;
                }));
        RawHttp stays = server.http()) {
      handshake(stays, "");
      await().until(() -> asked.size() == 1);
      try (RawHttp other = server.http()) {
        assertThat(other.get(RawHttp.POLLING + "&sid=x").answer().status()).isEqualTo(400);
      }
      assertThat(server.engine().sessionCount()).isZero();
      decide(asked, Admission.ACCEPTED);
      assertThat(stays.answer().status()).isEqualTo(accepted());
      assertThat(server.engine().sessionCount()).isEqualTo(1);

      RawHttp goes = handshake(server.http(), "");
      await().until(() -> asked.size() == 1);
      goes.reset();
      Thread.sleep(100); // until the server has noticed
      decide(asked, Admission.ACCEPTED);
      try (RawHttp next = handshake(server.http(), "")) {
        await().until(() -> asked.size() == 1);
        decide(asked, Admission.refused("no"));
        assertThat(next.answer().brief()).isEqualTo("400 {\"code\":4,\"message\":\"no\"}");
      }
      assertThat(server.engine().sessionCount()).isEqualTo(1);
      if (transport == TransportName.WEBSOCKET) {
        try (RawHttp hasty = handshake(server.http(), "")) {
          hasty.send("GET / HTTP/1.1\r\n\r\n");
          await().until(() -> asked.size() == 1);
          Thread.sleep(100); // until the server has read it
          decide(asked, Admission.ACCEPTED);
          assertThat(hasty.ended()).isTrue();
        }
        assertThat(server.engine().sessionCount()).isEqualTo(1);
      }
    }
  }

  private static void decide(Queue<CompletableFuture<Admission>> asked, Admission admission) {
    CompletableFuture.runAsync(() -> asked.remove().complete(admission)).join();
  }

  @Test
  void a_session_is_asked_about_once() throws Exception {
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    try (TestServer server =
            new TestServer(settings ->
                settings.allowRequest(request -> {
                  asked.add(request.path());
                  return CompletableFuture.completedFuture(Admission.ACCEPTED);
                }));
        WireClient client = server.open(transport)) {
      client.send("4a");
      assertThat(client.next()).isEqualTo("4a");
      if (transport == TransportName.POLLING) {
        server.webSocket("&sid=" + client.sid()).text("2probe").next();
      }
      assertThat(asked).containsExactly("/engine.io/");
    }
  }

  @Test
  void hooks_add_headers_to_the_first_answer_and_to_every_answer() throws Exception {
    try (TestServer server =
            new TestServer(settings ->
                settings
                    .initialHeaders(
                        request -> Map.of("X-First", request.query().getOrDefault("n", "")))
                    .headers(request ->
                        Map.of(
                            "X-Every", "1", "Content-Length", "7", "Sec-WebSocket-Accept", "x")));
        RawHttp http = server.http()) {
      Answer first = handshake(server, "&n=5");
      assertThat(first.header("x-first")).isEqualTo("5");
      assertThat(first.header("x-every")).isEqualTo("1");
      first = http.get(RawHttp.POLLING).answer();
      String sid = TestServer.sidOf(first.body());
      Answer second =
          switch (transport) {
            case POLLING -> http.post(RawHttp.POLLING + "&sid=" + sid, "4a").answer();
            case WEBSOCKET -> handshake(server, "&sid=" + sid);
          };
      assertThat(second.headers()).doesNotContainKey("x-first").containsEntry("x-every", "1");
    }
  }

  @Test
  void a_hook_that_fails_or_breaks_the_rules_costs_its_own_headers_only() throws Exception {
    try (TestServer server =
        new TestServer(settings ->
            settings
                .initialHeaders(request -> Map.of("X-Split", "a\r\nSet-Cookie: b"))
                .headers(request -> {
                  throw new IllegalStateException("a hook that fails, on purpose");
                }))) {
      Answer answer = handshake(server, "");
      assertThat(answer.status()).isEqualTo(accepted());
      assertThat(answer.headers()).doesNotContainKeys("x-split", "set-cookie");
    }
  }

  @Test
  void the_cookie_is_set_by_the_first_answer_and_never_read() throws Exception {
    try (TestServer server = new TestServer(settings -> settings.cookie(CookieConfig.DEFAULTS))) {
      String cookie = handshake(server, "").header("set-cookie");
      assertThat(cookie).matches("io=[\\w-]{20}; Path=/; HttpOnly; SameSite=Lax");
      String known = server.openPolling();
      Answer opened = server.get(RawHttp.POLLING, "Cookie: io=" + known);
      String sid = TestServer.sidOf(opened.body());
      assertThat(sid).isNotEqualTo(known);
      assertThat(opened.header("set-cookie")).startsWith("io=" + sid + ";");
      assertThat(server.post(sid, "4a").headers()).doesNotContainKey("set-cookie");
      assertThat(server.poll(sid).headers()).doesNotContainKey("set-cookie");
      assertThat(server.get(RawHttp.POLLING + "&sid=x", "Cookie: io=" + sid).status())
          .isEqualTo(400);
      if (transport == TransportName.WEBSOCKET) {
        assertThat(handshake(server, "&sid=" + sid).headers()).doesNotContainKey("set-cookie");
      }
    }
  }

  @Test
  void no_cookie_is_set_unless_asked_for() throws Exception {
    try (TestServer server = new TestServer()) {
      assertThat(handshake(server, "").headers()).doesNotContainKey("set-cookie");
    }
  }

  @Test
  void a_cookie_that_browsers_would_refuse_cannot_be_made() {
    assertThat(new CookieConfig("a", "/b", false, SameSite.NONE, true).header("x"))
        .isEqualTo("a=x; Path=/b; Secure; SameSite=None");
    assertThatThrownBy(() -> new CookieConfig("a b", "/", true, SameSite.LAX, false))
        .hasMessageContaining("token");
    assertThatThrownBy(() -> new CookieConfig("a", "/;x", true, SameSite.LAX, false))
        .hasMessageContaining("path");
    assertThatThrownBy(() -> new CookieConfig("a", "/", true, SameSite.NONE, false))
        .hasMessageContaining("secure");
  }
}
