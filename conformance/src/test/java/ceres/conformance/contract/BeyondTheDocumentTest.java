package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.each;
import static ceres.conformance.contract.Shapes.fails;
import static ceres.conformance.contract.Shapes.hasKeys;
import static ceres.conformance.contract.Shapes.isOk;
import static ceres.conformance.contract.Shapes.isPastMessage;
import static ceres.conformance.contract.Shapes.list;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The section “Beyond the document”. */
class BeyondTheDocumentTest {
  private static final String ROOM = "history";
  private static final int COUNT = 120;

  @AutoClose private static final TestServer SERVER = TestServer.start();

  private static List<String> ids = List.of();

  @BeforeAll
  static void fill() {
    try (ChatClient ada = SERVER.connect("Ada", ROOM)) {
      List<CompletableFuture<JsonNode>> sends =
          IntStream.range(0, COUNT)
              .mapToObj(i ->
                  ada.request("send_message", Map.of("roomId", ROOM, "content", "number " + i)))
              .toList();
      ids = sends.stream().map(send -> text(send.join().get("message"), "id")).toList();
    }
  }

  private static JsonNode fetch(ChatClient client, Object... keysAndValues) {
    Map<String, Object> payload = new HashMap<>(Map.of("roomId", ROOM));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      payload.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return client.call("fetch_history", payload);
  }

  /** The page shows the messages from one number to before another. */
  private static void shows(JsonNode page, int from, int to, boolean hasMore) {
    isOk(page, "messages", "hasMore");
    List<JsonNode> messages = list(page.get("messages"));
    assertThat(messages).hasSize(to - from);
    for (int i = from; i < to; i++) {
      JsonNode message = messages.get(i - from);
      isPastMessage(message, ROOM, "Ada", "number " + i);
      assertThat(text(message, "id")).isEqualTo(ids.get(i));
    }
    assertThat(page.get("hasMore").isBoolean()).isTrue();
    assertThat(page.get("hasMore").asBoolean()).isEqualTo(hasMore);
  }

  @Test
  @DisplayName("fetch_history · pages by before, after and limit, oldest first")
  void pages() {
    try (ChatClient bob = SERVER.connect("Bob", ROOM)) {
      shows(fetch(bob), 70, 120, true);
      shows(fetch(bob, "limit", 1), 119, 120, true);
      shows(fetch(bob, "limit", 100), 20, 120, true);
      shows(fetch(bob, "before", ids.get(70)), 20, 70, true);
      shows(fetch(bob, "before", ids.get(50)), 0, 50, false);
      shows(fetch(bob, "before", ids.get(20)), 0, 20, false);
      shows(fetch(bob, "before", ids.get(0)), 0, 0, false);
      shows(fetch(bob, "after", ids.get(0)), 1, 51, true);
      shows(fetch(bob, "after", ids.get(69)), 70, 120, false);
      shows(fetch(bob, "after", ids.get(119)), 120, 120, false);
      shows(fetch(bob, "after", ids.get(9), "before", ids.get(15)), 10, 15, false);
      shows(fetch(bob, "after", ids.get(9), "before", ids.get(15), "limit", 2), 13, 15, true);
      Map<String, Object> nulls = new HashMap<>();
      nulls.put("roomId", ROOM);
      for (String key : new String[] {"before", "after", "limit"}) {
        nulls.put(key, tools.jackson.databind.node.NullNode.instance);
      }
      shows(bob.call("fetch_history", nulls), 70, 120, true);
    }
  }

  @Test
  @DisplayName("fetch_history · paging backwards and forwards meets every message once")
  void whole_history() {
    try (ChatClient bob = SERVER.connect("Bob", ROOM)) {
      List<String> backwards = new ArrayList<>();
      JsonNode page = fetch(bob, "limit", 7);
      while (true) {
        backwards.addAll(each(list(page.get("messages")), "id").reversed());
        if (!page.get("hasMore").asBoolean()) {
          break;
        }
        page = fetch(bob, "limit", 7, "before", backwards.getLast());
      }
      assertThat(backwards.reversed()).isEqualTo(ids);

      List<String> forwards = new ArrayList<>(Collections.singletonList(ids.getFirst()));
      do {
        page = fetch(bob, "limit", 11, "after", forwards.getLast());
        forwards.addAll(each(list(page.get("messages")), "id"));
      } while (page.get("hasMore").asBoolean());
      assertThat(forwards).isEqualTo(ids);
    }
  }

  @Test
  @DisplayName("fetch_history · members only")
  void history_of_members() {
    try (ChatClient eve = SERVER.connect("Eve")) {
      fails(eve, "fetch_history", Map.of("roomId", ROOM), "NOT_IN_ROOM");
      fails(eve, "fetch_history", Map.of("roomId", ROOM, "before", ids.getFirst()), "NOT_IN_ROOM");
    }
  }

