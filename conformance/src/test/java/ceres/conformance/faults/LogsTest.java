package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.Management;
import ceres.conformance.support.ServerProcess;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a whole process writes into its log, and what it never does. */
class LogsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CONTENT = "a message that is nobody else's business";
  private static final int REFUSALS = 60;

  private final List<String> lines = new ArrayList<>();
  private String expired = "";
  private String foreign = "";

  /** A server that has seen good clients, refused ones and an operator, and has stopped. */
  private void live(String format) {
    Map<String, String> settings =
        Map.of(
            "DATABASE_URL",
            TestDatabase.create().url(),
            "LOG_FORMAT",
            format,
            "LOG_LEVEL",
            "trace");
    try (ServerProcess server = ServerProcess.start(settings, 60)) {
      expired = Tokens.of("Late", java.time.Duration.ofHours(-1));
      foreign = Tokens.of("Eve") + "x";
      for (int i = 0; i < REFUSALS; i++) {
        try (ChatClient refused = ChatClient.open(server.port())) {
          refused.authenticate(Map.of("token", i == 0 ? expired : foreign));
        }
      }
      try (ChatClient ada = ChatClient.connect(server.port(), Tokens.of("Ada"))) {
        ada.join("general");
        ada.call("send_message", Map.of("roomId", "general", "content", CONTENT));
        ada.call("send_message", Map.of("roomId", "elsewhere", "content", CONTENT));
        ada.call("refresh_token", foreign);
      }
      Management operator = server.management();
      operator.operate("POST", "/rooms/general/messages", "{\"content\":\"" + CONTENT + "\"}");
      operator.operate("POST", "/users/" + Tokens.idOf("Ada") + "/disconnect", "");
      operator.ask("GET", "/connections", "", "Authorization", "Bearer a-wrong-token-of-somebody");
      assertThat(server.stop()).isZero();
      lines.addAll(server.lines());
    }
  }

  private void assertNothingIsGivenAway() {
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(line ->
            assertThat(line)
                .doesNotContain(
                    CONTENT,
                    "@example.org",
                    expired.substring(40),
                    foreign.substring(40),
                    Tokens.SECRET,
                    Management.TOKEN,
                    "wrong-token"));
  }

  @Test
  void as_json_each_line_is_an_object_that_names_connections_and_users() {
    live("json");
    assertNothingIsGivenAway();
    List<JsonNode> events =
        lines.stream().filter(line -> line.startsWith("{")).map(JSON::readTree).toList();
    assertThat(lines.stream().filter(line -> line.startsWith("20"))).isEmpty();
    assertThat(events)
        .allSatisfy(event ->
            assertThat(event.propertyNames())
                .startsWith("time", "level", "logger", "thread", "message"));
    assertThat(events)
        .anySatisfy(event -> {
          assertThat(event.get("message").asString()).startsWith("Token refused: it expired at ");
          assertThat(event.get("level").asString()).isEqualTo("info");
          assertThat(event.get("connection").asString()).hasSize(20);
          assertThat(event.get("address").asString()).isEqualTo("127.0.0.1");
        })
        .anySatisfy(event -> {
          assertThat(event.get("message").asString())
              .isEqualTo("An operator disconnected 0 connections");
          assertThat(event.get("user").asString()).isEqualTo(Tokens.idOf("Ada").toString());
        })
        .anySatisfy(event ->
            assertThat(event.get("message").asString()).isEqualTo("An operator was refused"));
  }

  @Test
  void as_text_a_line_is_for_people_and_a_flood_of_it_is_counted() {
    live("text");
    assertNothingIsGivenAway();
    assertThat(lines)
        .anyMatch(line ->
            line.matches(
                "[-0-9]{10} [:.0-9]{12} INFO  TokenVerifier: Token refused: its signature is wrong"
                    + " connection=\\S{20} address=127\\.0\\.0\\.1"));
    long written =
        lines.stream().filter(line -> line.contains("TokenVerifier: Token refused: ")).count();
    long counted =
        lines.stream()
            .filter(line -> line.contains(" more lines like this: Token refused: {}"))
            .mapToLong(line -> Long.parseLong(line.replaceAll(".*suppressed=(\\d+).*", "$1")))
            .sum();
    assertThat(written + counted).isEqualTo(REFUSALS + 1);
    assertThat(lines).noneMatch(line -> line.endsWith(" "));
  }
}
