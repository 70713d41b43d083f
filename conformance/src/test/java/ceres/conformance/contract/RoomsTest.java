package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.contents;
import static ceres.conformance.contract.Shapes.each;
import static ceres.conformance.contract.Shapes.fails;
import static ceres.conformance.contract.Shapes.hasKeys;
import static ceres.conformance.contract.Shapes.isComingOrGoing;
import static ceres.conformance.contract.Shapes.isFailure;
import static ceres.conformance.contract.Shapes.isOk;
import static ceres.conformance.contract.Shapes.isPastMessage;
import static ceres.conformance.contract.Shapes.isStoppedTyping;
import static ceres.conformance.contract.Shapes.isTyping;
import static ceres.conformance.contract.Shapes.list;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

/** The section “Rooms”, but for disconnects and for joins in a storm of messages. */
class RoomsTest {
  private static final String EMOJI = "\uD83D\uDE80";

  @AutoClose
  private static final TestServer SERVER =
      TestServer.start(TestDatabase.create(), Map.of("MAX_ROOMS", "7"));

  private static Map<String, Object> message(String room, String content) {
    return Map.of("roomId", room, "content", content);
  }

  static Stream<String> valid() {
    return Stream.of(
        "asteroid-2465633",
        "x",
        "é".repeat(128),
        EMOJI.repeat(128),
        " ",
        "__proto__",
        "chat:general",
        "a/b?c#d,e\"f\\g",
        "\u00a0\u200b\u2028");
  }

  @ParameterizedTest
  @MethodSource("valid")
  @DisplayName("room id · 1 to 128 characters, as they are")
  void valid_room(String room) {
    try (ChatClient ada = SERVER.connect("Ada", room)) {
      assertThat(text(ada.next("room_history"), "roomId")).isEqualTo(room);
      isOk(ada.call("send_message", message(room, "here")), "message");
      assertThat(text(ada.next("new_message"), "roomId")).isEqualTo(room);
      isOk(ada.call("leave_room", room));
      assertThat(text(ada.next("user_left"), "roomId")).isEqualTo(room);
    }
  }

  @Test
  @DisplayName("room id · not trimmed, case-sensitive")
  void as_it_is() {
    String[] rooms = {"Juno", "juno", " juno", "juno "};
    try (ChatClient ada = SERVER.connect("Ada", rooms);
        ChatClient bob = SERVER.connect("Bob", "juno")) {
      for (String room : rooms) {
        ada.call("send_message", message(room, room));
      }
      assertThat(each(bob.settle().received("new_message"), "content")).containsExactly("juno");
    }
  }

