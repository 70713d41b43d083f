package ceres.conformance.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.ConnectionRefusedException;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** How a client gets into a namespace, how it does not, and how it leaves. */
class SocketConnectTest extends ProtocolCase {

  @Proves
  void connect_is_answered_with_a_sid(Transport by) throws Exception {
    try (WireClient client = started(socketIo()).open(by)) {
      client.send("40");
      assertThat(client.next()).matches("40\\{\"sid\":\"[\\w-]{20}\"}");
    }
  }

  @Proves
  void a_namespace_is_named_with_or_without_a_comma(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/custom");
    Endpoint server = started(io);
    for (String packet : List.of("40/custom", "40/custom,", "40/custom,{}")) {
      try (WireClient client = server.open(by)) {
        client.send(packet);
        assertThat(client.next()).matches("40/custom,\\{\"sid\":\"[\\w-]{20}\"}");
      }
    }
  }

  @Proves
  void connect_is_answered_before_anything_else_is_sent(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/").use(socket -> socket.join("room"));
    io.of("/").onConnection(socket -> socket.emit("first", 1));
    Endpoint server = started(io);
    for (int i = 0; i < 20; i++) {
      try (WireClient client = server.open(by)) {
        client.send("40");
        assertThat(client.next()).startsWith("40{\"sid\":");
        assertThat(client.next()).isEqualTo("42[\"first\",1]");
      }
    }
  }

  @Proves
  void the_payload_of_connect_is_the_auth(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/").onConnection(socket -> socket.emit("auth", socket.handshake().auth()));
    io.of("/custom").onConnection(socket -> socket.emit("auth", socket.handshake().auth()));
    Endpoint server = started(io);
    Map<String, String> cases =
        Map.of(
            "40", "42[\"auth\",{}]",
            "40{\"token\":\"123\"}", "42[\"auth\",{\"token\":\"123\"}]",
            "40/custom,{\"token\":{\"a\":[1]}}", "42/custom,[\"auth\",{\"token\":{\"a\":[1]}}]");
    for (Map.Entry<String, String> each : cases.entrySet()) {
      try (WireClient client = server.open(by)) {
        client.send(each.getKey());
        assertThat(client.next()).startsWith("40");
        assertThat(client.next()).isEqualTo(each.getValue());
      }
    }
  }

  @Proves
  void a_payload_of_connect_that_is_no_object_closes(Transport by) throws Exception {
    Endpoint server = started(socketIo());
    for (String packet : List.of("40[]", "40\"a\"", "40null", "40true", "401", "40{", "40{}x")) {
      try (WireClient client = server.open(by)) {
        client.send(packet);
        assertThat(client.next()).as(packet).isEqualTo(WireClient.END);
      }
    }
  }

  @Proves
  void a_socket_id_is_neither_the_session_id_nor_that_elsewhere(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/custom");
    try (WireClient client = started(io).open(by)) {
      String main = connect(client, "/");
      String custom = connect(client, "/custom");
      assertThat(List.of(client.sid(), main, custom)).doesNotHaveDuplicates();
    }
  }