  static Stream<Map<String, Object>> wrongPages() {
    return Stream.of(
        Map.of("limit", 0),
        Map.of("limit", -1),
        Map.of("limit", 101),
        Map.of("limit", 1.5),
        Map.of("limit", "10"),
        Map.of("limit", 1e300),
        Map.of("limit", Long.MAX_VALUE),
        Map.of("before", "no uuid"),
        Map.of("before", 7),
        Map.of("after", List.of()),
        Map.of("after", "01"),
        Map.of("before", UUID.randomUUID().toString()));
  }

  @ParameterizedTest
  @MethodSource("wrongPages")
  @DisplayName("fetch_history · anything else is INVALID_PAYLOAD")
  void wrong_page(Map<String, Object> wrong) {
    try (ChatClient bob = SERVER.connect("Bob", ROOM)) {
      Map<String, Object> payload = new HashMap<>(wrong);
      payload.put("roomId", ROOM);
      fails(bob, "fetch_history", payload, "INVALID_PAYLOAD");
    }
  }

  @Test
  @DisplayName("fetch_history · a message of another room is no bound, and tells nothing")
  void bound_of_another_room() {
    try (ChatClient bob = SERVER.connect("Bob", "another history")) {
      fails(
          bob,
          "fetch_history",
          Map.of("roomId", "another history", "after", ids.getFirst()),
          "INVALID_PAYLOAD");
    }
  }

  @Test
  @DisplayName("fetch_history · after a long absence, join_room and after give all that was missed")
  void caught_up() {
    String room = "absence";
    try (ChatClient ada = SERVER.connect("Ada", room)) {
      String lastSeen = "";
      try (ChatClient bob = SERVER.connect("Bob", room)) {
        ada.call("send_message", Map.of("roomId", room, "content", "seen"));
        lastSeen = text(bob.next("new_message"), "id");
      }
      List<String> missed = new ArrayList<>();
      for (int i = 0; i < 130; i++) {
        missed.add(
            text(
                ada.call("send_message", Map.of("roomId", room, "content", "missed " + i))
                    .get("message"),
                "id"));
      }
      try (ChatClient bob = SERVER.connect("Bob", room)) {
        List<String> caughtUp = new ArrayList<>();
        JsonNode page;
        do {
          page = bob.call("fetch_history", Map.of("roomId", room, "after", lastSeen, "limit", 100));
          caughtUp.addAll(each(list(page.get("messages")), "id"));
          lastSeen = caughtUp.getLast();
        } while (page.get("hasMore").asBoolean());
        assertThat(caughtUp).isEqualTo(missed);
      }
    }
  }

  @Test
  @DisplayName("get_presence · each user once, members only")
  void presence() {
    try (ChatClient ada = SERVER.connect("Ada", "presence");
        ChatClient tab = SERVER.connect("Ada", "presence");
        ChatClient bob = SERVER.connect("Bob", "presence");
        ChatClient eve = SERVER.connect("Eve")) {
      JsonNode answer = ada.call("get_presence", "presence");
      isOk(answer, "users");
      List<JsonNode> users = list(answer.get("users"));
      assertThat(each(users, "name")).containsExactly("Ada", "Bob");
      for (JsonNode user : users) {
        hasKeys(user, "userId", "name", "avatar");
        assertThat(text(user, "userId")).isEqualTo(Tokens.idOf(text(user, "name")).toString());
        assertThat(user.get("avatar").isNull()).isTrue();
      }
      fails(eve, "get_presence", "presence", "NOT_IN_ROOM");
      tab.call("leave_room", "presence");
      assertThat(list(bob.call("get_presence", "presence").get("users"))).hasSize(2);
      ada.call("leave_room", "presence");
      assertThat(each(list(bob.call("get_presence", "presence").get("users")), "name"))
          .containsExactly("Bob");
    }
  }

  @Test
  @DisplayName("refresh_token · answers when the new token expires")
  void refresh() {
    try (ChatClient ada = SERVER.connect("Ada")) {
      JsonNode answer = ada.call("refresh_token", Tokens.of("Ada", Duration.ofHours(2)));
      isOk(answer, "expiresAt");
      assertThat(text(answer, "expiresAt")).matches(Shapes.TIMESTAMP);
      assertThat(Instant.parse(text(answer, "expiresAt")))
          .isBetween(Instant.now().plusSeconds(7_000), Instant.now().plusSeconds(7_201));
      String forever = Tokens.hmac("HS256", "{\"sub\":\"" + Tokens.idOf("Ada") + "\"}");
      assertThat(ada.call("refresh_token", "Bearer " + forever).get("expiresAt").isNull()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "42", "{}", "[]", "true"})
  @DisplayName("refresh_token · what is no string is INVALID_PAYLOAD")
  void no_token(String json) {
    try (ChatClient ada = SERVER.connect("Ada")) {
      ada.sendRaw("42[\"refresh_token\"," + json + "]");
      Shapes.isError(ada.next("error"), "refresh_token", "INVALID_PAYLOAD");
    }
  }
}
