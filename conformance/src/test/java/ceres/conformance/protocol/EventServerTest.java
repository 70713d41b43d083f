package ceres.conformance.protocol;

import static ceres.testing.wire.Transport.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.SocketIoServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.WireClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the test suite of Socket.IO checks, against {@link EventServer}. */
@Isolated("pings every 300 ms, and a pong within 200: a busy machine fails")
class EventServerTest extends FixtureChecks {
  private static final String SID = "\\{\"sid\":\"[\\w-]{20}\"}";
  private static final String TWO =
      "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";

  private static SocketIoServer io;

  @BeforeAll
  static void start() throws Exception {
    io = EventServer.start(0);
  }

  @AfterAll
  static void stop() {
    io.close();
  }

  @Override
  Endpoint server() {
    return new Endpoint(io.address().getPort(), "/socket.io/", ProtocolCase.PATIENCE_MILLIS);
  }

  @Override
  void greet(WireClient client) throws Exception {
    assertConnected(client, "40", "", "{}");
  }

  @Override
  void assertAlive(RawWebSocket socket) throws Exception {
    String next = socket.text("40/none,").next();
    assertThat(next.equals("2") ? socket.text("3").next() : next).startsWith("44/none,");
  }

  /** That a CONNECT is answered, and followed by the auth that the server saw. */
  private static void assertConnected(WireClient client, String packet, String prefix, String auth)
      throws Exception {
    client.send(packet);
    assertThat(client.nextAnsweringPings()).matches("40" + prefix + SID);
    assertThat(client.nextAnsweringPings()).isEqualTo("42" + prefix + "[\"auth\"," + auth + "]");
  }

  /** A client of the main namespace. */
  private WireClient connected() throws Exception {
    WireClient client = server().open(WEBSOCKET);
    assertConnected(client, "40", "", "{}");
    return client;
  }

  private void assertConnected(String packet, String prefix, String auth) throws Exception {
    try (WireClient client = server().open(WEBSOCKET)) {
      assertConnected(client, packet, prefix, auth);
    }
  }

  private void assertAnswered(List<String> sent, List<String> expected) throws Exception {
    try (WireClient client = connected()) {
      client.send(sent.toArray(String[]::new));
      for (String packet : expected) {
        assertThat(client.nextAnsweringPings()).isEqualTo(packet);
      }
    }
  }

  @Test
  void connects() throws Exception {
    assertConnected("40", "", "{}");
  }

  @Test
  void connects_with_a_payload() throws Exception {
    assertConnected("40{\"token\":\"123\"}", "", "{\"token\":\"123\"}");
  }

  @Test
  void connects_to_a_namespace() throws Exception {
    assertConnected("40/custom,", "/custom,", "{}");
  }

  @Test
  void connects_to_a_namespace_with_a_payload() throws Exception {
    assertConnected("40/custom,{\"token\":\"abc\"}", "/custom,", "{\"token\":\"abc\"}");
  }

  @Test
  void does_not_connect_to_an_unknown_namespace() throws Exception {
    try (WireClient client = server().open(WEBSOCKET)) {
      client.send("40/random");
      assertThat(client.nextAnsweringPings())
          .isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
    }
  }

  @Test
  void ends_by_garbage_before_connect() throws Exception {
    try (WireClient client = server().open(WEBSOCKET)) {
      client.send("4abc");
      assertThat(client.nextAnsweringPings()).isEqualTo(WireClient.END);
    }
  }

  @Test
  void ends_without_a_connect() throws Exception {
    try (WireClient client = server().open(WEBSOCKET)) {
      assertThat(client.nextAnsweringPings()).isEqualTo(WireClient.END);
    }
  }

  @Test
  void goes_on_after_leaving_the_main_namespace() throws Exception {
    try (WireClient client = connected()) {
      client.send("41");
      assertThat(client.next()).isEqualTo("2");
    }
  }

  @Test
  void goes_on_after_leaving_a_namespace() throws Exception {
    try (WireClient client = connected()) {
      assertConnected(client, "40/custom", "/custom,", "{}");
      client.send("41/custom", "42[\"message\",\"to the main namespace\"]");
      assertThat(client.nextAnsweringPings())
          .isEqualTo("42[\"message-back\",\"to the main namespace\"]");
    }
  }

  @Test
  void carries_an_event() throws Exception {
    assertAnswered(
        List.of("42[\"message\",1,\"2\",{\"3\":[true]}]"),
        List.of("42[\"message-back\",1,\"2\",{\"3\":[true]}]"));
  }

  @Test
  void carries_bytes() throws Exception {
    assertAnswered(
        List.of("452-[\"message\"," + TWO, "bAQID", "bBAUG"),
        List.of("452-[\"message-back\"," + TWO, "bAQID", "bBAUG"));
  }

  @Test
  void acknowledges_an_event() throws Exception {
    assertAnswered(
        List.of("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]"),
        List.of("43456[1,\"2\",{\"3\":[false]}]"));
  }

  @Test
  void acknowledges_bytes() throws Exception {
    assertAnswered(
        List.of("452-789[\"message-with-ack\"," + TWO, "bAQID", "bBAUG"),
        List.of("462-789[" + TWO, "bAQID", "bBAUG"));
  }

  @Test
  void ends_by_an_unknown_packet_type() throws Exception {
    assertAnswered(List.of("4abc"), List.of(WireClient.END));
  }

  @Test
  void ends_by_a_wrong_payload() throws Exception {
    assertAnswered(List.of("42{}"), List.of(WireClient.END));
  }

  @Test
  void ends_by_a_wrong_ack_id() throws Exception {
    assertAnswered(
        List.of("42abc[\"message-with-ack\",1,\"2\",{\"3\":[false]}]"), List.of(WireClient.END));
  }
}