  @Proves
  void an_unknown_namespace_is_refused(Transport by) throws Exception {
    try (WireClient client = started(socketIo()).open(by)) {
      client.send("40/random");
      assertThat(client.next()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
      connect(client, "/");
    }
  }

  @Proves
  void a_middleware_that_fails_refuses(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/")
        .use(_ -> {
          throw new ConnectionRefusedException("no", Map.of("code", 1));
        });
    io.of("/custom")
        .use(_ -> {})
        .use(_ -> {
          throw new ConnectionRefusedException("not here", null);
        });
    try (WireClient client = started(io).open(by)) {
      client.send("40");
      assertThat(client.next()).isEqualTo("44{\"message\":\"no\",\"data\":{\"code\":1}}");
      client.send("40/custom,");
      assertThat(client.next()).isEqualTo("44/custom,{\"message\":\"not here\"}");
      client.send("40");
      assertThat(client.next()).as("again").startsWith("44{\"message\":\"no\"");
    }
  }

  @Proves
  void a_connect_has_45_seconds(Transport by) throws Exception {
    assertThat(SocketIoConfig.builder().build().connectTimeout()).isEqualTo(Duration.ofSeconds(45));
    Endpoint server = started(socketIo(config -> config.connectTimeout(Duration.ofMillis(200))));
    try (WireClient client = server.open(by)) {
      connect(client, "/");
      for (long begin = System.nanoTime(); System.nanoTime() - begin < 300_000_000; ) {
        client.send("40/random");
        assertThat(client.next()).as("one is enough").startsWith("44/random,");
      }
    }
  }

  @Proves
  void no_connect_in_time_closes(Transport by) throws Exception {
    Endpoint server =
        started(
            socketIo(config ->
                config
                    .connectTimeout(Duration.ofMillis(700))
                    .pingInterval(Duration.ofMillis(100))
                    .pingTimeout(Duration.ofSeconds(20))));
    long begin = System.nanoTime();
    try (WireClient client = server.open(by)) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.next()).isEqualTo("2");
        client.send("3");
      }
      assertOver(server, client);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(600));
    }
  }

  @Proves
  void disconnect_leaves_one_namespace(Transport by) throws Exception {
    SocketIoServer io =
        socketIo(config ->
            config.pingInterval(Duration.ofMillis(100)).pingTimeout(Duration.ofSeconds(20)));
    io.of("/custom").handlers().on("hello", event -> event.ack(event.args().toArray()));
    io.of("/").handlers().onDisconnect((_, reason) -> tell(reason.text()));
    Endpoint server = started(io);
    try (WireClient client = server.open(by)) {
      connect(client, "/");
      connect(client, "/custom");
      client.send("41");
      assertThat(nextTold()).isEqualTo("client namespace disconnect");
      for (int i = 0; i < 3; i++) {
        assertThat(client.next()).isEqualTo("2");
        client.send("3");
      }
      client.send("42/custom,7[\"hello\",1]");
      assertThat(client.nextAnsweringPings()).isEqualTo("43/custom,7[1]");
      connect(client, "/");
      client.send("41/custom");
      client.send("41");
      assertThat(nextTold()).isEqualTo("client namespace disconnect");
      assertThat(client.next()).as("no namespace, and still there").isEqualTo("2");
    }
  }

  @Proves
  void recovery_is_off_unless_switched_on(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/").onConnection(socket -> socket.emit("news", 1));
    try (WireClient client = started(io).open(by)) {
      client.send("40{\"pid\":\"a\",\"offset\":\"b\"}");
      assertThat(client.next()).matches("40\\{\"sid\":\"[\\w-]{20}\"}");
      assertThat(client.next()).isEqualTo("42[\"news\",1]");
    }
  }

  @Proves
  void a_packet_has_at_most_ten_attachments(Transport by) throws Exception {
    assertThat(SocketIoConfig.builder().build().maxAttachments()).isEqualTo(10);
    SocketIoServer io = socketIo();
    io.of("/").handlers().onAny(event -> tell(event.args().size() + " bytes"));
    Endpoint server = started(io);
    try (WireClient client = server.open(by)) {
      connect(client, "/");
      client.send(event(10));
      client.send(Collections.nCopies(10, "bAQ==").toArray(String[]::new));
      assertThat(nextTold()).isEqualTo("10 bytes");
      client.send(event(11));
      assertOver(server, client);
    }
  }

  private static String event(int attachments) {
    StringBuilder packet = new StringBuilder("45" + attachments + "-[\"bytes\"");
    for (int i = 0; i < attachments; i++) {
      packet.append(",{\"_placeholder\":true,\"num\":").append(i).append('}');
    }
    return packet.append(']').toString();
  }
}
