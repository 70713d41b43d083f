package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.hasKeys;
import static ceres.conformance.contract.Shapes.isOk;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.ChatClient.Received;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What users may do how often, as {@code docs/limits.md} has it. */
class LimitsTest {
  private static final String ROOM = "asteroid-2465633";

  @AutoClose
  private static final TestServer SERVER =
      TestServer.start(
          TestDatabase.create(),
          Map.of("RATE_LIMITS", "on", "MAX_CONNECTIONS_PER_USER", "3", "CONNECT_RATE", "1/10"));

  private static List<JsonNode> sendMany(ChatClient client, int count) {
    List<CompletableFuture<JsonNode>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(client.request("send_message", Map.of("roomId", ROOM, "content", "no " + i)));
    }
    return sent.stream().map(CompletableFuture::join).toList();
  }

  @Test
  @DisplayName("messages · a person's burst of 100 passes")
  void burst() {
    try (ChatClient ada = SERVER.connect("Ada", ROOM)) {
      assertThat(sendMany(ada, 100)).allSatisfy(answer -> isOk(answer, "message"));
    }
  }

  @Test
  @DisplayName(
      "messages · a flood of 3,000 does not: RATE_LIMITED with retryAfterMs, and the connection goes on")
  void flood() throws Exception {
    try (ChatClient bob = SERVER.connect("Bob", ROOM)) {
      List<JsonNode> refused =
          sendMany(bob, 3_000).stream()
              .filter(answer -> text(answer, "status").equals("error"))
              .toList();
      assertThat(refused).hasSizeBetween(1_500, 2_500);
      for (JsonNode answer : refused) {
        hasKeys(answer, "status", "code", "message", "retryAfterMs");
        assertThat(text(answer, "code")).isEqualTo("RATE_LIMITED");
        assertThat(answer.get("retryAfterMs").asInt()).isBetween(1, 20);
      }
      assertThat(bob.received("error")).hasSameSizeAs(refused);
      hasKeys(bob.received("error").getLast(), "message", "code", "event", "retryAfterMs");
      Thread.sleep(refused.getLast().get("retryAfterMs").asInt());
      isOk(bob.call("send_message", Map.of("roomId", ROOM, "content", "later")), "message");
    }
  }

  @Test
  @DisplayName("messages · what one user floods with keeps nobody else from sending")
  void others() {
    try (ChatClient flooding = SERVER.connect("Carl", ROOM);
        ChatClient other = SERVER.connect("Dora", ROOM)) {
      for (int i = 0; i < 2_000; i++) {
        flooding.emit("send_message", Map.of("roomId", ROOM, "content", "flood"));
      }
      isOk(other.call("send_message", Map.of("roomId", ROOM, "content", "mine")), "message");
    }
  }

  @Test
  @DisplayName(
      "connections · more of a user than there may be are TOO_MANY_CONNECTIONS, until one is closed")
  void connections() {
    try (ChatClient first = SERVER.connect("Eve");
        ChatClient _ = SERVER.connect("Eve");
        ChatClient third = SERVER.connect("Eve");
        ChatClient fourth = ChatClient.open(SERVER.port())) {
      Map<String, String> auth = Map.of("token", Tokens.of("Eve"));
      Received refused = fourth.authenticate(auth);
      assertThat(refused.name()).isEqualTo("refused");
      hasKeys(refused.payload(), "message", "data");
      assertThat(refused.payload().get("data").toString())
          .isEqualTo("{\"code\":\"TOO_MANY_CONNECTIONS\"}");
      third.emit("leave_room", ROOM);
      third.sendRaw("41");
      first.settle();
      org.awaitility.Awaitility.await()
          .until(() -> fourth.authenticate(auth).name().equals("connect"));
    }
  }

  @Test
  @DisplayName("connecting · too often is RATE_LIMITED with retryAfterMs")
  void connecting() {
    Received last;
    int connected = 0;
    do {
      try (ChatClient client = ChatClient.open(SERVER.port())) {
        last = client.authenticate(Map.of("token", Tokens.of("Fay")));
        connected++;
      }
    } while (last.name().equals("connect") && connected < 100);
    assertThat(connected).isBetween(11, 30);
    JsonNode data = last.payload().get("data");
    hasKeys(data, "code", "retryAfterMs");
    assertThat(text(data, "code")).isEqualTo("RATE_LIMITED");
    assertThat(data.get("retryAfterMs").asInt()).isBetween(1, 1_000);
  }
}
