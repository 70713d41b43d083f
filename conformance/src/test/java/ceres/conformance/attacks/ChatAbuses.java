package ceres.conformance.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.Tokens;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is tried with the events of the chat. */
final class ChatAbuses {
  private static final int FLOOD = 3_000;

  private ChatAbuses() {}

  static List<Abuse> all() {
    return List.of(
        new Abuse("3,000 messages at once", ChatAbuses::messages),
        new Abuse("3,000 messages in one polling body", ChatAbuses::messagesByPolling),
        new Abuse("1,000 times typing", it -> limited(it, "typing_start", 1_000, 100)),
        new Abuse("1,000 joins of one room", it -> limited(it, "join_room", 1_000, 400)),
        new Abuse("1,000 questions who is there", it -> limited(it, "get_presence", 1_000, 500)),
        new Abuse(
            "1,000 events that there are not", it -> limited(it, "no_such_event", 1_000, 500)),
        new Abuse(
            "1,000 bad tokens on one connection", it -> limited(it, "refresh_token", 1_000, 500)),
        new Abuse("as many rooms as one likes", ChatAbuses::rooms),
        new Abuse("a flood by ten connections of one user", ChatAbuses::tabs),
        new Abuse("as many connections of one user as one likes", ChatAbuses::connections),
        new Abuse("coming and going without end", ChatAbuses::comings),
        new Abuse("pages of history that nobody reads", ChatAbuses::slowReader),
        new Abuse(
            "a message of 900,000 characters",
            it -> fails(it, "x".repeat(900_000), "MESSAGE_TOO_LONG")),
        new Abuse("a message of half characters", it -> fails(it, "\\ud83d", "INVALID_MESSAGE")),
        new Abuse("a message with U+0000", it -> fails(it, "a\\u0000b", "INVALID_MESSAGE")),
        new Abuse("SQL in a message", ChatAbuses::sql),
        new Abuse("SQL in the name of a room", ChatAbuses::sqlRoom),
        new Abuse("keys given twice", ChatAbuses::duplicateKeys),
        new Abuse("__proto__ and constructor as keys", ChatAbuses::prototypes),
        new Abuse("somebody else's room without joining it", ChatAbuses::notJoined));
  }

