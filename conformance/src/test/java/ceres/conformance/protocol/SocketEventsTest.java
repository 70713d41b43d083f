package ceres.conformance.protocol;

import static ceres.testing.wire.Transport.POLLING;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Event;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.SocketIoServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Events, acknowledgements and attachments, in both directions. */
class SocketEventsTest extends ProtocolCase {
  private static final String TWO =
      "[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";

  private static void back(Event event) {
    event.socket().emit("message", event.args().toArray());
  }

  /** Has {@code /} and {@code /custom}, which send each message back, or acknowledge it. */
  private Endpoint server() throws Exception {
    SocketIoServer io = socketIo();
    for (Namespace each : List.of(io.of("/"), io.of("/custom"))) {
      each.handlers()
          .on("message", SocketEventsTest::back)
          .on("message-with-ack", event -> event.ack(event.args().toArray()));
    }
    return started(io);
  }

  /** Sends packets, and expects packets. */
  private static void exchange(WireClient client, List<String> sent, List<String> expected)
      throws Exception {
    client.send(sent.toArray(String[]::new));
    for (String packet : expected) {
      assertThat(client.next()).isEqualTo(packet);
    }
  }

  @Proves
  void an_event_has_a_name_and_arguments(Transport by) throws Exception {
    try (WireClient client = server().open(by)) {
      connect(client, "/");
      for (String args :
          List.of(
              ",1,\"2\",{\"3\":[true]}",
              "",
              ",null,-0.5,1e+21,\"\u20ac\ud83d\ude80\"",
              ",[[],{}],\"\\\"\\\\\"",
              ",9007199254740993,{\"b\":1,\"a\":2}")) {
        String packet = "42[\"message\"" + args + "]";
        exchange(client, List.of(packet), List.of(packet));
      }
    }
  }

  @Proves
  void an_event_of_a_namespace_names_it(Transport by) throws Exception {
    try (WireClient client = server().open(by)) {
      connect(client, "/custom");
      exchange(client, List.of("42/custom,[\"message\",1]"), List.of("42/custom,[\"message\",1]"));
      exchange(client, List.of("42/custom,5[\"message-with-ack\",1]"), List.of("43/custom,5[1]"));
    }
  }

  @Proves
  void a_binary_event_is_followed_by_its_attachments(Transport by) throws Exception {
    try (WireClient client = server().open(by)) {
      connect(client, "/");
      List<String> packets = List.of("452-" + TWO, "bAQID", "bBAUG");
      exchange(client, packets, packets);
      connect(client, "/custom");
      List<String> elsewhere = List.of("452-/custom," + TWO, "bAQID", "b");
      exchange(client, elsewhere, elsewhere);
    }
  }

  @Proves
  void bytes_may_be_nested(Transport by) throws Exception {
    try (WireClient client = server().open(by)) {
      connect(client, "/");
      List<String> packets =
          List.of(
              "453-[\"message\",{\"a\":[{\"_placeholder\":true,\"num\":0},1],"
                  + "\"b\":{\"c\":{\"_placeholder\":true,\"num\":1}}},"
                  + "[[{\"_placeholder\":true,\"num\":2}]]]",
              "bAQ==",
              "bAg==",
              "bAw==");
      exchange(client, packets, packets);
    }
  }

  @Proves
  void an_ack_carries_the_id_of_its_event(Transport by) throws Exception {
    try (WireClient client = server().open(by)) {
      connect(client, "/");
      exchange(
          client,
          List.of("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]"),
          List.of("43456[1,\"2\",{\"3\":[false]}]"));
      exchange(client, List.of("420[\"message-with-ack\"]"), List.of("430[]"));
      exchange(
          client,
          List.of("429007199254740991[\"message-with-ack\"]"),
          List.of("439007199254740991[]"));
    }
  }

  @Proves
  void a_binary_ack_is_followed_by_its_attachments(Transport by) throws Exception {
    try (WireClient client = server().open(by)) {
      connect(client, "/");
      exchange(
          client,
          List.of("452-789" + TWO.replace("message", "message-with-ack"), "bAQID", "bBAUG"),
          List.of("462-789" + TWO.replace("\"message\",", ""), "bAQID", "bBAUG"));
    }
  }

