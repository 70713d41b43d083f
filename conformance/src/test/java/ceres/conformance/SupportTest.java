package ceres.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SupportTest {

  @Test
  void two_people_chat() {
    try (TestServer server = TestServer.start();
        ChatClient ada = server.connect("Ada");
        ChatClient bob = server.connect("Bob")) {
      ada.join("general");
      bob.join("general");
      bob.emit("send_message", Map.of("roomId", "general", "content", "hello"));
      assertThat(ada.next("new_message").get("content").asString()).isEqualTo("hello");
      assertThat(bob.settle().received("user_joined")).hasSize(1);
    }
  }
}
