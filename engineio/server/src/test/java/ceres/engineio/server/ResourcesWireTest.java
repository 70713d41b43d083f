package ceres.engineio.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.testing.wire.RawHttp;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link EngineConfig#resources}: what is answered besides Engine.IO. */
@ExtendWith(NoLeaks.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ResourcesWireTest {
  private static final String FILE = "/engine.io/client.js";
  private static final String CONTENT = "let client;\n".repeat(100);

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    HttpFile file =
        new HttpFile(
            CONTENT.getBytes(UTF_8),
            "application/javascript; charset=utf-8",
            "\"1.2.3\"",
            Map.of("Cache-Control", "public, max-age=0"));
    HttpFile tiny = new HttpFile("x".getBytes(UTF_8), "text/plain", "\"t\"", Map.of());
    HttpResources more =
        request ->
            switch (request.path()) {
              case "/tiny" -> tiny.answer(request);
              case "/echo" ->
                  new HttpAnswer(
                      203,
                      Map.of("X-Name", String.valueOf(request.header("x-name"))),
                      request.method().getBytes(UTF_8));
              case "/body" ->
                  new HttpAnswer(
                      200,
                      Map.of(),
                      (request.body().remaining() + " bytes: " + request.text()).getBytes(UTF_8));
              case "/nothing" -> new HttpAnswer(204, Map.of(), new byte[0]);
              case "/broken" ->
                  throw new IllegalStateException("a resource that fails, on purpose");
              default -> null;
            };
    HttpResources files = request -> request.path().equals(FILE) ? file.answer(request) : null;
    server =
        new TestServer(settings ->
            settings
                .resources(files.or(more))
                .cors(new CorsConfig(Set.of("https://example.org")))
                .headers(request -> Map.of("X-Path", request.path(), "Cache-Control", "private")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_file_is_answered_whole() throws Exception {
    RawHttp.Answer answer = server.get(FILE);
    assertThat(answer.brief()).isEqualTo("200 " + CONTENT);
    assertThat(answer.headers())
        .containsEntry("content-type", "application/javascript; charset=utf-8")
        .containsEntry("content-length", "1200")
        .containsEntry("etag", "\"1.2.3\"")
        .containsEntry("cache-control", "public, max-age=0")
        .containsEntry("vary", "Accept-Encoding")
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("x-path", FILE)
        .doesNotContainKey("content-encoding");
  }

  @Test
  void a_client_that_accepts_gzip_gets_less() throws Exception {
    RawHttp.Answer answer = server.get(FILE, "Accept-Encoding: br, gzip, deflate");
    assertThat(answer.brief()).isEqualTo("200 " + CONTENT);
    assertThat(answer.header("content-encoding")).isEqualTo("gzip");
    assertThat(Integer.parseInt(String.valueOf(answer.header("content-length")))).isLessThan(100);
    assertThat(server.get(FILE, "Accept-Encoding: br").headers())
        .doesNotContainKey("content-encoding");
    assertThat(server.get(FILE, "Accept-Encoding: gzip;q=0").headers())
        .doesNotContainKey("content-encoding");
  }

  @Test
  void what_gzip_makes_longer_is_left_as_it_is() throws Exception {
    RawHttp.Answer answer = server.get("/tiny", "Accept-Encoding: gzip");
    assertThat(answer.brief()).isEqualTo("200 x");
    assertThat(answer.headers()).doesNotContainKey("content-encoding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"1.2.3\"", "W/\"1.2.3\"", "\"1.2.2\", \"1.2.3\"", "\"a\",W/\"1.2.3\"", "*"})
  void who_has_the_file_is_told_so(String etag) throws Exception {
    try (RawHttp http = server.http()) {
      RawHttp.Answer answer = http.get(FILE, "If-None-Match: " + etag).answer();
      assertThat(answer.brief()).isEqualTo("304 ");
      assertThat(answer.headers())
          .containsEntry("etag", "\"1.2.3\"")
          .containsEntry("cache-control", "public, max-age=0")
          .containsEntry("vary", "Accept-Encoding")
          .doesNotContainKeys("content-type", "content-length");
      assertThat(http.get("/tiny").answer().brief()).isEqualTo("200 x");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1.2.2\"", "1.2.3", "w/\"1.2.3\"", ""})
  void who_has_another_version_gets_this_one(String etag) throws Exception {
    assertThat(server.get(FILE, "If-None-Match: " + etag).status()).isEqualTo(200);
  }

  @Test
  void head_is_get_without_the_body_and_the_connection_goes_on() throws Exception {
    try (RawHttp http = server.http()) {
      RawHttp.Answer answer = http.request("HEAD", FILE).answer(false);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers())
          .containsEntry("content-length", "1200")
          .containsEntry("etag", "\"1.2.3\"");
      assertThat(http.get(FILE).answer().brief()).isEqualTo("200 " + CONTENT);
      answer = http.request("HEAD", FILE, "If-None-Match: \"1.2.3\"").answer(false);
      assertThat(answer.status()).isEqualTo(304);
      answer = http.get("/tiny", "Connection: close").answer();
      assertThat(answer.brief()).isEqualTo("200 x");
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(http.ended()).isTrue();
    }
  }

  @Test
  void any_other_method_is_405() throws Exception {
    try (RawHttp http = server.http()) {
      RawHttp.Answer answer = http.post(FILE, "4a").answer();
      assertThat(answer.brief()).isEqualTo("405 ");
      assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
      assertThat(http.request("DELETE", FILE).answer().status()).isEqualTo(405);
    }
  }

  @Test
  void a_page_of_an_allowed_origin_may_read_it() throws Exception {
    RawHttp.Answer answer = server.get(FILE, "Origin: https://example.org");
    assertThat(answer.headers())
        .containsEntry("access-control-allow-origin", "https://example.org")
        .containsEntry("vary", "Origin, Accept-Encoding");
    try (RawHttp http = server.http()) {
      answer = http.request("OPTIONS", FILE, "Origin: https://example.org").answer();
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.header("access-control-allow-methods")).isEqualTo("GET,POST");
    }
  }

  @Test
  void the_application_sees_method_path_and_headers() throws Exception {
    try (RawHttp http = server.http()) {
      RawHttp.Answer answer = http.request("PUT", "/ec%68o?a=b", "X-Name: c").answer();
      assertThat(answer.brief()).isEqualTo("203 PUT");
      assertThat(answer.header("x-name")).isEqualTo("c");
      assertThat(answer.headers()).doesNotContainKey("content-type");
      answer = http.get("/nothing").answer();
      assertThat(answer.brief()).isEqualTo("204 ");
      assertThat(answer.headers()).doesNotContainKey("content-length");
      assertThat(http.get("/tiny").answer().brief()).isEqualTo("200 x");
    }
  }

  @Test
  void the_application_reads_the_body_of_a_request() throws Exception {
    try (RawHttp http = server.http()) {
      assertThat(http.post("/body", "caf\u00e9").answer().brief())
          .isEqualTo("200 5 bytes: caf\u00e9");
      assertThat(http.post("/body", new byte[] {'a', (byte) 0xff}).answer().brief())
          .isEqualTo("200 2 bytes: a\ufffd");
      assertThat(http.get("/body").answer().brief()).isEqualTo("200 0 bytes: ");
    }
  }

  @Test
  void a_resource_that_fails_is_500() throws Exception {
    try (RawHttp http = server.http()) {
      assertThat(http.get("/broken").answer().brief()).isEqualTo("500 Internal Server Error");
      assertThat(http.get("/tiny").answer().brief()).isEqualTo("200 x");
    }
  }

  @Test
  void engine_io_comes_first_at_its_path_and_last_below_it() throws Exception {
    assertThat(server.get(RawHttp.POLLING).body()).startsWith("0{");
    assertThat(server.get("/engine.io?EIO=4&transport=polling").body()).startsWith("0{");
    // A query does not make a session of a file.
    assertThat(server.get(FILE + "?EIO=4&transport=polling").body()).isEqualTo(CONTENT);
    assertThat(server.get("/engine.io/other.js").brief())
        .isEqualTo("400 {\"code\":0,\"message\":\"Transport unknown\"}");
    assertThat(server.get("/engine.io/other?EIO=4&transport=polling").body()).startsWith("0{");
    assertThat(server.get("/engine.iox").brief()).isEqualTo("404 Not Found");
    assertThat(server.get("/other").brief()).isEqualTo("404 Not Found");
  }

  @Test
  void what_cannot_be_answered_cannot_be_made() {
    byte[] body = {};
    assertThatThrownBy(() -> new HttpAnswer(101, Map.of(), body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("status must be 200 to 599, not 101");
    assertThatThrownBy(() -> new HttpAnswer(200, Map.of("Content-Length", "1"), body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Content-Length is the server's to say");
    assertThatThrownBy(() -> new HttpAnswer(200, Map.of("X", "a\r\nb"), body))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