  private static void messages(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.inRoom()) {
      Mallory.flood(
          socket,
          FLOOD,
          Mallory.frame(
              "421[\"send_message\",{\"roomId\":\""
                  + mallory.room()
                  + "\",\"content\":\"flood\"}]"));
      assertThat(Mallory.rateLimited(socket, FLOOD)).isBetween(1_500, FLOOD - 500);
    }
  }

  private static void messagesByPolling(Mallory mallory) throws Exception {
    String sid = mallory.sid();
    mallory.post(sid, "40{\"token\":\"" + Tokens.of(mallory.name()) + "\"}");
    assertThat(mallory.poll(sid).body()).startsWith("40{");
    mallory.post(sid, "42[\"join_room\",\"" + mallory.room() + "\"]");
    String packet =
        "421[\"send_message\",{\"roomId\":\"" + mallory.room() + "\",\"content\":\"flood\"}]";
    Thread _ =
        Thread.startVirtualThread(() -> {
          try {
            mallory.post(sid, (packet + "\u001e").repeat(FLOOD - 1) + packet);
          } catch (IOException ended) {
            // The polls will tell.
          }
        });
    int answers = 0;
    int refused = 0;
    while (answers < FLOOD) {
      for (String answer : mallory.poll(sid).body().split("\u001e", -1)) {
        answers += answer.startsWith("431") ? 1 : 0;
        refused += answer.startsWith("431") && answer.contains("RATE_LIMITED") ? 1 : 0;
        assertThat(answer).doesNotContain("Session ID unknown");
      }
    }
    assertThat(refused).isBetween(1_500, FLOOD - 500);
  }

  /** So many events of one kind, of which the first few may pass. */
  private static void limited(Mallory mallory, String event, int count, int burst)
      throws Exception {
    try (RawWebSocket socket = mallory.inRoom()) {
      Mallory.flood(
          socket, count, Mallory.frame("421[\"" + event + "\",\"" + mallory.room() + "\"]"));
      assertThat(Mallory.rateLimited(socket, count))
          .isBetween((count - burst) / 2, count - burst + 1);
    }
  }

  private static void rooms(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      for (int i = 0; i < 101; i++) {
        RawWebSocket _ =
            socket.text("42%d[\"join_room\",\"room %s %d\"]".formatted(i, mallory.name(), i));
      }
      assertThat(Mallory.find(socket, packet -> packet.startsWith("43100[")))
          .contains("TOO_MANY_ROOMS");
    }
  }

  private static void tabs(Mallory mallory) throws Exception {
    int refused = 0;
    List<RawWebSocket> tabs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tabs.add(mallory.in());
      Mallory.flood(tabs.getLast(), 300, Mallory.frame("421[\"no_such_event\"]"));
    }
    for (RawWebSocket tab : tabs) {
      refused += Mallory.rateLimited(tab, 300);
    }
    assertThat(refused).isBetween(1_500, 2_500);
  }

  private static void connections(Mallory mallory) throws Exception {
    for (int i = 0; i < 20; i++) {
      RawWebSocket _ = mallory.in();
    }
    assertThat(mallory.connect(Tokens.of(mallory.name())))
        .startsWith("44{")
        .contains("\"code\":\"TOO_MANY_CONNECTIONS\"");
  }

  private static void comings(Mallory mallory) throws Exception {
    String connect = "40{\"token\":\"" + Tokens.of(mallory.name()) + "\"}";
    try (RawWebSocket socket = mallory.webSocket()) {
      String answer = socket.text(connect).next();
      for (int i = 0; i < 2_000 && answer.startsWith("40{"); i++) {
        answer = socket.text("41").text(connect).next();
      }
      assertThat(answer)
          .startsWith("44{")
          .contains("\"code\":\"RATE_LIMITED\"")
          .containsPattern("\"retryAfterMs\":[1-9]");
    }
  }

  private static void slowReader(Mallory mallory) throws Exception {
    try (RawWebSocket writer = mallory.inRoom()) {
      String message = "\ud83d\ude80".repeat(1_000);
      for (int i = 0; i < 100; i++) {
        RawWebSocket _ = writer.text(message(mallory.room(), message));
      }
      assertThat(Mallory.rateLimited(writer, 100)).isZero();
      RawWebSocket reader = mallory.inRoom("reader of " + mallory.name(), 4_096);
      Mallory.flood(
          reader,
          200,
          Mallory.frame(
              "421[\"fetch_history\",{\"roomId\":\"" + mallory.room() + "\",\"limit\":100}]"));
      assertThat(Mallory.find(writer, packet -> packet.startsWith("42[\"user_left\""))).isNotNull();
    }
  }

  private static void fails(Mallory mallory, String content, String code) throws Exception {
    try (RawWebSocket socket = mallory.inRoom()) {
      RawWebSocket _ = socket.text(message(mallory.room(), content));
      assertThat(Mallory.find(socket, packet -> packet.startsWith("431["))).contains(code);
    }
  }

  private static String message(String room, String content) {
    return "421[\"send_message\",{\"roomId\":\"%s\",\"content\":\"%s\"}]".formatted(room, content);
  }

  private static void sql(Mallory mallory) throws Exception {
    String content = "'); DROP TABLE \\\"ChatMessage\\\"; --";
    try (RawWebSocket socket = mallory.inRoom()) {
      RawWebSocket _ = socket.text(message(mallory.room(), content));
      assertThat(Mallory.find(socket, packet -> packet.startsWith("431["))).contains(content);
    }
  }

  private static void sqlRoom(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      RawWebSocket _ = socket.text("421[\"join_room\",\"x' OR '1'='1\"]");
      assertThat(socket.next()).contains("\"messages\":[]");
    }
  }

  private static void duplicateKeys(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.inRoom()) {
      RawWebSocket _ =
          socket.text(
              "421[\"send_message\",{\"roomId\":\"%s\",\"roomId\":\"table-0\",\"content\":\"x\"}]"
                  .formatted(mallory.room()));
      String answer = Mallory.find(socket, packet -> packet.startsWith("431["));
      assertThat(answer == null || answer.contains("NOT_IN_ROOM")).isTrue();
    }
  }

  private static void prototypes(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.inRoom()) {
      RawWebSocket _ =
          socket.text(
              "421[\"send_message\",{\"__proto__\":{\"roomId\":\"%s\",\"content\":\"x\"},\"constructor\":{}}]"
                  .formatted(mallory.room()));
      assertThat(Mallory.find(socket, packet -> packet.startsWith("431["))).contains("INVALID_");
    }
  }

  private static void notJoined(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      RawWebSocket _ = socket.text(message("table-0", "I am not here"));
      assertThat(Mallory.find(socket, packet -> packet.startsWith("431["))).contains("NOT_IN_ROOM");
    }
  }
}
