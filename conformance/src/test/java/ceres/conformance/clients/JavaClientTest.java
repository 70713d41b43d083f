package ceres.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import ceres.conformance.clients.JavaClient.Mode;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every documented event, in both directions, over each transport. */
class JavaClientTest {
  private static TestServer server;

  private final String room = "asteroid-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JavaClient connect(Mode mode, String name) {
    JavaClient client = JavaClient.withAuth(server.port(), mode, Tokens.of(name)).connected();
    client.awaitTransports(mode.transports());
    return client;
  }

  private static Map<String, String> draft(String room, String content) {
    return Map.of("roomId", room, "content", content);
  }

  private static JSONObject object(Map<String, ?> fields) {
    return new JSONObject(fields);
  }

  @ParameterizedTest
  @EnumSource
  void the_connection_is_by_the_transports_asked_for(Mode mode) {
    try (JavaClient ada = connect(mode, "Ada")) {
      ada.join(room);
      assertThat(ada.transports()).isEqualTo(mode.transports());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_token_by_extra_headers(Mode mode) {
    try (JavaClient ada = JavaClient.withHeader(server.port(), mode, Tokens.of("Ada"))) {
      ada.connected().join(room);
    }
  }

  @ParameterizedTest
  @EnumSource
  void no_token(Mode mode) {
    try (JavaClient nobody = JavaClient.withNothing(server.port(), mode)) {
      JsonNode refusal = Shape.REFUSAL.of(nobody.refusal());
      assertThat(refusal.get("message").asString()).isEqualTo("Authentication required");
      assertThat(refusal.get("data").get("code").asString()).isEqualTo("AUTH_REQUIRED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_bad_token_either_way(Mode mode) {
    try (JavaClient byAuth = JavaClient.withAuth(server.port(), mode, "no");
        JavaClient byHeader = JavaClient.withHeader(server.port(), mode, "no")) {
      for (JavaClient eve : List.of(byAuth, byHeader)) {
        JsonNode refusal = Shape.REFUSAL.of(eve.refusal());
        assertThat(refusal.get("message").asString()).isEqualTo("Invalid token");
        assertThat(refusal.get("data").get("code").asString()).isEqualTo("TOKEN_INVALID");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_expired_token(Mode mode) {
    String token = Tokens.of("Ada", Duration.ofMinutes(-1));
    try (JavaClient late = JavaClient.withAuth(server.port(), mode, token)) {
      JsonNode refusal = Shape.REFUSAL.of(late.refusal());
      assertThat(refusal.get("message").asString()).isEqualTo("Invalid token");
      assertThat(refusal.get("data").get("code").asString()).isEqualTo("TOKEN_EXPIRED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void join_room(Mode mode) {
    try (JavaClient ada = connect(mode, "Ada").join(room);
        JavaClient bob = connect(mode, "Bob")) {
      ada.call("send_message", object(draft(room, "hello")));
      Shape.DONE.of(bob.call("join_room", room));
      assertThat(bob.names()).containsExactly("room_history", "user_joined");
      JsonNode history = Shape.ROOM_HISTORY.of(bob.next("room_history"));
      assertThat(history.get("roomId").asString()).isEqualTo(room);
      assertThat(history.get("messages").get(0).get("content").asString()).isEqualTo("hello");
      JsonNode joined = Shape.USER_JOINED.of(bob.next("user_joined"));
      assertThat(joined.get("userId").asString()).isEqualTo(Tokens.idOf("Bob").toString());
      assertThat(joined.get("email").asString()).isEqualTo("bob@example.org");
      assertThat(ada.next("user_joined")).isEqualTo(joined);
    }
  }

  @ParameterizedTest
  @EnumSource
  void send_message(Mode mode) {
    try (JavaClient ada = connect(mode, "Ada").join(room);
        JavaClient bob = connect(mode, "Bob").join(room)) {
      JsonNode sent = Shape.SENT.of(ada.call("send_message", object(draft(room, " hi 🪐 "))));
      JsonNode message = sent.get("message");
      assertThat(message.get("content").asString()).isEqualTo("hi 🪐");
      assertThat(message.get("userId").asString()).isEqualTo(Tokens.idOf("Ada").toString());
      for (JavaClient member : List.of(ada, bob)) {
        assertThat(Shape.NEW_MESSAGE.of(member.next("new_message"))).isEqualTo(message);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void send_message_many_in_order(Mode mode) {
    List<String> contents = IntStream.range(0, 100).mapToObj(String::valueOf).toList();
    try (JavaClient ada = connect(mode, "Ada").join(room);
        JavaClient bob = connect(mode, "Bob").join(room)) {
      contents.forEach(content -> ada.emit("send_message", object(draft(room, content))));
      for (JavaClient member : List.of(ada, bob)) {
        assertThat(contents)
            .allSatisfy(content ->
                assertThat(member.next("new_message").get("content").asString())
                    .isEqualTo(content));
      }
    }
  }

  @Test
  void an_event_has_its_offset_after_the_payload_unless_it_may_be_dropped() {
    try (JavaClient ada = connect(Mode.WEBSOCKET, "Ada");
        JavaClient bob = connect(Mode.WEBSOCKET, "Bob").join(room)) {
      ada.call("join_room", room);
      assertThat(ada.first("room_history").args())
          .satisfiesExactly(
              payload -> assertThat(payload).isInstanceOf(JSONObject.class),
              offset -> assertThat(offset).isInstanceOf(String.class));
      bob.call("typing_start", room);
      assertThat(ada.first("user_typing").args()).hasSize(1);
    }
  }

  @Test
  void without_recovery_an_event_has_its_payload_and_nothing_else() {
    try (TestServer without = TestServer.start(server.database(), Map.of("RECOVERY_WINDOW", "0"));
        JavaClient ada = JavaClient.withAuth(without.port(), Mode.WEBSOCKET, Tokens.of("Ada"))) {
      ada.connected().call("join_room", room);
      ada.call("send_message", object(draft(room, "hello")));
      for (String event : List.of("room_history", "user_joined", "new_message")) {
        assertThat(ada.first(event).args()).as(event).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void leave_room(Mode mode) {
    try (JavaClient ada = connect(mode, "Ada").join(room);
        JavaClient bob = connect(mode, "Bob").join(room)) {
      Shape.DONE.of(bob.call("leave_room", room));
      for (JavaClient member : List.of(ada, bob)) {
        JsonNode left = Shape.USER_LEFT.of(member.next("user_left"));
        assertThat(left.get("userId").asString()).isEqualTo(Tokens.idOf("Bob").toString());
        assertThat(left.get("roomId").asString()).isEqualTo(room);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_disconnect_is_a_leave(Mode mode) {
    try (JavaClient ada = connect(mode, "Ada").join(room)) {
      connect(mode, "Bob").join(room).close();
      JsonNode left = Shape.USER_LEFT.of(ada.next("user_left"));
      assertThat(left.get("userId").asString()).isEqualTo(Tokens.idOf("Bob").toString());
    }
  }

  /** Not by polling: there, typing that comes between two polls is dropped. */
  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "POLLING")
  void typing_start_and_typing_stop(Mode mode) {
    try (JavaClient ada = connect(mode, "Ada").join(room);
        JavaClient bob = connect(mode, "Bob").join(room)) {
      Shape.DONE.of(ada.call("typing_start", room));
      JsonNode typing = Shape.USER_TYPING.of(bob.next("user_typing"));
      assertThat(typing.get("email").asString()).isEqualTo("ada@example.org");
      Shape.DONE.of(ada.call("typing_stop", room));
      JsonNode stopped = Shape.USER_STOPPED_TYPING.of(bob.next("user_stopped_typing"));
      assertThat(stopped.get("userId").asString()).isEqualTo(Tokens.idOf("Ada").toString());
      assertThat(ada.settle().names()).containsExactly("user_joined");
    }
  }

  @ParameterizedTest
  @EnumSource
  void errors_by_event_and_by_acknowledgement(Mode mode) {
    try (JavaClient ada = connect(mode, "Ada")) {
      JsonNode failed = Shape.FAILED.of(ada.call("send_message", object(draft(room, "hi"))));
      assertThat(failed.get("code").asString()).isEqualTo("NOT_IN_ROOM");
      JsonNode error = Shape.ERROR.of(ada.next("error"));
      assertThat(error.get("code").asString()).isEqualTo("NOT_IN_ROOM");
      assertThat(error.get("event").asString()).isEqualTo("send_message");
      assertThat(error.get("message").asString()).isEqualTo(failed.get("message").asString());
      ada.emit("join_room", 7);
      assertThat(Shape.ERROR.of(ada.next("error")).get("code").asString())
          .isEqualTo("INVALID_ROOM");
      assertThat(ada.call("no_such_event").get("code").asString()).isEqualTo("UNKNOWN_EVENT");
    }
  }

  @ParameterizedTest
  @EnumSource
  void fetch_history_get_presence_and_refresh_token(Mode mode) {
    try (JavaClient ada = connect(mode, "Ada").join(room);
        JavaClient tab = connect(mode, "Ada").join(room)) {
      tab.call("send_message", object(draft(room, "first")));
      tab.call("send_message", object(draft(room, "second")));
      JsonNode page =
          Shape.PAGE.of(ada.call("fetch_history", object(Map.of("roomId", room, "limit", 1))));
      assertThat(page.get("hasMore").asBoolean()).isTrue();
      assertThat(page.get("messages").get(0).get("content").asString()).isEqualTo("second");
      JsonNode users = Shape.PRESENCE.of(ada.call("get_presence", room)).get("users");
      assertThat(users.size()).isOne();
      assertThat(users.get(0).get("userId").asString()).isEqualTo(Tokens.idOf("Ada").toString());
      Shape.REFRESHED.of(ada.call("refresh_token", Tokens.of("Ada", Duration.ofHours(2))));
      assertThat(
              Shape.FAILED.of(ada.call("refresh_token", Tokens.of("Eve"))).get("code").asString())
          .isEqualTo("TOKEN_INVALID");
    }
  }
}
