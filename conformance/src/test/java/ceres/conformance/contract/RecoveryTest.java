package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.isComingOrGoing;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** What a client finds that lost its connection and comes back. */
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class RecoveryTest {
  private static final Duration DELAY = Duration.ofMillis(500);

  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose
  private static final TestServer SERVER =
      TestServer.start(DATABASE, Map.of("LEAVE_DELAY", Long.toString(DELAY.toMillis())));

  @AutoClose
  private static final TestServer PATIENT =
      TestServer.start(DATABASE, Map.of("LEAVE_DELAY", "3600000"));

  private static ChatClient comeBack(TestServer server, ChatClient lost, String token) {
    ChatClient client = ChatClient.open(server.port());
    assertThat(client.authenticate(lost.recovery(token)).name()).isEqualTo("connect");
    return client;
  }

  private static void send(ChatClient client, String room, String content) {
    JsonNode answer = client.call("send_message", Map.of("roomId", room, "content", content));
    assertThat(text(answer, "status")).isEqualTo("ok");
  }

  private static List<String> contents(ChatClient client) {
    return Shapes.each(client.received("new_message"), "content");
  }

  @Test
  @DisplayName("a short loss · its rooms, every message once and in order, seen by nobody")
  void short_loss() {
    try (ChatClient ada = PATIENT.connect("Ada", "short", "second");
        ChatClient bob = PATIENT.connect("Bob", "short", "second")) {
      ada.next("user_joined");
      send(ada, "short", "1");
      bob.next("new_message");
      List<String> expected = new ArrayList<>();
      ChatClient now = bob;
      for (int i = 2; i < 30; i++) {
        if (i % 4 == 0) {
          now.cut();
          now = comeBack(PATIENT, now, Tokens.of("Bob"));
          assertThat(now.id()).isEqualTo(bob.id());
        }
        send(ada, i % 3 == 0 ? "second" : "short", Integer.toString(i));
        expected.add(Integer.toString(i));
        if (i % 4 == 3) {
          while (!text(now.next("new_message"), "content").equals(Integer.toString(i))) {}
          expected.clear();
        }
      }
      send(now, "second", "back");
      expected.add("back");
      now.settle();
      assertThat(contents(now)).endsWith(expected.toArray(String[]::new)).doesNotHaveDuplicates();
      assertThat(now.received("user_joined")).isEmpty();
      assertThat(now.received("room_history")).isEmpty();
      ada.settle();
      assertThat(contents(ada)).hasSize(30).endsWith("29", "back");
      assertThat(ada.received("user_left")).isEmpty();
      now.close();
    }
  }

  @Test
  @DisplayName("a longer loss · the others see the user leave and come back, the user does not")
  void longer_loss() {
    ChatClient ada = SERVER.connect("Ada", "longer");
    ChatClient bob = SERVER.connect("Bob", "longer");
    bob.cut();
    isComingOrGoing(ada.next("user_left"), "longer", "Bob");
    send(ada, "longer", "missed");
    ChatClient back = comeBack(SERVER, bob, Tokens.of("Bob"));
    isComingOrGoing(ada.next("user_joined"), "longer", "Bob");
    assertThat(text(back.next("new_message"), "content")).isEqualTo("missed");
    send(back, "longer", "back");
    back.settle();
    assertThat(back.received("user_left")).isEmpty();
    assertThat(back.received("user_joined")).isEmpty();
    ada.close();
    back.close();
  }

  @Test
  @DisplayName("a refused or expired token · gets nothing, and a good one still does")
  void refused() {
    ChatClient ada = PATIENT.connect("Ada", "refused");
    ChatClient bob = PATIENT.connect("Bob", "refused");
    bob.cut();
    send(ada, "refused", "missed");
    ChatClient stranger = ChatClient.open(PATIENT.port());
    assertThat(stranger.authenticate(bob.recovery("no token at all")).name()).isEqualTo("refused");
    assertThat(stranger.received()).hasSize(1);
    ChatClient back = comeBack(PATIENT, bob, Tokens.of("Bob"));
    assertThat(text(back.next("new_message"), "content")).isEqualTo("missed");
    ada.close();
    back.close();
    stranger.cut();
  }

  @Test
  @DisplayName("somebody else's token · begins anew, in no room")
  void somebody_else() {
    ChatClient ada = PATIENT.connect("Ada", "else");
    ChatClient bob = PATIENT.connect("Bob", "else");
    bob.cut();
    send(ada, "else", "missed");
    ChatClient eve = comeBack(PATIENT, bob, Tokens.of("Eve"));
    assertThat(eve.id()).isNotEqualTo(bob.id());
    Shapes.fails(eve, "get_presence", "else", "NOT_IN_ROOM");
    assertThat(contents(eve)).isEmpty();
    ada.close();
    eve.close();
  }

  @Test
  @DisplayName("before the loss was noticed · the old connection is closed, nobody sees anything")
  void unnoticed() {
    ChatClient ada = PATIENT.connect("Ada", "unnoticed");
    ChatClient bob = PATIENT.connect("Bob", "unnoticed");
    ada.next("user_joined");
    bob.emit("typing_start", "unnoticed");
    ada.next("user_typing");
    ChatClient back = comeBack(PATIENT, bob, Tokens.of("Bob"));
    ada.next("user_stopped_typing");
    send(ada, "unnoticed", "hello");
    assertThat(text(back.next("new_message"), "content")).isEqualTo("hello");
    assertThat(ada.settle().received("user_left")).isEmpty();
    ada.close();
    back.close();
    bob.cut();
  }
}
