package ceres.conformance.hardening;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ceres.chat.server.page.ChatPage;
import ceres.conformance.support.Management;
import ceres.conformance.support.TestServer;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawHttp.Answer;
import ceres.testing.wire.RawWebSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer, whatever it is to, keeps a browser from making more of it than it is. */
class AnswerHeadersTest {
  private static final String MARK = "xss-5a5a";
  private static final String POLLING = "/socket.io/?EIO=4&transport=polling";
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
  private static final String[] OF_A_WEBSOCKET = RawWebSocket.UPGRADE;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.managed(Map.of("MAX_PAYLOAD", "1000"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /**
   * A request and its answer.
   *
   * @param kept the {@code Cache-Control}
   */
  record Row(String name, String request, int status, String kept) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(String name, String request, int status) {
    return new Row(name, request, status, "no-store");
  }

  private static String get(String target, String... headers) {
    return RawHttp.head("GET", target, headers) + "\r\n";
  }

  private static String body(String target, String body) {
    return RawHttp.head("POST", target, "Content-Length: " + body.length()) + "\r\n" + body;
  }

  static Stream<Row> rows() {
    String marked = "/" + MARK + "?" + MARK + "=<script>";
    return Stream.of(
        row("polling", get(POLLING), 200),
        row("a preflight", RawHttp.head("OPTIONS", POLLING, "Origin: http://test") + "\r\n", 204),
        row("an unknown transport", get("/socket.io/?transport=" + MARK), 400),
        row("an unknown session", get(POLLING + "&sid=" + MARK), 400),
        row("a foreign origin", get(POLLING, "Origin: https://" + MARK), 400),
        row("a method that is none", RawHttp.head("PUT", POLLING + MARK) + "\r\n", 400),
        row("a bad escape", get("/%zz" + MARK), 400),
        row(
            "another version of WebSocket",
            get(POLLING.replace("polling", "websocket"), other()),
            426),
        row("nothing there", get(marked), 404),
        row("nothing there, as a host", get(marked, "X-Forwarded-Host: " + MARK), 404),
        row("nothing to post to", body(marked, MARK), 404),
        row("no HTTP", MARK + "\u0001\r\n\r\n", 400),
        row("a header without a name", get("/", ": " + MARK), 400),
        row("a long address", get("/" + MARK.repeat(1_000)), 414),
        row("many headers", get("/", "X: " + MARK.repeat(3_000)), 431),
        row("a large body", RawHttp.head("POST", POLLING, "Content-Length: 1001") + "\r\n", 413),
        row("what is for the page only", RawHttp.head("PUT", "/page/config.json") + "\r\n", 405),
        new Row("the page's settings", get("/page/config.json"), 200, "no-cache"),
        new Row("the events", get("/docs/asyncapi.yaml"), 200, "no-cache"),
        new Row("the papers", get("/docs"), 200, "no-cache"),
        row("a paper that is none", get("/docs/" + MARK), 404));
  }

  private static String[] other() {
    return Stream.of(OF_A_WEBSOCKET)
        .map(header -> header.replace("Version: 13", "Version: 12"))
        .toArray(String[]::new);
  }

  private static Answer ask(String request) throws Exception {
    try (RawHttp http = new RawHttp(server.port())) {
      return http.send(request).answer();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void clients_are_answered_with(Row row) throws Exception {
    Answer answer = ask(row.request());
    assertThat(answer.status()).isEqualTo(row.status());
    assertThat(answer.header("cache-control")).isEqualTo(row.kept());
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(answer.header("content-security-policy"))
        .startsWith("default-src 'none'; ")
        .contains("frame-ancestors ");
    if (row.kept().equals("no-store")) {
      assertThat(answer.header("content-security-policy")).isEqualTo(NOTHING);
    }
    assertThat(answer.headers())
        .doesNotContainKeys("server", "x-powered-by", "strict-transport-security");
    assertThat(answer.head() + answer.body()).doesNotContain(MARK);
  }

  @Test
  void a_body_that_was_taken_is_answered_with_them_too() throws Exception {
    String sid = ask(get(POLLING)).body().substring(9, 29);
    Answer answer = ask(body(POLLING + "&sid=" + sid, "1"));
    assertThat(answer.brief()).isEqualTo("200 ok");
    assertThat(answer.header("content-type")).isEqualTo("text/html");
    assertThat(answer.header("content-security-policy")).isEqualTo(NOTHING);
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
  }

  @Test
  void the_page_and_its_files_have_a_policy_of_their_own() throws Exception {
    assumeThat(ChatPage.isPacked()).as("built with npm").isTrue();
    for (String path : List.of("/", "/index.html", "/icon.svg")) {
      Answer answer = ask(get(path));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-security-policy"))
          .contains("script-src 'self'", "frame-ancestors 'self'")
          .doesNotContain("unsafe-inline", "unsafe-eval");
      assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(answer.header("cross-origin-opener-policy")).isEqualTo("same-origin");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 200",
    "GET, /healthz, 200",
    "GET, /readyz, 200",
    "GET, /metrics, 200",
    "GET, /xss-5a5a, 404",
    "GET, /connections?after=xss-5a5a, 401",
    "POST, /healthz?xss-5a5a, 405",
    "POST, /rooms/xss-5a5a/messages, 401",
  })
  void monitors_and_operators_are_answered_with(String method, String path, int status) {
    Management.Answer answer = server.management().ask(method, path, MARK);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Content-Security-Policy")).isEqualTo(NOTHING);
    assertThat(answer.header("Server")).isEmpty();
    assertThat(answer.body()).doesNotContain(MARK);
  }

  @Test
  void what_is_no_request_of_a_monitor_is_not_shown_either() throws Exception {
    for (String request :
        List.of("GET /<" + MARK + "> HTTP/1.1\r\n\r\n", MARK + "\r\n\r\n", get("/%zz" + MARK))) {
      try (RawHttp http = new RawHttp(server.management().port())) {
        String answer = new String(http.send(request).in().readNBytes(200), UTF_8);
        assertThat(answer).doesNotContain(MARK);
      }
    }
  }
}
