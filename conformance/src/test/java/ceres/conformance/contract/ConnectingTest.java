package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.hasKeys;
import static ceres.conformance.contract.Shapes.isFailure;
import static ceres.conformance.contract.Shapes.isOk;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.config.SettingSources;
import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The section “Connecting”, but for who the user is and for key sets. */
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class ConnectingTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @AutoClose private static final TestServer SERVER = TestServer.start();
  @AutoClose private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static HttpResponse<String> get(String pathAndQuery)
      throws IOException, InterruptedException {
    return HTTP.send(request(pathAndQuery).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String pathAndQuery, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        request(pathAndQuery).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + pathAndQuery))
        .timeout(ChatClient.PATIENCE);
  }

  private static String pollingSession() throws IOException, InterruptedException {
    String body = get("/socket.io/?EIO=4&transport=polling").body();
    return text(JSON.readTree(body.substring(1)), "sid");
  }

  private static JsonNode refusal(Object auth, Map<String, String> headers) {
    try (ChatClient client = ChatClient.open(SERVER.port(), headers)) {
      ChatClient.Received answer = client.authenticate(auth);
      assertThat(answer.name()).isEqualTo("refused");
      return answer.payload();
    }
  }

  private static void isRefusal(JsonNode answer, String message, String code) {
    hasKeys(answer, "message", "data");
    assertThat(text(answer, "message")).isEqualTo(message);
    hasKeys(answer.get("data"), "code");
    assertThat(text(answer.get("data"), "code")).isEqualTo(code);
  }

  private static void isRefused(String token, String code) {
    isRefusal(refusal(Map.of("token", token), Map.of()), "Invalid token", code);
  }

  /** Whose connection it is, as the others are told. */
  private static String userOf(ChatClient client) {
    client.join("who am I");
    return text(client.next("user_joined"), "userId");
  }

  private static long in(int seconds) {
    return Instant.now().getEpochSecond() + seconds;
  }

  private static String claims(String more) {
    return "{\"sub\":\"" + Tokens.idOf("Ada") + "\",\"name\":\"Ada\"" + more + "}";
  }

  @Test
  @DisplayName("address · port 4000 unless configured")
  void port_4000() throws Exception {
    Map<String, String> environment =
        Map.of("DATABASE_URL", SERVER.database().url(), "JWT_SECRET", Tokens.SECRET);
    Path here = Path.of("").toAbsolutePath();
    assertThat(
            ChatServerConfig.from(new SettingSources(Map.of(), environment, here).read(), here)
                .listen()
                .port())
        .isEqualTo(4000);
  }

  @Test
  @DisplayName("address · long-polling first, then upgrade")
  void polling_then_upgrade() throws Exception {
    HttpResponse<String> opened = get("/socket.io/?EIO=4&transport=polling");
    assertThat(opened.statusCode()).isEqualTo(200);
    assertThat(opened.body()).startsWith("0{");
    JsonNode handshake = JSON.readTree(opened.body().substring(1));
    hasKeys(handshake, "sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload");
    assertThat(handshake.get("upgrades").toString()).isEqualTo("[\"websocket\"]");
    String session = "/socket.io/?EIO=4&transport=polling&sid=" + text(handshake, "sid");

    assertThat(post(session, "40{\"token\":\"" + Tokens.of("Ada") + "\"}").body()).isEqualTo("ok");
    assertThat(get(session).body()).startsWith("40{\"sid\":");
    post(session, "421[\"join_room\",\"by polling\"]");
    StringBuilder polled = new StringBuilder();
    while (polled.indexOf("431[") < 0) {
      polled.append(polled.isEmpty() ? "" : "\u001e").append(get(session).body());
    }
    assertThat(polled.toString().split("\u001e", -1))
        .hasSize(3)
        .satisfies(packets -> {
          assertThat(packets[0]).startsWith("42[\"room_history\",");
          assertThat(packets[1]).startsWith("42[\"user_joined\",");
          assertThat(packets[2]).isEqualTo("431[{\"status\":\"ok\"}]");
        });

    try (ChatClient upgraded = ChatClient.upgrade(SERVER.port(), text(handshake, "sid"))) {
      upgraded.sendRaw("2probe");
      upgraded.await(packet -> packet.name().equals("pong probe"));
      upgraded.sendRaw("5");
      upgraded.emit("send_message", Map.of("roomId", "by polling", "content", "upgraded"));
      assertThat(text(upgraded.next("new_message"), "content")).isEqualTo("upgraded");
    }
  }

  @Test
  @DisplayName("address · WebSocket directly")
  void websocket_directly() {
    try (ChatClient ada = SERVER.connect("Ada")) {
      assertThat(ada.handshake().get("upgrades").toString()).isEqualTo("[]");
      hasKeys(ada.received("connect").getFirst(), "sid", "pid");
      assertThat(ada.id()).isNotEqualTo(text(ada.handshake(), "sid"));
    }
  }

  @Test
  @DisplayName("address · only the path /socket.io/")
  void only_this_path() throws Exception {
    for (String path : new String[] {"/chat/", "/engine.io/"}) {
      assertThat(get(path + "?EIO=4&transport=polling").statusCode()).isEqualTo(404);
    }
    assertThat(get("/?EIO=4&transport=polling").body()).doesNotContain("pingInterval");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"EIO=3&", ""})
  @DisplayName("protocol · another than Engine.IO 4 is unsupported")
  void unsupported_protocol(String version) throws Exception {
    HttpResponse<String> answer = get("/socket.io/?" + version + "transport=polling");
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode body = JSON.readTree(answer.body());
    hasKeys(body, "code", "message");
    assertThat(body.get("code").asInt()).isEqualTo(5);
    assertThat(text(body, "message")).isEqualTo("Unsupported protocol version");
  }

  @Test
  @DisplayName("heartbeat · 25,000 and 60,000 ms, in the handshake of both transports")
  void heartbeat() throws Exception {
    try (ChatClient ada = SERVER.connect("Ada")) {
      JsonNode polling =
          JSON.readTree(get("/socket.io/?EIO=4&transport=polling").body().substring(1));
      for (JsonNode handshake : new JsonNode[] {ada.handshake(), polling}) {
        assertThat(handshake.get("pingInterval").asInt()).isEqualTo(25_000);
        assertThat(handshake.get("pingTimeout").asInt()).isEqualTo(60_000);
      }
    }
  }

  @Test
  @DisplayName("token · auth.token comes before the header")
  void auth_before_header() {
    Map<String, String> bob = Map.of("Authorization", "Bearer " + Tokens.of("Bob"));
    try (ChatClient client = ChatClient.open(SERVER.port(), bob)) {
      client.authenticate(Map.of("token", Tokens.of("Ada")));
      assertThat(userOf(client)).isEqualTo(Tokens.idOf("Ada").toString());
    }
    isRefusal(refusal(Map.of("token", "bad"), bob), "Invalid token", "TOKEN_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "Bearer   "})
  @DisplayName("token · by the header Authorization")
  void header(String scheme) {
    Map<String, String> bob = Map.of("Authorization", scheme + Tokens.of("Bob"));
    try (ChatClient client = ChatClient.open(SERVER.port(), bob)) {
      assertThat(client.authenticate(null).name()).isEqualTo("connect");
      assertThat(userOf(client)).isEqualTo(Tokens.idOf("Bob").toString());
    }
  }

  @Test
  @DisplayName("token · by the header of a polling handshake")
  void header_of_polling() throws Exception {
    String opened =
        HTTP.send(
                request("/socket.io/?EIO=4&transport=polling")
                    .header("authorization", "Bearer " + Tokens.of("Bob"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    String session =
        "/socket.io/?EIO=4&transport=polling&sid="
            + text(JSON.readTree(opened.substring(1)), "sid");
    post(session, "40");
    assertThat(get(session).body()).startsWith("40{\"sid\":");
  }

  @Test
  @DisplayName("token · a Bearer inside auth.token is tolerated")
  void bearer_in_auth() {
    try (ChatClient client = ChatClient.connect(SERVER.port(), "Bearer " + Tokens.of("Ada"))) {
      assertThat(userOf(client)).isEqualTo(Tokens.idOf("Ada").toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"40", "40{}", "40{\"token\":null}", "40{\"token\":\"\"}", "40{\"tok\":1}"})
  @DisplayName("no token · Authentication required")
  void no_token(String connect) {
    try (ChatClient client = ChatClient.open(SERVER.port())) {
      client.sendRaw(connect);
      isRefusal(client.next("refused"), "Authentication required", "AUTH_REQUIRED");
    }
  }

  @Test
  @DisplayName("no token · a header of another scheme is none")
  void another_scheme() {
    isRefusal(
        refusal(Map.of(), Map.of("Authorization", "Basic YTpi")),
        "Authentication required",
        "AUTH_REQUIRED");
  }

  @Test
  @DisplayName("no token · by polling too")
  void no_token_by_polling() throws Exception {
    String session = "/socket.io/?EIO=4&transport=polling&sid=" + pollingSession();
    post(session, "40");
    String answer = get(session).body();
    assertThat(answer).startsWith("44{");
    isRefusal(JSON.readTree(answer.substring(2)), "Authentication required", "AUTH_REQUIRED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "a.b.c", "..", "Bearer", "Bearer "})
  @DisplayName("bad token · Invalid token, and not a word about why")
  void garbage(String token) {
    isRefused(token, "TOKEN_INVALID");
  }

  @Test
  @DisplayName("bad token · one that is no string")
  void no_string() {
    for (Object token : new Object[] {1, true, Map.of(), new String[] {Tokens.of("Ada")}}) {
      isRefusal(refusal(Map.of("token", token), Map.of()), "Invalid token", "TOKEN_INVALID");
    }
  }

  @Test
  @DisplayName("bad token · a wrong signature, a changed payload, no user")
  void forged() {
    byte[] other =
        "another secret, which is long enough for HS256".getBytes(StandardCharsets.UTF_8);
    isRefused(Tokens.hmac("HS256", claims(""), other), "TOKEN_INVALID");
    String[] ada = Tokens.hmac("HS256", claims("")).split("\\.", -1);
    String[] admin = Tokens.hmac("HS256", claims(",\"admin\":true")).split("\\.", -1);
    isRefused(ada[0] + "." + admin[1] + "." + ada[2], "TOKEN_INVALID");
    isRefused(Tokens.hmac("HS256", "{\"name\":\"Nobody\"}"), "TOKEN_INVALID");
  }

  @Test
  @DisplayName("bad token · expired is the one reason that is told")
  void expired() {
    isRefused(Tokens.of("Ada", Duration.ofMinutes(-5)), "TOKEN_EXPIRED");
    byte[] other =
        "another secret, which is long enough for HS256".getBytes(StandardCharsets.UTF_8);
    isRefused(Tokens.hmac("HS256", claims(",\"exp\":1000"), other), "TOKEN_INVALID");
  }

  @Test
  @DisplayName("bad token · a good one on the same connection is accepted afterwards")
  void another_try() {
    try (ChatClient client = ChatClient.open(SERVER.port())) {
      assertThat(client.authenticate(Map.of("token", "bad")).name()).isEqualTo("refused");
      assertThat(client.authenticate(Map.of("token", Tokens.of("Ada"))).name())
          .isEqualTo("connect");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  @DisplayName("which tokens · by the secret")
  void by_secret(String algorithm) {
    try (ChatClient client =
        ChatClient.connect(SERVER.port(), Tokens.hmac(algorithm, claims("")))) {
      assertThat(userOf(client)).isEqualTo(Tokens.idOf("Ada").toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "", "HS256", "RS256"})
  @DisplayName("which tokens · none and unsigned ones are refused")
  void unsigned(String algorithm) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String header = "{\"alg\":\"" + algorithm + "\"}";
    isRefused(
        base64.encodeToString(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + base64.encodeToString(claims("").getBytes(StandardCharsets.UTF_8))
            + ".",
        "TOKEN_INVALID");
  }

  @Test
  @DisplayName("which tokens · exp and nbf with 30 s of leeway")
  void leeway() {
    isRefused(Tokens.hmac("HS256", claims(",\"exp\":" + in(-31))), "TOKEN_EXPIRED");
    isRefused(Tokens.hmac("HS256", claims(",\"nbf\":" + in(45))), "TOKEN_INVALID");
    ChatClient.connect(SERVER.port(), Tokens.hmac("HS256", claims(",\"exp\":" + in(-15)))).close();
    ChatClient.connect(SERVER.port(), Tokens.hmac("HS256", claims(",\"nbf\":" + in(29)))).close();
  }

  @Test
  @DisplayName("token expires while connected · an error event, then the server disconnects")
  void expires_while_connected() {
    try (ChatClient bob = SERVER.connect("Bob", "expiry");
        ChatClient ada =
            ChatClient.connect(SERVER.port(), Tokens.of("Ada", Duration.ofSeconds(3)))) {
      ada.join("expiry");
      JsonNode error = ada.next("error");
      hasKeys(error, "message", "code");
      assertThat(text(error, "message")).isEqualTo("Token expired");
      assertThat(text(error, "code")).isEqualTo("TOKEN_EXPIRED");
      ada.next("disconnect");
      ada.awaitClosed();
      assertThat(ada.names())
          .containsExactly("connect", "room_history", "user_joined", "error", "disconnect");
      Shapes.isComingOrGoing(bob.next("user_left"), "expiry", "Ada");
    }
  }

  @Test
  @DisplayName("token expires while connected · refresh_token avoids that, for the same user only")
  void refreshed() {
    Instant first = Instant.now().plusSeconds(3);
    try (ChatClient ada =
            ChatClient.connect(SERVER.port(), Tokens.of("Ada", Duration.ofSeconds(3)));
        ChatClient witness =
            ChatClient.connect(SERVER.port(), Tokens.of("Ada", Duration.ofSeconds(4)))) {
      for (Object bad : new Object[] {"garbage", Tokens.of("Bob")}) {
        isFailure(ada.call("refresh_token", bad), "TOKEN_INVALID");
      }
      isFailure(
          ada.call("refresh_token", Tokens.of("Ada", Duration.ofMinutes(-5))), "TOKEN_EXPIRED");
      isFailure(ada.call("refresh_token", 7), "INVALID_PAYLOAD");
      isOk(ada.call("refresh_token", Tokens.of("Ada")), "expiresAt");
      witness.next("disconnect");
      assertThat(Instant.now()).isAfterOrEqualTo(first);
      assertThat(ada.settle().received("error")).hasSize(4);
      assertThat(ada.isClosed()).isFalse();
    }
  }

  @Test
  @DisplayName("token expires while connected · a refused refresh_token changes nothing")
  void refused_refresh() {
    try (ChatClient ada =
        ChatClient.connect(SERVER.port(), Tokens.of("Ada", Duration.ofSeconds(8)))) {
      isFailure(ada.call("refresh_token", Tokens.of("Bob")), "TOKEN_INVALID");
      ada.next("disconnect");
      assertThat(Shapes.each(ada.received("error"), "code"))
          .containsExactly("TOKEN_INVALID", "TOKEN_EXPIRED");
    }
  }
}
