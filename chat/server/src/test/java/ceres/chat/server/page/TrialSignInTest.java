package ceres.chat.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.server.config.PageConfig;
import ceres.chat.server.http.HttpServerOfTests;
import ceres.chat.server.token.Secret;
import ceres.chat.server.token.TokenConfig;
import ceres.chat.server.token.TokenMint;
import ceres.chat.server.token.TokenRequest;
import ceres.testing.wire.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /page/sign-in}, at noon. */
class TrialSignInTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.789Z");
  private static final Secret SECRET = Secret.of("0123456789abcdef0123456789abcdef");
  private static final TokenConfig TOKENS = new TokenConfig(SECRET, null, "https://id", null);
  private static final TokenMint MINT = new TokenMint(SECRET, TOKENS, () -> NOW);
  private static final String JSON = "Content-Type: application/json";
  private static final String NO_NAME =
      "400 {\"code\":\"INVALID_NAME\",\"message\":"
          + "\"A name has 1 to 64 characters, none of them for control\"}";
  private static final String NO_OBJECT =
      "400 {\"code\":\"INVALID_PAYLOAD\",\"message\":\"Send a JSON object with a name\"}";
  private static final String FOREIGN =
      "403 {\"code\":\"FORBIDDEN\",\"message\":"
          + "\"Only the page of this server may sign people in\"}";

  private static HttpServerOfTests server;

  @BeforeAll
  static void start() throws Exception {
    server =
        new HttpServerOfTests(new ChatPage(new PageConfig(true, true, List.of()), "1.2.3", MINT));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"Ada,Ada", "'  Ada ',Ada", "'J\u00f6rg \uD83D\uDE00','J\u00f6rg \uD83D\uDE00'"})
  void a_name_gets_the_token_that_the_command_prints_for_it(String said, String name)
      throws Exception {
    RawHttp.Answer answer = signIn(JsonMapper.shared().writeValueAsString(Map.of("name", said)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("content-type", "application/json; charset=utf-8")
        .containsEntry("cache-control", "no-store");
    JsonNode body = JsonMapper.shared().readTree(answer.body());
    assertThat(body.propertyNames()).containsExactlyInAnyOrder("token", "expiresAt");
    assertThat(body.path("expiresAt").asString()).isEqualTo("2026-11-23T12:00:00.000Z");
    assertThat(body.path("token").asString())
        .isEqualTo(MINT.mint(new TokenRequest(name, null, null, Duration.ofHours(24))).token());
  }

  @Test
  void sixty_four_characters_are_a_name_and_one_more_are_none() throws Exception {
    assertThat(named("\uD83D\uDE00".repeat(64)).status()).isEqualTo(200);
    assertThat(named("\\uD83D\\uDE00".repeat(64)).status()).isEqualTo(200);
    assertThat(named("\uD83D\uDE00".repeat(65)).brief()).isEqualTo(NO_NAME);
    assertThat(named("a".repeat(65)).brief()).isEqualTo(NO_NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\\n", "A\\u0000da", "A\\tda", "A\\u007fda", "A\\ud83d"})
  void what_cannot_be_shown_is_no_name(String name) throws Exception {
    assertThat(named(name).brief()).isEqualTo(NO_NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"name\":null}", "{\"name\":7}", "{\"name\":[\"Ada\"]}"})
  void a_name_is_text(String body) throws Exception {
    assertThat(signIn(body).brief()).isEqualTo(NO_NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ada", "\"Ada\"", "[]", "null", "{", "{\"name\":\"Ada\"}}"})
  void a_body_is_an_object(String body) throws Exception {
    assertThat(signIn(body).brief()).isEqualTo(NO_OBJECT);
  }

  @Test
  void a_body_has_at_most_1024_bytes() throws Exception {
    String padded = "{\"name\":\"Ada\"" + " ".repeat(1024 - 14) + "}";
    assertThat(padded).hasSize(1024);
    assertThat(signIn(padded).status()).isEqualTo(200);
    assertThat(signIn(padded + " ").brief())
        .isEqualTo(
            "413 {\"code\":\"INVALID_PAYLOAD\",\"message\":\"Send no more than 1,024 bytes\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: application/jsonp",
        "X-None: x"
      })
  void what_a_form_of_another_page_can_send_is_refused(String type) throws Exception {
    assertThat(post("{\"name\":\"Ada\"}", type).brief())
        .isEqualTo(
            "415 {\"code\":\"INVALID_PAYLOAD\",\"message\":\"Send JSON, as application/json\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: none",
        "Origin: https://evil.example.org",
        "Origin: http://test:81",
        "Origin: http://not-test",
        "Origin: null"
      })
  void a_page_of_another_origin_is_refused(String header) throws Exception {
    assertThat(post("{\"name\":\"Ada\"}", JSON, header).brief()).isEqualTo(FOREIGN);
  }

  @Test
  void who_says_where_it_comes_from_is_believed_before_the_origin() throws Exception {
    assertThat(
            post("{\"name\":\"Ada\"}", JSON, "Origin: http://test", "Sec-Fetch-Site: cross-site")
                .brief())
        .isEqualTo(FOREIGN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Sec-Fetch-Site: same-origin", "Origin: http://test", "Origin: https://test"})
  void the_page_itself_is_let_in(String header) throws Exception {
    assertThat(
            post("{\"name\":\"Ada\"}", "Content-Type: Application/JSON; charset=utf-8", header)
                .status())
        .isEqualTo(200);
  }

  @Test
  void one_signs_in_by_post() throws Exception {
    RawHttp.Answer answer = server.get("/page/sign-in");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("POST");
  }

  private static RawHttp.Answer named(String name) throws IOException {
    return signIn("{\"name\":\"" + name + "\"}");
  }

  private static RawHttp.Answer signIn(String body) throws IOException {
    return post(body, JSON);
  }

  /** To the host {@code test}. */
  private static RawHttp.Answer post(String body, String... headers) throws IOException {
    try (RawHttp http = server.http()) {
      String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
      all[headers.length] = "Content-Length: " + body.getBytes(UTF_8).length;
      return http.send(RawHttp.head("POST", "/page/sign-in", all) + "\r\n" + body).answer();
    }
  }
}
