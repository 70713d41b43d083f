package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ceres.conformance.faults.Sender.Sent;
import ceres.conformance.support.ChatClient;
import ceres.conformance.support.Management;
import ceres.conformance.support.ServerProcess;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.Tokens;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** SIGTERM of a real process while clients chat. */
class GracefulStopTest {
  private static final int STARTS_WITHIN_SECONDS = 60;

  private final TestDatabase database = TestDatabase.create();

  private ServerProcess start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("DATABASE_URL", database.url());
    return ServerProcess.start(all, STARTS_WITHIN_SECONDS);
  }

  private static ChatClient connect(ServerProcess server, String name) {
    return ChatClient.connect(server.port(), Tokens.of(name));
  }

  @Test
  void what_was_sent_before_is_saved_delivered_and_acknowledged_before_the_end() throws Exception {
    try (ServerProcess server = start(Map.of());
        ChatClient ada = connect(server, "Ada").join("general");
        ChatClient bob = connect(server, "Bob").join("general");
        Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("LOCK TABLE \"ChatMessage\" IN EXCLUSIVE MODE");
      CompletableFuture<JsonNode> answer =
          ada.request("send_message", Map.of("roomId", "general", "content", "in flight"));
      await().until(() -> metric(server.management(), "ceres_log_queue_messages") > 0);
      server.beginToStop();
      await()
          .until(() ->
              server.lines().stream().anyMatch(line -> line.contains("Sending clients away: 2,")));
      assertThat(answer).isNotDone();
      assertThat(ada.isClosed()).isFalse();
      connection.commit();

      assertThat(answer.join().get("status").asString()).isEqualTo("ok");
      ada.awaitClosed();
      bob.awaitClosed();
      for (ChatClient client : List.of(ada, bob)) {
        assertThat(client.received("new_message"))
            .extracting(message -> message.get("content").asString())
            .containsExactly("in flight");
        assertThat(client.names()).as("so they come back").doesNotContain("disconnect");
        assertThat(client.names()).doesNotContain("user_left");
      }
      assertThat(server.ended()).isZero();
      assertThat(database.query("SELECT content FROM \"ChatMessage\""))
          .containsExactly("in flight");
    }
  }

  @Test
  void under_load_all_that_was_acknowledged_is_saved_and_seen_in_one_order() {
    List<Sender> senders;
    try (ServerProcess server = start(Map.of())) {
      senders =
          IntStream.range(0, 20)
              .mapToObj(i -> "S" + i)
              .map(name -> new Sender(name, connect(server, name).join("general")).start())
              .toList();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> senders.stream().allMatch(sender -> sender.sent().size() > 30));
      assertThat(server.stop()).isZero();
    }
    senders.forEach(Sender::stop);
    List<String> stored =
        database.query("SELECT id FROM \"ChatMessage\" ORDER BY \"createdAt\", id");
    for (Sender sender : senders) {
      sender.client().awaitClosed();
      List<String> acknowledged = sender.sent().stream().filter(Sent::isOk).map(Sent::id).toList();
      assertThat(acknowledged).hasSizeGreaterThan(30);
      assertThat(stored).containsAll(acknowledged);
      List<String> seen =
          sender.client().received("new_message").stream()
              .map(message -> message.get("id").asString())
              .toList();
      int from = stored.indexOf(seen.getFirst());
      assertThat(seen).as("no gap").isEqualTo(stored.subList(from, from + seen.size()));
      assertThat(seen).containsAll(acknowledged);
    }
    assertThat(stored).doesNotHaveDuplicates();
  }

  @Test
  void it_is_not_ready_first_and_goes_on_for_the_delay() {
    try (ServerProcess server = start(Map.of("STOP_DELAY", "5000"));
        ChatClient ada = connect(server, "Ada").join("general")) {
      Management management = server.management();
      server.beginToStop();
      await().until(() -> management.get("/readyz").status() == 503);
      assertThat(management.get("/readyz").json().get("reason").asString())
          .isEqualTo("the server stops");
      assertThat(management.get("/healthz").status()).isEqualTo(200);
      assertThat(management.metrics()).containsEntry("ceres_stopping", 1.0);
      JsonNode answer =
          ada.call("send_message", Map.of("roomId", "general", "content", "still here"));
      assertThat(answer.get("status").asString()).isEqualTo("ok");
      try (ChatClient bob = connect(server, "Bob").join("general")) {
        assertThat(bob.names()).contains("room_history");
      }
      ada.awaitClosed();
      assertThat(server.ended()).isZero();
      assertThatThrownBy(() -> management.get("/readyz")).isInstanceOf(UncheckedIOException.class);
    }
  }

  /** A database that hangs makes each wave wait for its patience, so that there is time to look. */
  @Test
  void many_clients_leave_in_waves_that_the_metrics_show() throws Exception {
    try (ServerProcess server = start(Map.of());
        Connection connection = database.connect()) {
      List<ChatClient> clients = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        clients.add(connect(server, "U" + i % 20));
      }
      connection.setAutoCommit(false);
      connection.createStatement().execute("LOCK TABLE \"ChatMessage\" IN EXCLUSIVE MODE");
      clients.getFirst().join("general");
      clients.getFirst().emit("send_message", Map.of("roomId", "general", "content", "slow"));
      Management management = server.management();
      await().until(() -> metric(management, "ceres_log_queue_messages") > 0);
      server.beginToStop();
      await().until(() -> metric(management, "ceres_sent_away_total") > 0);
      assertThat(metric(management, "ceres_sent_away_total")).isIn(100.0, 200.0);
      assertThat(metric(management, "ceres_sockets")).isBetween(50.0, 150.0);
      connection.commit();
      clients.forEach(ChatClient::awaitClosed);
      assertThat(server.ended()).isZero();
      assertThat(server.lines())
          .anyMatch(line -> line.contains("Sending clients away: 250, in waves of 100"));
      assertThat(clients)
          .allSatisfy(client -> assertThat(client.names()).doesNotContain("disconnect"));
      assertThat(database.query("SELECT content FROM \"ChatMessage\"")).containsExactly("slow");
    }
  }

  private static double metric(Management management, String name) {
    return management.metrics().getOrDefault(name, 0.0);
  }

  @Test
  void clients_that_do_not_go_do_not_keep_it_from_stopping() {
    try (ServerProcess server = start(Map.of("STOP_TIMEOUT", "4000"))) {
      ChatClient stuck = connect(server, "Ada");
      stuck.mute();
      long began = System.nanoTime();
      assertThat(server.stop()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
      stuck.cut();
    }
  }
}