  @Proves
  void the_server_may_ask_for_an_ack(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/")
        .onConnection(socket ->
            socket
                .emitWithAck(Duration.ofSeconds(20), "question", 1)
                .thenAccept(answer -> socket.emit("answer", answer.args().toArray())));
    Endpoint server = started(io);
    try (WireClient client = server.open(by)) {
      connect(client, "/");
      assertThat(client.next()).isEqualTo("420[\"question\",1]");
      exchange(client, List.of("430[\"yes\",2]"), List.of("42[\"answer\",\"yes\",2]"));
    }
    try (WireClient client = server.open(by)) {
      connect(client, "/");
      assertThat(client.next()).isEqualTo("421[\"question\",1]");
      exchange(
          client,
          List.of("461-1[{\"_placeholder\":true,\"num\":0}]", "bAQID"),
          List.of("451-[\"answer\",{\"_placeholder\":true,\"num\":0}]", "bAQID"));
    }
  }

  @Proves
  void an_ack_that_does_not_come_times_out(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/")
        .onConnection(socket ->
            socket
                .emitWithAck(Duration.ofMillis(100), "question")
                .whenComplete((_, failure) ->
                    tell(Objects.requireNonNull(failure).getClass().getSimpleName())))
        .handlers()
        .on("message", SocketEventsTest::back);
    try (WireClient client = started(io).open(by)) {
      connect(client, "/");
      assertThat(client.next()).isEqualTo("420[\"question\"]");
      assertThat(nextTold()).isEqualTo("TimeoutException");
      exchange(client, List.of("430[]", "43999[1]", "42[\"message\"]"), List.of("42[\"message\"]"));
      assertNothingMoreTold();
    }
  }

  @Proves
  void a_volatile_event_may_be_missed(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/").handlers().on("message", SocketEventsTest::back);
    Endpoint server = started(io);
    try (WireClient client = server.open(by)) {
      connect(client, "/");
      if (by == POLLING) {
        // No poll is pending, so nothing can be taken.
        io.of("/").broadcast().asVolatile().emit("maybe", 0);
        exchange(client, List.of("42[\"message\"]"), List.of("42[\"message\"]"));
        RawHttp poll = pendingPoll(server, client.sid());
        eventually(() -> {
          io.of("/").broadcast().asVolatile().emit("maybe", 1);
          return poll.in().available() > 0;
        });
        assertThat(poll.answer().body()).startsWith("42[\"maybe\",1]");
      } else {
        io.of("/").broadcast().asVolatile().emit("maybe", 1);
        assertThat(client.next()).isEqualTo("42[\"maybe\",1]");
      }
    }
  }

  @Proves
  void a_catch_all_handler_sees_every_event(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/")
        .handlers()
        .on("own", event -> tell("own " + event.args()))
        .onAny(event -> tell("any " + event.name()));
    try (WireClient client = started(io).open(by)) {
      connect(client, "/");
      client.send("42[\"own\",1]", "42[\"other\"]");
      assertThat(nextTold()).isEqualTo("any own");
      assertThat(nextTold()).isEqualTo("own [1]");
      assertThat(nextTold()).isEqualTo("any other");
    }
  }

  @Proves
  void a_socket_keeps_data(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/")
        .use(socket -> socket.data().put("name", socket.handshake().auth().get("name") + "!"))
        .handlers()
        .on("who", event -> event.ack(Map.copyOf(event.socket().data())));
    Endpoint server = started(io);
    try (WireClient ada = server.open(by);
        WireClient bob = server.open(by)) {
      ada.send("40{\"name\":\"Ada\"}");
      bob.send("40{\"name\":\"Bob\"}");
      assertThat(ada.next()).startsWith("40{");
      assertThat(bob.next()).startsWith("40{");
      exchange(ada, List.of("421[\"who\"]"), List.of("431[{\"name\":\"Ada!\"}]"));
      exchange(bob, List.of("421[\"who\"]"), List.of("431[{\"name\":\"Bob!\"}]"));
    }
  }
}
