package ceres.conformance.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens is what the metrics say. */
class MetricsTest {
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.managed(Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private double metric(String name) {
    Double value = server.management().metrics().get(name);
    assertThat(value).as(name).isNotNull();
    return value;
  }

  @Test
  void connections_are_counted_by_transport_and_clients_by_what_became_of_them() throws Exception {
    try (ChatClient _ = server.connect("Ada", "general", "asteroid-1");
        WireClient polling = new Endpoint(server.port(), "/socket.io/").open(Transport.POLLING)) {
      Map<String, Double> now = server.management().metrics();
      assertThat(now)
          .containsEntry("ceres_sessions{transport=\"websocket\"}", 1.0)
          .containsEntry("ceres_sessions{transport=\"polling\"}", 1.0)
          .containsEntry("ceres_sessions_opened_total", 2.0)
          .containsEntry("ceres_sockets", 1.0)
          .containsEntry("ceres_rooms", 2.0)
          .containsEntry("ceres_stopping", 0.0);
      assertThat(now.get("ceres_connections")).isPositive();
      assertThat(now.get("ceres_netty_memory_bytes{area=\"direct\"}")).isNotNegative();
      polling.send("1");
    }
  }

  @Test
  void a_lost_connection_is_counted_until_it_cannot_come_back() {
    ChatClient ada = server.connect("Ada", "general");
    ada.cut();
    await().until(() -> metric("ceres_sockets_lost") == 1);
    assertThat(metric("ceres_sockets")).isZero();
    assertThat(
            metric("ceres_sessions_closed_total{reason=\"transport_close\"}")
                + metric("ceres_sessions_closed_total{reason=\"transport_error\"}"))
        .isEqualTo(1);
  }

  @Test
  void messages_and_their_deliveries_and_times_are_counted() {
    try (ChatClient ada = server.connect("Ada", "general");
        ChatClient bob = server.connect("Bob", "general")) {
      bob.settle();
      double before = metric("ceres_deliveries_total");
      String clientId = UUID.randomUUID().toString();
      for (int i = 0; i < 2; i++) {
        ada.call(
            "send_message", Map.of("roomId", "general", "content", "hi", "clientId", clientId));
      }
      ada.call("send_message", Map.of("roomId", "general", "content", "again"));
      bob.next("new_message");
      bob.next("new_message");
      Map<String, Double> now = server.management().metrics();
      assertThat(now)
          .containsEntry("ceres_messages_total{outcome=\"saved\"}", 2.0)
          .containsEntry("ceres_messages_total{outcome=\"duplicate\"}", 1.0)
          .containsEntry("ceres_messages_total{outcome=\"not_saved\"}", 0.0)
          .containsEntry("ceres_events_total{event=\"send_message\"}", 3.0)
          .containsEntry("ceres_message_commit_seconds_count", 2.0)
          .containsEntry("ceres_message_commit_seconds_bucket{le=\"+Inf\"}", 2.0)
          .containsEntry("ceres_log_queue_messages", 0.0);
      assertThat(metric("ceres_deliveries_total") - before).isEqualTo(4);
      assertThat(now.get("ceres_log_group_size_sum")).isEqualTo(3.0);
      assertThat(now.get("ceres_log_group_seconds_count")).isBetween(2.0, 3.0);
      assertThat(now.get("ceres_packets_sent_total")).isGreaterThan(10);
      assertThat(now.get("ceres_sent_bytes_total")).isGreaterThan(1_000);
      await()
          .untilAsserted(
              () -> assertThat(metric("ceres_message_delivery_seconds_count")).isBetween(1.0, 3.0));
    }
  }

  @Test
  void errors_and_refusals_are_counted_by_their_codes() throws Exception {
    try (ChatClient ada = server.connect("Ada");
        ChatClient nobody = ChatClient.open(server.port());
        ChatClient stranger = ChatClient.open(server.port())) {
      ada.call("send_message", Map.of("roomId", "general", "content", "hi"));
      ada.call("dance", 1);
      nobody.authenticate(null);
      stranger.authenticate(Map.of("token", Tokens.of("Eve") + "x"));
      try (var http = new ceres.testing.wire.RawHttp(server.port())) {
        http.get("/socket.io/?EIO=4&transport=polling&sid=nobody").answer();
      }
      assertThat(server.management().metrics())
          .containsEntry("ceres_errors_total{code=\"NOT_IN_ROOM\"}", 1.0)
          .containsEntry("ceres_errors_total{code=\"UNKNOWN_EVENT\"}", 1.0)
          .containsEntry("ceres_events_total{event=\"unknown\"}", 1.0)
          .containsEntry("ceres_refused_total{reason=\"auth_required\"}", 1.0)
          .containsEntry("ceres_refused_total{reason=\"token_invalid\"}", 1.0)
          .containsEntry("ceres_refused_total{reason=\"unknown_sid\"}", 1.0);
    }
  }

  @Test
  void who_wants_more_than_the_limits_allow_is_counted_by_what_it_was() throws Exception {
    Map<String, String> limits =
        Map.of(
            "RATE_LIMITS", "on",
            "MAX_CONNECTIONS_PER_USER", "1",
            "MAX_CONNECTIONS_PER_ADDRESS", "2");
    try (TestServer limited = TestServer.managed(limits);
        ChatClient _ = limited.connect("Ada");
        ChatClient again = ChatClient.open(limited.port());
        var third = new ceres.testing.wire.RawHttp(limited.port())) {
      again.authenticate(Map.of("token", Tokens.of("Ada")));
      assertThat(third.get("/socket.io/?EIO=4&transport=polling").answer().status()).isEqualTo(429);
      assertThat(limited.management().metrics())
          .containsEntry("ceres_refused_total{reason=\"too_many_connections\"}", 1.0)
          .containsEntry("ceres_refused_total{reason=\"connection_of_address\"}", 1.0)
          .containsEntry("ceres_slowest_readers_total", 0.0);
    }
  }

  @Test
  void what_is_volatile_and_not_sent_is_counted() throws Exception {
    try (ChatClient ada = server.connect("Ada", "general");
        WireClient polling = new Endpoint(server.port(), "/socket.io/").open(Transport.POLLING)) {
      polling.send("40{\"token\":\"" + Tokens.of("Bob") + "\"}");
      assertThat(polling.nextAnsweringPings()).startsWith("40{");
      polling.send("42[\"join_room\",\"general\"]");
      ada.next("user_joined");
      ada.next("user_joined");
      await()
          .until(() -> {
            ada.call("typing_start", "general");
            ada.call("typing_stop", "general");
            return metric("ceres_volatile_dropped_total") > 0;
          });
      polling.send("1");
    }
  }
}
