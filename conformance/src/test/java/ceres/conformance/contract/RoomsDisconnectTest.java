package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.isComingOrGoing;
import static ceres.conformance.contract.Shapes.isOk;
import static ceres.conformance.contract.Shapes.isStoppedTyping;
import static ceres.conformance.contract.Shapes.isTyping;
import static ceres.conformance.contract.Shapes.list;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** The row “disconnect” of the section “Rooms”. */
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class RoomsDisconnectTest {
  private static final Duration DELAY = Duration.ofMillis(700);

  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose
  private static final TestServer SERVER =
      TestServer.start(DATABASE, Map.of("LEAVE_DELAY", Long.toString(DELAY.toMillis())));

  @AutoClose
  private static final TestServer HASTY = TestServer.start(DATABASE, Map.of("LEAVE_DELAY", "0"));

  private static List<String> present(ChatClient client, String room) {
    return Shapes.each(list(client.call("get_presence", room).get("users")), "name");
  }

  /** The connection of somebody else is lost and has left: whoever was lost before has, too. */
  private static void awaitLaterLoss(ChatClient witness, String room) {
    ChatClient last = SERVER.connect("Zoe", room);
    last.cut();
    while (!isOf(witness.next("user_left"), "Zoe")) {}
    witness.settle();
  }

  private static boolean isOf(JsonNode event, String user) {
    return text(event, "userId").equals(ceres.conformance.support.Tokens.idOf(user).toString());
  }

  private static long leavesOf(ChatClient witness, String user) {
    return witness.received("user_left").stream().filter(event -> isOf(event, user)).count();
  }

  @Test
  @DisplayName("disconnect · a deliberate one leaves every room at once, typing included")
  void deliberate() {
    // With the default delay nothing would come within the patience of this test but at once.
    try (TestServer slow = TestServer.start(DATABASE, Map.of("LEAVE_DELAY", "3600000"));
        ChatClient bob = slow.connect("Bob", "one", "two");
        ChatClient ada = slow.connect("Ada", "one", "two")) {
      ada.call("typing_start", "two");
      isTyping(bob.next("user_typing"), "two", "Ada");
      ada.sendRaw("41");
      JsonNode first = bob.next("user_left");
      JsonNode second = bob.next("user_left");
      assertThat(List.of(text(first, "roomId"), text(second, "roomId")))
          .containsExactlyInAnyOrder("one", "two");
      isComingOrGoing(first, text(first, "roomId"), "Ada");
      isComingOrGoing(second, text(second, "roomId"), "Ada");
      bob.settle();
      assertThat(bob.received("user_stopped_typing")).hasSize(1);
      isStoppedTyping(bob.received("user_stopped_typing").getFirst(), "two", "Ada");
      assertThat(bob.names().indexOf("user_stopped_typing"))
          .isLessThan(bob.names().lastIndexOf("user_left"));
      assertThat(present(bob, "one")).containsExactly("Bob");
    }
  }

  @Test
  @DisplayName("disconnect · a lost connection ends typing at once and leaves after the delay")
  void lost() {
    try (ChatClient bob = SERVER.connect("Bob", "lost")) {
      ChatClient ada = SERVER.connect("Ada", "lost");
      ada.call("typing_start", "lost");
      long cut = System.nanoTime();
      ada.cut();
      isStoppedTyping(bob.next("user_stopped_typing"), "lost", "Ada");
      long stopped = System.nanoTime();
      assertThat(bob.received("user_left")).isEmpty();
      isComingOrGoing(bob.next("user_left"), "lost", "Ada");
      long left = System.nanoTime();
      assertThat(Duration.ofNanos(left - cut)).isGreaterThanOrEqualTo(DELAY);
      assertThat(stopped).isLessThan(left);
      assertThat(present(bob, "lost")).containsExactly("Bob");
      assertThat(bob.received("user_stopped_typing")).hasSize(1);
      assertThat(bob.received("user_left")).hasSize(1);
    }
  }

  @Test
  @DisplayName("disconnect · until the delay is over a lost user is present")
  void still_present() {
    try (TestServer slow = TestServer.start(DATABASE, Map.of("LEAVE_DELAY", "3600000"));
        ChatClient bob = slow.connect("Bob", "present")) {
      ChatClient ada = slow.connect("Ada", "present");
      ada.call("typing_start", "present");
      ada.cut();
      bob.next("user_stopped_typing");
      assertThat(present(bob, "present")).containsExactly("Bob", "Ada");
      assertThat(bob.received("user_left")).isEmpty();
    }
  }

  @Test
  @DisplayName("disconnect · a delay of 0 leaves at once")
  void no_delay() {
    try (ChatClient bob = HASTY.connect("Bob", "no delay")) {
      ChatClient ada = HASTY.connect("Ada", "no delay");
      ada.call("typing_start", "no delay");
      ada.cut();
      isComingOrGoing(bob.next("user_left"), "no delay", "Ada");
      assertThat(bob.names())
          .endsWith("user_joined", "user_typing", "user_stopped_typing", "user_left");
    }
  }

  @Test
  @DisplayName("disconnect · 5 s unless configured")
  void five_seconds() {
    try (TestServer server = TestServer.start(DATABASE, Map.of());
        ChatClient bob = server.connect("Bob", "five seconds")) {
      ChatClient ada = server.connect("Ada", "five seconds");
      long cut = System.nanoTime();
      ada.cut();
      bob.next("user_left");
      assertThat(Duration.ofNanos(System.nanoTime() - cut))
          .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(9));
    }
  }

  @Test
  @DisplayName("disconnect · a blip is seen by nobody")
  void blip() {
    try (ChatClient bob = SERVER.connect("Bob", "blip")) {
      ChatClient before = SERVER.connect("Ada", "blip");
      int seen = bob.settle().received().size();
      before.cut();
      try (ChatClient after = SERVER.connect("Ada", "blip")) {
        assertThat(after.names()).containsExactly("connect", "room_history", "user_joined");
        assertThat(bob.settle().received()).hasSize(seen);
        awaitLaterLoss(bob, "blip");
        assertThat(leavesOf(bob, "Ada")).isZero();
        assertThat(bob.received().size()).isEqualTo(seen + 2);
        assertThat(present(bob, "blip")).containsExactly("Bob", "Ada");

        after.disconnect();
        while (!isOf(bob.next("user_left"), "Ada")) {}
        assertThat(leavesOf(bob.settle(), "Ada")).isEqualTo(1);
      }
    }
  }

  @Test
  @DisplayName("disconnect · losing one tab of two is seen by nobody")
  void one_tab_of_two() {
    try (ChatClient bob = SERVER.connect("Bob", "tab of two");
        ChatClient stays = SERVER.connect("Ada", "tab of two")) {
      ChatClient lost = SERVER.connect("Ada", "tab of two");
      lost.cut();
      awaitLaterLoss(bob, "tab of two");
      assertThat(leavesOf(bob, "Ada")).isZero();
      stays.call("leave_room", "tab of two");
      assertThat(leavesOf(bob.settle(), "Ada")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName(
      "disconnect · a closed WebSocket and a closed Engine.IO session are lost connections")
  void closed_transports() {
    try (ChatClient bob = SERVER.connect("Bob", "closed")) {
      ChatClient byEngine = SERVER.connect("Ada", "closed");
      ChatClient bySocket = SERVER.connect("Cleo", "closed");
      byEngine.call("typing_start", "closed");
      bySocket.call("typing_start", "closed");
      byEngine.sendRaw("1");
      bySocket.closeTransport();
      bob.next("user_stopped_typing");
      bob.next("user_stopped_typing");
      assertThat(present(bob, "closed")).containsExactly("Bob", "Ada", "Cleo");
      bob.next("user_left");
      bob.next("user_left");
      assertThat(present(bob, "closed")).containsExactly("Bob");
    }
  }

  @Test
  @DisplayName("disconnect · a ping timeout is a lost connection")
  void ping_timeout() {
    Map<String, String> settings =
        Map.of("PING_INTERVAL", "300", "PING_TIMEOUT", "2000", "LEAVE_DELAY", "100");
    try (TestServer server = TestServer.start(DATABASE, settings);
        ChatClient bob = server.connect("Bob", "ping");
        ChatClient ada = server.connect("Ada", "ping")) {
      ada.call("typing_start", "ping");
      ada.mute();
      isStoppedTyping(bob.next("user_stopped_typing"), "ping", "Ada");
      isComingOrGoing(bob.next("user_left"), "ping", "Ada");
      ada.awaitClosed();
      isOk(bob.call("typing_start", "ping"));
    }
  }

  @Test
  @DisplayName("disconnect · a lost sender's message in flight is still for everyone")
  void message_in_flight() {
    try (ChatClient bob = SERVER.connect("Bob", "in flight")) {
      ChatClient ada = SERVER.connect("Ada", "in flight");
      ada.emit("send_message", Map.of("roomId", "in flight", "content", "my last words"));
      ada.sendRaw("41");
      assertThat(text(bob.next("new_message"), "content")).isEqualTo("my last words");
    }
  }
}
