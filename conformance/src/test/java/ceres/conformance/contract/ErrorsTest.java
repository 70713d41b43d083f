package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.fails;
import static ceres.conformance.contract.Shapes.isError;
import static ceres.conformance.contract.Shapes.isFailure;
import static ceres.conformance.contract.Shapes.isForPersons;
import static ceres.conformance.contract.Shapes.isOk;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The section “Errors”: how each code is provoked, but for those of a refused connection. */
class ErrorsTest {
  @AutoClose
  private static final TestServer SERVER =
      TestServer.start(TestDatabase.create(), Map.of("MAX_ROOMS", "2"));

  /** An event that fails: its name, its payload, the code. */
  static Stream<Object[]> failures() {
    return Stream.of(
        new Object[] {"TOKEN_INVALID", "refresh_token", "garbage"},
        new Object[] {"TOKEN_INVALID", "refresh_token", Tokens.of("Bob")},
        new Object[] {"TOKEN_EXPIRED", "refresh_token", Tokens.of("Ada", Duration.ofHours(-1))},
        new Object[] {"INVALID_PAYLOAD", "send_message", "no object"},
        new Object[] {"INVALID_PAYLOAD", "send_message", Map.of("roomId", "in", "content", 1)},
        new Object[] {"INVALID_PAYLOAD", "fetch_history", Map.of("roomId", "in", "limit", 101)},
        new Object[] {"INVALID_ROOM", "join_room", ""},
        new Object[] {"INVALID_ROOM", "send_message", Map.of("roomId", 7, "content", "x")},
        new Object[] {"TOO_MANY_ROOMS", "join_room", "one too many"},
        new Object[] {"NOT_IN_ROOM", "typing_start", "elsewhere"},
        new Object[] {"EMPTY_MESSAGE", "send_message", Map.of("roomId", "in", "content", " ")},
        new Object[] {
          "MESSAGE_TOO_LONG", "send_message", Map.of("roomId", "in", "content", "x".repeat(1001))
        },
        new Object[] {"INVALID_MESSAGE", "send_message", Map.of("roomId", "in", "content", "a\0b")},
        new Object[] {"UNKNOWN_EVENT", "send_mesage", Map.of("roomId", "in", "content", "x")});
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("failures")
  @DisplayName("codes · {message, code, event}, and the connection goes on")
  void code(String code, String event, Object payload) {
    try (ChatClient ada = SERVER.connect("Ada", "in", "and in")) {
      fails(ada, event, payload, code);
      ada.emit(event, payload);
      isError(ada.settle().received("error").getLast(), event, code);
      assertThat(ada.received("error")).hasSize(2);
      assertThat(ada.unasked()).isEmpty();
      isOk(ada.call("send_message", Map.of("roomId", "in", "content", "still here")), "message");
    }
  }

  @Test
  @DisplayName("codes · NOT_SAVED and INTERNAL, with nothing of the database in them")
  void database_gone() {
    TestDatabase database = TestDatabase.create();
    try (TestServer server = TestServer.start(database, Map.of());
        ChatClient ada = server.connect("Ada", "gone");
        ChatClient bob = server.connect("Bob", "gone")) {
      database.execute("ALTER TABLE \"ChatMessage\" RENAME TO \"Elsewhere\"");
      fails(ada, "join_room", "another", "INTERNAL");
      fails(ada, "join_room", "gone", "INTERNAL");
      fails(ada, "fetch_history", Map.of("roomId", "gone"), "INTERNAL");
      fails(
          ada,
          "fetch_history",
          Map.of("roomId", "gone", "after", UUID.randomUUID().toString()),
          "INTERNAL");
      fails(ada, "send_message", Map.of("roomId", "gone", "content", "x"), "NOT_SAVED");
      fails(ada, "send_message", Map.of("roomId", "another", "content", "x"), "NOT_IN_ROOM");
      assertThat(bob.settle().names()).doesNotContain("new_message", "error");

      database.execute("ALTER TABLE \"Elsewhere\" RENAME TO \"ChatMessage\"");
      isOk(ada.call("join_room", "another"));
      isOk(ada.call("send_message", Map.of("roomId", "gone", "content", "back")), "message");
      assertThat(text(bob.next("new_message"), "content")).isEqualTo("back");
    }
  }

  @Test
  @DisplayName("codes · a database that fails at the connection tells nothing either")
  void database_gone_at_connection() {
    TestDatabase database = TestDatabase.create();
    try (TestServer server = TestServer.start(database, Map.of());
        ChatClient client = ChatClient.open(server.port())) {
      database.execute("ALTER TABLE \"User\" RENAME TO \"Elsewhere\"");
      ChatClient.Received answer = client.authenticate(Map.of("token", Tokens.of("Ada")));
      assertThat(answer.name()).isEqualTo("refused");
      isForPersons(text(answer.payload(), "message"));
      JsonNode data = answer.payload().get("data");
      assertThat(text(data, "code")).isEqualTo("INTERNAL");
      Shapes.hasKeys(data, "code");
      database.execute("ALTER TABLE \"Elsewhere\" RENAME TO \"User\"");
      assertThat(client.authenticate(Map.of("token", Tokens.of("Ada"))).name())
          .isEqualTo("connect");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42[\"send_message\"]",
        "42[\"join_room\",[[[[]]]]]",
        "42[\"typing_start\",{\"a\":{\"b\":[1,2,{\"c\":null}]}}]",
        "42[\"\"]",
        "42[\"no such event\",1,2,3]",
        "42[7,\"an event may be a number\"]",
        "42[\"constructor\"]",
        "42[\"__proto__\",{}]",
        "42[\"room_history\",{\"roomId\":\"in\",\"messages\":[]}]",
        "42[\"new_message\",{\"content\":\"forged\"}]",
        "42[\"error\",{\"message\":\"forged\"}]"
      })
  @DisplayName("a bad event never closes the connection")
  void bad_event(String frame) {
    try (ChatClient ada = SERVER.connect("Ada", "in");
        ChatClient bob = SERVER.connect("Bob", "in")) {
      int before = bob.received().size();
      ada.sendRaw(frame);
      JsonNode error = ada.next("error");
      isForPersons(text(error, "message"));
      assertThat(text(error, "code")).matches("[A-Z_]+");
      assertThat(ada.settle().isClosed()).isFalse();
      assertThat(bob.settle().received()).hasSize(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42",
        "42{}",
        "42[]",
        "42[null]",
        "42[{}]",
        "42[\"join_room\"",
        "42[\"disconnect\"]",
        "47",
        "4x",
        "40",
        "42[\"connect\"]",
        "42[\"connect_error\",{}]",
        "9",
        "hello"
      })
  @DisplayName("a malformed packet does close it")
  void malformed_packet(String frame) {
    try (ChatClient ada = SERVER.connect("Ada")) {
      ada.sendRaw(frame);
      ada.awaitClosed();
      assertThat(ada.names()).startsWith("connect").doesNotContain("error");
    }
  }

  @Test
  @DisplayName("unknown events get UNKNOWN_EVENT, named as they were sent")
  void unknown_event() {
    try (ChatClient ada = SERVER.connect("Ada")) {
      for (String event : new String[] {"Join_room", "join_room ", "toString", "\uD83D\uDE80"}) {
        isFailure(ada.call(event, "in"), "UNKNOWN_EVENT");
        isError(ada.next("error"), event, "UNKNOWN_EVENT");
      }
    }
  }
}
