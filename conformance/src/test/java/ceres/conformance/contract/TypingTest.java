package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.fails;
import static ceres.conformance.contract.Shapes.isOk;
import static ceres.conformance.contract.Shapes.isStoppedTyping;
import static ceres.conformance.contract.Shapes.isTyping;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The section “Typing”. */
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class TypingTest {
  @AutoClose private static final TestServer SERVER = TestServer.start();

  private static long count(ChatClient client, String event) {
    return client.settle().received(event).size();
  }

  private static void hasStoppedOnce(ChatClient witness, String room, String user) {
    witness.settle();
    assertThat(witness.received("user_typing")).hasSize(1);
    assertThat(witness.received("user_stopped_typing")).hasSize(1);
    isStoppedTyping(witness.received("user_stopped_typing").getFirst(), room, user);
  }

  @Test
  @DisplayName("to whom · every other user in the room, not the typer's own tabs")
  void to_the_others() {
    try (ChatClient ada = SERVER.connect("Ada", "to whom");
        ChatClient tab = SERVER.connect("Ada", "to whom");
        ChatClient bob = SERVER.connect("Bob", "to whom");
        ChatClient bobsTab = SERVER.connect("Bob", "to whom");
        ChatClient outside = SERVER.connect("Cleo", "another room")) {
      isOk(ada.call("typing_start", "to whom"));
      isOk(ada.call("typing_stop", "to whom"));
      for (ChatClient other : List.of(bob, bobsTab)) {
        other.settle();
        isTyping(other.received("user_typing").getFirst(), "to whom", "Ada");
        hasStoppedOnce(other, "to whom", "Ada");
      }
      for (ChatClient nobody : List.of(ada, tab, outside)) {
        assertThat(nobody.settle().names()).doesNotContain("user_typing", "user_stopped_typing");
      }
    }
  }

  @Test
  @DisplayName("members · only they may type")
  void members_only() {
    try (ChatClient ada = SERVER.connect("Ada");
        ChatClient bob = SERVER.connect("Bob", "members")) {
      fails(ada, "typing_start", "members", "NOT_IN_ROOM");
      fails(ada, "typing_stop", "members", "NOT_IN_ROOM");
      ada.join("members").call("leave_room", "members");
      fails(ada, "typing_start", "members", "NOT_IN_ROOM");
      assertThat(count(bob, "user_typing")).isZero();
    }
  }

  @Test
  @DisplayName("ending · by typing_stop, once")
  void by_stop() {
    try (ChatClient ada = SERVER.connect("Ada", "stop");
        ChatClient tab = SERVER.connect("Ada", "stop");
        ChatClient bob = SERVER.connect("Bob", "stop")) {
      isOk(ada.call("typing_stop", "stop"));
      assertThat(count(bob, "user_stopped_typing")).isZero();
      ada.call("typing_start", "stop");
      isOk(ada.call("typing_stop", "stop"));
      isOk(ada.call("typing_stop", "stop"));
      isOk(tab.call("typing_stop", "stop"));
      hasStoppedOnce(bob, "stop", "Ada");
    }
  }

  @Test
  @DisplayName("ending · by sending a message, once, before the message")
  void by_sending() {
    try (ChatClient ada = SERVER.connect("Ada", "send");
        ChatClient bob = SERVER.connect("Bob", "send")) {
      ada.call("typing_start", "send");
      ada.call("send_message", Map.of("roomId", "send", "content", "done"));
      ada.call("typing_stop", "send");
      hasStoppedOnce(bob, "send", "Ada");
      assertThat(bob.names()).endsWith("user_typing", "user_stopped_typing", "new_message");
    }
  }

  @Test
  @DisplayName("ending · by leaving, once, before user_left")
  void by_leaving() {
    try (ChatClient ada = SERVER.connect("Ada", "leave");
        ChatClient bob = SERVER.connect("Bob", "leave")) {
      ada.call("typing_start", "leave");
      ada.call("leave_room", "leave");
      hasStoppedOnce(bob, "leave", "Ada");
      assertThat(bob.names()).endsWith("user_typing", "user_stopped_typing", "user_left");
    }
  }

  @Test
  @DisplayName("ending · by disconnecting, once, before user_left")
  void by_disconnecting() {
    try (ChatClient bob = SERVER.connect("Bob", "disconnect")) {
      ChatClient ada = SERVER.connect("Ada", "disconnect");
      ada.call("typing_start", "disconnect");
      ada.disconnect();
      bob.next("user_left");
      hasStoppedOnce(bob, "disconnect", "Ada");
      assertThat(bob.names()).endsWith("user_typing", "user_stopped_typing", "user_left");
    }
  }

  @Test
  @DisplayName("ending · by a lost connection, at once, once")
  void by_loss() {
    try (ChatClient bob = SERVER.connect("Bob", "loss")) {
      ChatClient ada = SERVER.connect("Ada", "loss");
      ada.call("typing_start", "loss");
      ada.cut();
      bob.next("user_stopped_typing");
      assertThat(bob.received("user_left")).isEmpty();
      hasStoppedOnce(bob, "loss", "Ada");
    }
  }

  @Test
  @DisplayName("ending · by itself after 10 s without another typing_start, once")
  void by_itself() {
    try (ChatClient ada = SERVER.connect("Ada", "idle", "busy");
        ChatClient bob = SERVER.connect("Bob", "idle", "busy")) {
      long start = System.nanoTime();
      ada.call("typing_start", "idle");
      ada.call("typing_start", "busy");
      // The same person goes on typing in one of the rooms: that is what the time is needed for.
      while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(3)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
      long again = System.nanoTime();
      ada.call("typing_start", "busy");

      isStoppedTyping(bob.next("user_stopped_typing"), "idle", "Ada");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(9_900), Duration.ofSeconds(14));
      isStoppedTyping(bob.next("user_stopped_typing"), "busy", "Ada");
      assertThat(Duration.ofNanos(System.nanoTime() - again))
          .isBetween(Duration.ofMillis(9_900), Duration.ofSeconds(14));
      ada.call("typing_stop", "idle");
      ada.call("typing_stop", "busy");
      assertThat(count(bob, "user_stopped_typing")).isEqualTo(2);
      assertThat(count(bob, "user_typing")).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("throttle · repetitions within a second are swallowed, from all tabs together")
  void throttle() {
    try (ChatClient ada = SERVER.connect("Ada", "throttle");
        ChatClient tab = SERVER.connect("Ada", "throttle");
        ChatClient bob = SERVER.connect("Bob", "throttle")) {
      long start = System.nanoTime();
      int told = 0;
      while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(2_300)) {
        isOk(ada.call("typing_start", "throttle"));
        isOk(tab.call("typing_start", "throttle"));
        told++;
      }
      assertThat(told).isGreaterThan(10);
      assertThat(count(bob, "user_typing")).isBetween(2L, 3L);
      assertThat(count(bob, "user_stopped_typing")).isZero();
      tab.call("typing_stop", "throttle");
      assertThat(count(bob, "user_stopped_typing")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("throttle · who stopped and begins again is typing again")
  void again_after_stop() {
    try (ChatClient ada = SERVER.connect("Ada", "resume");
        ChatClient bob = SERVER.connect("Bob", "resume")) {
      for (int i = 0; i < 3; i++) {
        ada.call("typing_start", "resume");
        ada.call("typing_stop", "resume");
      }
      bob.settle();
      assertThat(bob.names().subList(bob.names().indexOf("user_typing"), bob.names().size()))
          .containsExactly(
              "user_typing",
              "user_stopped_typing",
              "user_typing",
              "user_stopped_typing",
              "user_typing",
              "user_stopped_typing");
    }
  }

  @Test
  @DisplayName("volatile · typing leaves nothing behind for who comes later")
  void nothing_for_latecomers() {
    try (ChatClient ada = SERVER.connect("Ada", "volatile")) {
      ada.call("typing_start", "volatile");
      try (ChatClient bob = SERVER.connect("Bob", "volatile")) {
        assertThat(bob.settle().names()).containsExactly("connect", "room_history", "user_joined");
      }
    }
  }
}