  /** As literal JSON, so that the wire carries what a program in any language might send. */
  static Stream<String> invalid() {
    return Stream.of(
        "\"\"",
        "\"" + "x".repeat(129) + "\"",
        "\"" + EMOJI.repeat(129) + "\"",
        "\"" + "x".repeat(100_000) + "\"",
        "\"a\\u0000\"",
        "\"a\\n\"",
        "\"\\u001f\"",
        "\"\\u007f\"",
        "\"\\u0085\"",
        "\"\\u009f\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ude80\\ud83d\"",
        "\"a\\ud800b\"",
        "42",
        "true",
        "null",
        "{}",
        "{\"roomId\":\"general\"}",
        "[\"general\"]");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  @DisplayName("room id · anything else is INVALID_ROOM, for every event")
  void invalid_room(String json) {
    try (ChatClient ada = SERVER.connect("Ada")) {
      List<String> events = new ArrayList<>();
      for (String event :
          List.of("join_room", "leave_room", "typing_start", "typing_stop", "get_presence")) {
        ada.sendRaw("42[\"" + event + "\"," + json + "]");
        events.add(event);
      }
      ada.sendRaw("42[\"send_message\",{\"content\":\"x\",\"roomId\":" + json + "}]");
      ada.sendRaw("42[\"fetch_history\",{\"roomId\":" + json + "}]");
      events.add("send_message");
      events.add("fetch_history");
      List<JsonNode> errors = ada.settle().received("error");
      assertThat(each(errors, "event")).containsExactlyElementsOf(events);
      for (int i = 0; i < events.size(); i++) {
        Shapes.isError(errors.get(i), events.get(i), "INVALID_ROOM");
      }
      assertThat(ada.names()).hasSize(1 + events.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"join_room", "leave_room", "typing_start", "typing_stop", "get_presence"})
  @DisplayName("room id · none at all is INVALID_ROOM")
  void missing_room(String event) {
    try (ChatClient ada = SERVER.connect("Ada")) {
      isFailure(ada.call(event), "INVALID_ROOM");
    }
  }

  @Test
  @DisplayName("isolation · a room named like somebody's socket id gets nothing of theirs")
  void named_like_a_socket() {
    try (ChatClient ada = SERVER.connect("Ada", "ceres");
        ChatClient eve = SERVER.connect("Eve")) {
      List<String> spied = List.of(ada.id(), text(ada.handshake(), "sid"), "ceres:" + ada.id());
      spied.forEach(eve::join);
      int before = eve.received().size();
      ada.join("ceres").call("send_message", message("ceres", "secret"));
      ada.call("send_message", message("nowhere", "an error of mine"));
      ada.call("leave_room", "ceres");
      assertThat(eve.settle().received()).hasSize(before);

      int adas = ada.received().size();
      for (String room : spied) {
        isOk(eve.call("send_message", message(room, "are you there?")), "message");
        eve.call("typing_start", room);
      }
      assertThat(ada.settle().received()).hasSize(adas);
    }
  }

  @Test
  @DisplayName("isolation · rooms hear nothing of each other")
  void other_rooms() {
    try (ChatClient ada = SERVER.connect("Ada", "vesta");
        ChatClient bob = SERVER.connect("Bob", "pallas")) {
      int before = bob.received().size();
      ada.call("send_message", message("vesta", "here"));
      ada.call("typing_start", "vesta");
      ada.call("leave_room", "vesta");
      assertThat(bob.settle().received()).hasSize(before);
    }
  }

  @Test
  @DisplayName("join_room · room_history, then one's own user_joined, then live events")
  void order_of_a_join() {
    try (ChatClient bob = SERVER.connect("Bob", "order of a join");
        ChatClient ada = SERVER.connect("Ada")) {
      bob.call("send_message", message("order of a join", "old"));
      isOk(ada.call("join_room", "order of a join"));
      bob.call("send_message", message("order of a join", "new"));
      ada.settle();
      assertThat(ada.names())
          .containsExactly("connect", "room_history", "user_joined", "new_message");
      JsonNode history = ada.next("room_history");
      hasKeys(history, "roomId", "messages");
      assertThat(contents(history)).containsExactly("old");
      isComingOrGoing(ada.next("user_joined"), "order of a join", "Ada");
    }
  }

  @Test
  @DisplayName("join_room · the others hear of users, not of tabs")
  void three_tabs() {
    try (ChatClient bob = SERVER.connect("Bob", "three tabs");
        ChatClient first = SERVER.connect("Ada", "three tabs");
        ChatClient second = SERVER.connect("Ada", "three tabs");
        ChatClient third = SERVER.connect("Ada", "three tabs")) {
      List<JsonNode> joined = bob.settle().received("user_joined");
      assertThat(joined).hasSize(2);
      isComingOrGoing(joined.get(1), "three tabs", "Ada");
      for (ChatClient tab : List.of(first, second, third)) {
        List<JsonNode> own = tab.settle().received("user_joined");
        assertThat(own).hasSize(1);
        isComingOrGoing(own.getFirst(), "three tabs", "Ada");
      }
      assertThat(list(bob.call("get_presence", "three tabs").get("users"))).hasSize(2);

      first.call("leave_room", "three tabs");
      second.disconnect();
      second.awaitClosed();
      assertThat(bob.settle().received("user_left")).isEmpty();
      third.call("leave_room", "three tabs");
      isComingOrGoing(bob.next("user_left"), "three tabs", "Ada");
      assertThat(bob.settle().received("user_left")).hasSize(1);
      assertThat(first.settle().received("user_left")).hasSize(1);
    }
  }

  @Test
  @DisplayName("joining again · history and one's own user_joined again, nothing to the others")
  void joining_again() {
    try (ChatClient bob = SERVER.connect("Bob", "again");
        ChatClient ada = SERVER.connect("Ada", "again")) {
      bob.call("send_message", message("again", "meanwhile"));
      int before = bob.settle().received().size();
      isOk(ada.call("join_room", "again"));
      assertThat(ada.names())
          .containsExactly(
              "connect",
              "room_history",
              "user_joined",
              "new_message",
              "room_history",
              "user_joined");
      assertThat(contents(ada.received("room_history").getLast())).containsExactly("meanwhile");
      assertThat(bob.settle().received()).hasSize(before);
      bob.call("send_message", message("again", "once"));
      assertThat(each(ada.settle().received("new_message"), "content"))
          .containsExactly("meanwhile", "once");
      ada.call("leave_room", "again");
      assertThat(bob.settle().received("user_left")).hasSize(1);
    }
  }

  @Test
  @DisplayName("room_history · the last 50, oldest first, exactly the documented fields")
  void last_fifty() {
    try (ChatClient ada = SERVER.connect("Ada", "sixty");
        ChatClient bob = SERVER.connect("Bob")) {
      List<CompletableFuture<JsonNode>> sends =
          IntStream.range(0, 60)
              .mapToObj(i -> ada.request("send_message", message("sixty", "number " + i)))
              .toList();
      sends.forEach(CompletableFuture::join);
      JsonNode history = bob.join("sixty").next("room_history");
      hasKeys(history, "roomId", "messages");
      List<JsonNode> messages = list(history.get("messages"));
      assertThat(messages).hasSize(50);
      for (int i = 0; i < 50; i++) {
        isPastMessage(messages.get(i), "sixty", "Ada", "number " + (i + 10));
      }
    }
  }

  @Test
  @DisplayName("room_history · of a room where nobody has spoken is empty")
  void empty_history() {
    try (ChatClient ada = SERVER.connect("Ada", "silence")) {
      assertThat(ada.next("room_history").toString())
          .isEqualTo("{\"roomId\":\"silence\",\"messages\":[]}");
    }
  }

  @Test
  @DisplayName("leave_room · user_left confirms it, and to the others if it was the last tab")
  void leaving() {
    try (ChatClient bob = SERVER.connect("Bob", "leaving");
        ChatClient ada = SERVER.connect("Ada", "leaving")) {
      isOk(ada.call("leave_room", "leaving"));
      isComingOrGoing(ada.next("user_left"), "leaving", "Ada");
      isComingOrGoing(bob.next("user_left"), "leaving", "Ada");
      bob.call("send_message", message("leaving", "gone?"));
      assertThat(ada.settle().received("new_message")).isEmpty();
      assertThat(bob.settle().received("user_left")).hasSize(1);
    }
  }

  @Test
  @DisplayName("leave_room · leaving a room one is not in does nothing")
  void leaving_nothing() {
    try (ChatClient bob = SERVER.connect("Bob", "leaving nothing");
        ChatClient ada = SERVER.connect("Ada")) {
      int before = bob.received().size();
      isOk(ada.call("leave_room", "leaving nothing"));
      isOk(ada.call("leave_room", "leaving nothing"));
      assertThat(ada.settle().names()).containsExactly("connect");
      assertThat(bob.settle().received()).hasSize(before);
    }
  }

  @Test
  @DisplayName("limit · one room too many is TOO_MANY_ROOMS")
  void too_many_rooms() {
    String[] seven = IntStream.range(0, 7).mapToObj(i -> "limit " + i).toArray(String[]::new);
    try (ChatClient ada = SERVER.connect("Ada", seven);
        ChatClient tab = SERVER.connect("Ada")) {
      fails(ada, "join_room", "limit 7", "TOO_MANY_ROOMS");
      isOk(ada.call("join_room", "limit 3"));
      isOk(tab.call("join_room", "limit 7"));
      isOk(ada.call("leave_room", "limit 0"));
      isOk(ada.call("join_room", "limit 7"));
      fails(ada, "join_room", "limit 0", "TOO_MANY_ROOMS");
      fails(ada, "send_message", message("limit 0", "x"), "NOT_IN_ROOM");
    }
  }

  @Test
  @DisplayName("limit · joins in a burst are counted as well, in their order")
  void burst_of_joins() {
    try (ChatClient ada = SERVER.connect("Ada")) {
      List<CompletableFuture<JsonNode>> joins =
          IntStream.range(0, 20).mapToObj(i -> ada.request("join_room", "burst " + i)).toList();
      assertThat(joins.stream().map(join -> text(join.join(), "status")))
          .startsWith("ok", "ok", "ok", "ok", "ok", "ok", "ok", "error")
          .filteredOn("ok"::equals)
          .hasSize(7);
    }
  }

  @Test
  @DisplayName("limit · 100 rooms unless configured")
  void hundred_rooms() {
    try (TestServer server = TestServer.start(SERVER.database(), Map.of());
        ChatClient ada = server.connect("Ada")) {
      List<CompletableFuture<JsonNode>> joins =
          IntStream.range(0, 101).mapToObj(i -> ada.request("join_room", "room " + i)).toList();
      joins.subList(0, 100).forEach(join -> isOk(join.join()));
      isFailure(joins.getLast().join(), "TOO_MANY_ROOMS");
    }
  }

  @Test
  @DisplayName("which room · user_joined, user_left and typing say it")
  void which_room() {
    String[] rooms = {"which 1", "which 2"};
    try (ChatClient bob = SERVER.connect("Bob", rooms);
        ChatClient ada = SERVER.connect("Ada", rooms)) {
      ada.call("typing_start", "which 2");
      ada.call("typing_start", "which 1");
      ada.call("typing_stop", "which 1");
      ada.call("leave_room", "which 2");
      bob.settle();
      List<JsonNode> joined = bob.received("user_joined");
      isComingOrGoing(joined.get(2), "which 1", "Ada");
      isComingOrGoing(joined.get(3), "which 2", "Ada");
      isTyping(bob.received("user_typing").get(0), "which 2", "Ada");
      isTyping(bob.received("user_typing").get(1), "which 1", "Ada");
      isStoppedTyping(bob.received("user_stopped_typing").get(0), "which 1", "Ada");
      isStoppedTyping(bob.received("user_stopped_typing").get(1), "which 2", "Ada");
      isComingOrGoing(bob.received("user_left").getFirst(), "which 2", "Ada");
    }
  }

  @Test
  @DisplayName("timestamp · ISO 8601, UTC, three digits of milliseconds, and now")
  void timestamps() {
    Instant before = Instant.now().minusMillis(1);
    try (ChatClient ada = SERVER.connect("Ada")) {
      List<JsonNode> events = new ArrayList<>();
      for (int i = 0; i < 15; i++) {
        ada.join("timestamp").call("leave_room", "timestamp");
        events.add(ada.next("user_joined"));
        events.add(ada.next("user_left"));
      }
      List<Instant> times =
          each(events, "timestamp").stream()
              .peek(time -> assertThat(time).matches(Shapes.TIMESTAMP))
              .map(Instant::parse)
              .toList();
      assertThat(times).isSorted();
      assertThat(Arrays.asList(times.getFirst(), times.getLast()))
          .allSatisfy(time -> assertThat(time).isBetween(before, Instant.now()));
    }
  }
}
