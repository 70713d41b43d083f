package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.each;
import static ceres.conformance.contract.Shapes.fails;
import static ceres.conformance.contract.Shapes.isError;
import static ceres.conformance.contract.Shapes.isFailure;
import static ceres.conformance.contract.Shapes.isLiveMessage;
import static ceres.conformance.contract.Shapes.isOk;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The section “Messages”, but for what happens at the commit. */
class MessagesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String EMOJI = "\uD83D\uDE80";

  @AutoClose private static final TestServer SERVER = TestServer.start();

  private static Map<String, Object> message(String room, Object content) {
    return Map.of("roomId", room, "content", content);
  }

  private static Map<String, Object> message(String room, String content, UUID clientId) {
    return Map.of("roomId", room, "content", content, "clientId", clientId.toString());
  }

  private static String sent(ChatClient client, String room, String content) {
    JsonNode answer = client.call("send_message", message(room, content));
    isOk(answer, "message");
    return text(answer.get("message"), "content");
  }

  private static List<String> stored(String room) {
    return SERVER
        .database()
        .query(
            "SELECT id FROM \"ChatMessage\" WHERE \"roomId\" = '%s' ORDER BY \"createdAt\", id"
                .formatted(room));
  }

  /** As literal JSON. */
  static Stream<String> noPayloads() {
    return Stream.of(
        "",
        ",null",
        ",\"hello\"",
        ",42",
        ",[]",
        ",[{\"roomId\":\"payload\",\"content\":\"x\"}]",
        ",{\"roomId\":\"payload\"}",
        ",{\"roomId\":\"payload\",\"content\":null}",
        ",{\"roomId\":\"payload\",\"content\":42}",
        ",{\"roomId\":\"payload\",\"content\":{\"text\":\"x\"}}",
        ",{\"roomId\":\"payload\",\"content\":[\"x\"]}",
        ",{\"roomId\":\"payload\",\"content\":\"x\",\"clientId\":\"no uuid\"}",
        ",{\"roomId\":\"payload\",\"content\":\"x\",\"clientId\":7}");
  }

  @ParameterizedTest
  @MethodSource("noPayloads")
  @DisplayName("payload · {roomId, content}, both strings")
  void no_payload(String json) {
    try (ChatClient ada = SERVER.connect("Ada", "payload")) {
      ada.sendRaw("42[\"send_message\"" + json + "]");
      isError(ada.next("error"), "send_message", "INVALID_PAYLOAD");
      assertThat(ada.settle().received("new_message")).isEmpty();
    }
  }

  @Test
  @DisplayName("payload · other fields are ignored")
  void other_fields() {
    try (ChatClient ada = SERVER.connect("Ada", "other fields")) {
      ada.sendRaw(
          "42[\"send_message\",{\"roomId\":\"other fields\",\"content\":\"x\",\"id\":1,"
              + "\"userId\":\"somebody\",\"createdAt\":\"2000-01-01\",\"user\":{\"name\":\"Eve\"},"
              + "\"clientId\":null,\"__proto__\":{\"a\":1}},\"and\",\"arguments\"]");
      isLiveMessage(ada.next("new_message"), "other fields", "Ada", "x");
    }
  }

  @Test
  @DisplayName("content · trimmed exactly as JavaScript trims")
  void trimmed() {
    String spaces =
        "\t\n\u000b\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
            + "\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";
    try (ChatClient ada = SERVER.connect("Ada", "trim")) {
      assertThat(sent(ada, "trim", spaces + "a" + spaces + "b" + spaces))
          .isEqualTo("a" + spaces + "b");
      for (int i = 0; i < spaces.length(); i++) {
        assertThat(sent(ada, "trim", spaces.charAt(i) + "x" + spaces.charAt(i))).isEqualTo("x");
      }
      fails(ada, "send_message", message("trim", spaces), "EMPTY_MESSAGE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0085", "\u200b", "\u180e", "\u001c", "\u001f", "\u0001", "\u2060", "\u00ad", "\u200d"
      })
  @DisplayName("content · what JavaScript does not trim stays")
  void not_trimmed(String character) {
    try (ChatClient ada = SERVER.connect("Ada", "no trim")) {
      assertThat(sent(ada, "no trim", character)).isEqualTo(character);
      assertThat(sent(ada, "no trim", character + " x " + character))
          .isEqualTo(character + " x " + character);
    }
  }

  @Test
  @DisplayName("content · 1 to 1,000 code points")
  void length() {
    try (ChatClient ada = SERVER.connect("Ada", "length")) {
      for (String one : new String[] {"x", "é", EMOJI}) {
        assertThat(sent(ada, "length", one)).isEqualTo(one);
        String most = one.repeat(1_000);
        assertThat(sent(ada, "length", "  " + most + "\n")).isEqualTo(most);
        fails(ada, "send_message", message("length", one.repeat(1_001)), "MESSAGE_TOO_LONG");
      }
      String mixed = "x".repeat(999) + EMOJI;
      assertThat(sent(ada, "length", mixed)).isEqualTo(mixed);
      fails(ada, "send_message", message("length", mixed + "x"), "MESSAGE_TOO_LONG");
      fails(ada, "send_message", message("length", "x".repeat(900_000)), "MESSAGE_TOO_LONG");
      fails(ada, "send_message", message("length", ""), "EMPTY_MESSAGE");
      fails(ada, "send_message", message("length", " ".repeat(2_000)), "EMPTY_MESSAGE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "a\\u0000b",
        "\\ud800",
        "\\udc00",
        "a\\ud83d",
        "\\ude80\\ud83d",
        "\\ud83dx"
      })
  @DisplayName("content · U+0000 and unpaired surrogates are INVALID_MESSAGE")
  void invalid(String escaped) {
    try (ChatClient ada = SERVER.connect("Ada", "invalid")) {
      ada.sendRaw("42[\"send_message\",{\"roomId\":\"invalid\",\"content\":\"" + escaped + "\"}]");
      isError(ada.next("error"), "send_message", "INVALID_MESSAGE");
      assertThat(sent(ada, "invalid", "still here")).isEqualTo("still here");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert('1 & 2')</script>",
        "\"quoted\" \\ back/slash \\u0041 %s %00 ${x} {{y}}",
        "'; DROP TABLE \"ChatMessage\"; --",
        "line\nbreak\ttab\r\n\u0001\u001f\u007f\u0085",
        "e\u0301 is not \u00e9, \ufb01 is not fi, \u202e\u2028\u2029.",
        "\uD83D\uDC69\u200D\uD83D\uDE80 \uD83C\uDDEA\uD83C\uDDFA \uDBFF\uDFFF \uffff",
        "{\"_placeholder\":true,\"num\":0}"
      })
  @DisplayName("content · nothing else is changed or escaped")
  void unchanged(String content) {
    try (ChatClient ada = SERVER.connect("Ada", "as it is");
        ChatClient bob = SERVER.connect("Bob", "as it is")) {
      assertThat(sent(ada, "as it is", content)).isEqualTo(content);
      assertThat(text(bob.next("new_message"), "content")).isEqualTo(content);
      JsonNode history = bob.join("as it is").received("room_history").getLast();
      assertThat(Shapes.contents(history)).last().isEqualTo(content);
      assertThat(
              SERVER
                  .database()
                  .query("SELECT content FROM \"ChatMessage\" WHERE id = '" + lastId(ada) + "'"))
          .containsExactly(content);
    }
  }

  private static String lastId(ChatClient client) {
    return text(client.settle().received("new_message").getLast(), "id");
  }

  @Test
  @DisplayName("who may send · members of the room, else NOT_IN_ROOM")
  void members_only() {
    try (ChatClient bob = SERVER.connect("Bob", "members");
        ChatClient ada = SERVER.connect("Ada", "elsewhere");
        ChatClient tab = SERVER.connect("Bob")) {
      fails(ada, "send_message", message("members", "hello"), "NOT_IN_ROOM");
      fails(tab, "send_message", message("members", "my other tab is in it"), "NOT_IN_ROOM");
      fails(ada, "send_message", message("members", " "), "NOT_IN_ROOM");
      ada.join("members").call("leave_room", "members");
      fails(ada, "send_message", message("members", "hello"), "NOT_IN_ROOM");
      assertThat(bob.settle().received("new_message")).isEmpty();
      assertThat(stored("members")).isEmpty();
    }
  }

  @Test
  @DisplayName("sender · gets new_message like every member, on every tab")
  void sender_too() {
    try (ChatClient ada = SERVER.connect("Ada", "sender");
        ChatClient tab = SERVER.connect("Ada", "sender");
        ChatClient bob = SERVER.connect("Bob", "sender")) {
      JsonNode acked = ada.call("send_message", message("sender", "to all")).get("message");
      for (ChatClient member : List.of(ada, tab, bob)) {
        List<JsonNode> messages = member.settle().received("new_message");
        assertThat(messages).containsExactly(acked);
        isLiveMessage(messages.getFirst(), "sender", "Ada", "to all");
      }
    }
  }

  @Test
  @DisplayName("ids · UUID version 7, whose time is createdAt")
  void ids() {
    try (ChatClient ada = SERVER.connect("Ada", "ids")) {
      List<CompletableFuture<JsonNode>> answers =
          IntStream.range(0, 200)
              .mapToObj(i -> ada.request("send_message", message("ids", "number " + i)))
              .toList();
      List<JsonNode> messages =
          answers.stream().map(answer -> answer.join().get("message")).toList();
      List<String> ids = each(messages, "id");
      assertThat(ids)
          .allMatch(id -> Shapes.UUID_7.matcher(id).matches())
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(each(messages, "createdAt")).isSorted();
      for (JsonNode message : messages) {
        long millis = UUID.fromString(text(message, "id")).getMostSignificantBits() >>> 16;
        assertThat(java.time.Instant.parse(text(message, "createdAt")).toEpochMilli())
            .isEqualTo(millis);
      }
    }
  }

  @Test
  @DisplayName("ids · do not run backwards over a restart, nor behind rows from the future")
  void after_the_future() {
    TestDatabase database = TestDatabase.create();
    String last;
    try (TestServer server = TestServer.start(database, Map.of());
        ChatClient ada = server.connect("Ada", "future")) {
      last = text(ada.call("send_message", message("future", "now")).get("message"), "id");
      database.execute(
          "INSERT INTO \"ChatMessage\" (id, \"userId\", \"roomId\", content, \"createdAt\")"
              + " VALUES (gen_random_uuid(), '"
              + Tokens.idOf("Ada")
              + "', 'future', 'by a clock that is fast', now() + interval '10 minutes')");
    }
    try (TestServer server = TestServer.start(database, Map.of());
        ChatClient ada = server.connect("Ada", "future")) {
      JsonNode next = ada.call("send_message", message("future", "after it")).get("message");
      assertThat(text(next, "id")).isGreaterThan(last);
      assertThat(Shapes.contents(ada.join("future").received("room_history").getLast()))
          .containsExactly("now", "by a clock that is fast", "after it");
    }
  }

  @Test
  @DisplayName("retry · the same clientId again is acknowledged with the first message")
  void retry() {
    try (ChatClient ada = SERVER.connect("Ada", "retry", "retry elsewhere");
        ChatClient bob = SERVER.connect("Bob", "retry", "retry elsewhere")) {
      UUID clientId = UUID.randomUUID();
      JsonNode first = ada.call("send_message", message("retry", "first", clientId));
      isOk(first, "message");
      isLiveMessage(first.get("message"), "retry", "Ada", "first");
      for (Map<String, Object> again :
          List.of(
              message("retry", "first", clientId),
              message("retry", "changed", clientId),
              message("retry elsewhere", "first", clientId))) {
        assertThat(ada.call("send_message", again)).isEqualTo(first);
      }
      assertThat(bob.settle().received("new_message")).containsExactly(first.get("message"));
      assertThat(stored("retry")).hasSize(1);
      assertThat(stored("retry elsewhere")).isEmpty();
      Map<String, Object> upper =
          Map.of(
              "roomId",
              "retry",
              "content",
              "first",
              "clientId",
              clientId.toString().toUpperCase(java.util.Locale.ROOT));
      assertThat(ada.call("send_message", upper)).isEqualTo(first);
    }
  }

  @Test
  @DisplayName("retry · is per user")
  void retry_by_another() {
    try (ChatClient ada = SERVER.connect("Ada", "per user");
        ChatClient bob = SERVER.connect("Bob", "per user")) {
      UUID clientId = UUID.randomUUID();
      ada.call("send_message", message("per user", "Ada's", clientId));
      bob.call("send_message", message("per user", "Bob's", clientId));
      assertThat(each(ada.settle().received("new_message"), "content"))
          .containsExactly("Ada's", "Bob's");
      assertThat(stored("per user")).hasSize(2);
    }
  }

  @Test
  @DisplayName("retry · on two connections at once: one row, one broadcast, the same answer")
  void retry_at_once() {
    try (ChatClient one = SERVER.connect("Ada", "at once");
        ChatClient two = SERVER.connect("Ada", "at once");
        ChatClient bob = SERVER.connect("Bob", "at once")) {
      int rounds = 150;
      List<CompletableFuture<JsonNode>> ones = new ArrayList<>();
      List<CompletableFuture<JsonNode>> twos = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        Map<String, Object> payload = message("at once", "round " + i, UUID.randomUUID());
        ones.add(one.request("send_message", payload));
        twos.add(two.request("send_message", payload));
        if (i % 10 == 9) {
          twos.getLast().join();
        }
      }
      List<JsonNode> acked = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        JsonNode answer = ones.get(i).join();
        isOk(answer, "message");
        assertThat(twos.get(i).join()).isEqualTo(answer);
        acked.add(answer.get("message"));
      }
      for (ChatClient member : List.of(one, two, bob)) {
        assertThat(member.settle().received("new_message"))
            .containsExactlyInAnyOrderElementsOf(acked);
      }
      assertThat(stored("at once")).hasSize(rounds);
    }
  }

  @Test
  @DisplayName("retry · in a burst on one connection")
  void retry_burst() {
    try (ChatClient ada = SERVER.connect("Ada", "burst")) {
      Map<String, Object> payload = message("burst", "impatient", UUID.randomUUID());
      List<CompletableFuture<JsonNode>> answers =
          IntStream.range(0, 50).mapToObj(_ -> ada.request("send_message", payload)).toList();
      JsonNode first = answers.getFirst().join();
      isOk(first, "message");
      assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(first));
      assertThat(ada.settle().received("new_message")).hasSize(1);
      assertThat(stored("burst")).hasSize(1);
    }
  }

  @Test
  @DisplayName("retry · after a restart of the server")
  void retry_after_restart() {
    TestDatabase database = TestDatabase.create();
    Map<String, Object> payload = message("restart", "once", UUID.randomUUID());
    JsonNode first;
    try (TestServer server = TestServer.start(database, Map.of());
        ChatClient ada = server.connect("Ada", "restart")) {
      first = ada.call("send_message", payload);
    }
    try (TestServer server = TestServer.start(database, Map.of());
        ChatClient ada = server.connect("Ada", "restart")) {
      assertThat(ada.call("send_message", payload)).isEqualTo(first);
      assertThat(ada.settle().received("new_message")).isEmpty();
      assertThat(database.query("SELECT count(*) FROM \"ChatMessage\"")).containsExactly("1");
    }
  }

  @Test
  @DisplayName("acknowledgement · every event takes one, and none is sent where none was asked")
  void acknowledgements() {
    try (ChatClient ada = SERVER.connect("Ada")) {
      isOk(ada.call("join_room", "acks"));
      isOk(ada.call("send_message", message("acks", "hello")), "message");
      isOk(ada.call("typing_start", "acks"));
      isOk(ada.call("typing_stop", "acks"));
      isOk(ada.call("fetch_history", Map.of("roomId", "acks")), "messages", "hasMore");
      isOk(ada.call("get_presence", "acks"), "users");
      isOk(ada.call("refresh_token", Tokens.of("Ada")), "expiresAt");
      isOk(ada.call("leave_room", "acks"));
      assertThat(ada.settle().received("error")).isEmpty();

      ada.emit("join_room", "acks");
      ada.emit("send_message", message("acks", "hello"));
      ada.emit("leave_room", "acks");
      ada.emit("send_message", message("acks", "outside"));
      ada.next("error");
      assertThat(ada.unasked()).isEmpty();
    }
  }

  @Test
  @DisplayName("acknowledgement · an error comes there and by the error event")
  void error_both_ways() {
    try (ChatClient ada = SERVER.connect("Ada")) {
      JsonNode ack = ada.call("send_message", message("errors", "x"));
      isFailure(ack, "NOT_IN_ROOM");
      JsonNode error = ada.next("error");
      isError(error, "send_message", "NOT_IN_ROOM");
      assertThat(text(error, "message")).isEqualTo(text(ack, "message"));

      ada.emit("send_message", message("errors", "x"));
      isError(ada.next("error"), "send_message", "NOT_IN_ROOM");
      assertThat(ada.settle().received("error")).hasSize(2);
      assertThat(JSON.writeValueAsString(ack)).contains("\"status\":\"error\"");
    }
  }
}
