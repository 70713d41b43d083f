package ceres.conformance.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Handshake;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.Socket;
import ceres.socketio.server.SocketIoServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What a server does with its sockets, seen from the clients. */
class SocketServerTest extends ProtocolCase {

  private static Socket socket(Namespace namespace, String id) {
    return Objects.requireNonNull(namespace.socket(id));
  }

  private static void assertGets(WireClient client, String packet) throws Exception {
    assertThat(client.nextAnsweringPings()).isEqualTo(packet);
  }

  @Proves
  void rooms_have_members_and_exceptions(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    Namespace main = io.of("/");
    Endpoint server = started(io);
    WireClient both = closing(server.open(by));
    WireClient second = closing(server.open(by));
    WireClient out = closing(server.open(by));
    WireClient none = closing(server.open(by));
    String sender = connect(both, "/");
    socket(main, sender).join("one");
    socket(main, sender).join("two");
    socket(main, connect(second, "/")).join("two");
    Socket excepted = socket(main, connect(out, "/"));
    excepted.join("two");
    excepted.join("muted");
    connect(none, "/");
    main.to("one").to("two").except("muted").emit("news", 1);
    main.emit("end", 1);
    for (WireClient each : List.of(both, second)) {
      assertGets(each, "42[\"news\",1]");
      assertGets(each, "42[\"end\",1]");
    }
    for (WireClient each : List.of(out, none)) {
      assertGets(each, "42[\"end\",1]");
    }
    socket(main, sender).to("two").emit("own", 2);
    main.emit("end", 2);
    for (WireClient each : List.of(second, out)) {
      assertGets(each, "42[\"own\",2]");
      assertGets(each, "42[\"end\",2]");
    }
    for (WireClient each : List.of(both, none)) {
      assertGets(each, "42[\"end\",2]");
    }
  }

  @Proves
  void sockets_of_a_room_can_be_moved_and_ended(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    Namespace main = io.of("/");
    io.of("/custom");
    Endpoint server = started(io);
    WireClient ada = closing(server.open(by));
    WireClient bob = closing(server.open(by));
    socket(main, connect(ada, "/")).join("one");
    connect(bob, "/");
    connect(ada, "/custom");
    main.to("one").socketsJoin("two");
    main.to("two").emit("news", 1);
    assertGets(ada, "42[\"news\",1]");
    main.to("one").socketsLeave("two");
    main.to("two").emit("news", 2);
    main.to("one").disconnectSockets(false);
    assertGets(ada, "41");
    main.emit("end");
    assertGets(bob, "42[\"end\"]");
    io.of("/custom").emit("on");
    assertGets(ada, "42/custom,[\"on\"]");
    main.broadcast().disconnectSockets(true);
    assertGets(bob, "41");
    assertOver(server, bob);
  }

  @Proves
  void a_socket_has_the_handshake(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    Instant before = Instant.now();
    io.of("/")
        .onConnection(socket -> {
          Handshake handshake = socket.handshake();
          tell(String.valueOf(handshake.request().query().get("color")));
          tell(String.valueOf(handshake.request().header("x-shape")));
          tell(handshake.request().remoteAddress().getAddress().getHostAddress());
          tell(String.valueOf(!handshake.issued().isBefore(before)));
        });
    try (WireClient client = started(io).open(by, "&color=dark%20red", "X-Shape: round")) {
      connect(client, "/");
      for (String expected : List.of("dark red", "round", "127.0.0.1", "true")) {
        assertThat(nextTold()).isEqualTo(expected);
      }
    }
  }

  @Proves
  void disconnecting_comes_before_disconnect(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/")
        .handlers()
        .onDisconnecting((_, reason) -> tell("disconnecting: " + reason.text()))
        .onDisconnect((_, reason) -> tell("disconnect: " + reason.text()));
    try (WireClient client = started(io).open(by)) {
      connect(client, "/");
      client.send("41");
      assertThat(nextTold()).isEqualTo("disconnecting: client namespace disconnect");
      assertThat(nextTold()).isEqualTo("disconnect: client namespace disconnect");
      assertNothingMoreTold();
    }
  }

  @Proves
  void a_disconnect_has_its_reason(Transport by) throws Exception {
    SocketIoServer io =
        socketIo(config ->
            config.pingInterval(Duration.ofMillis(300)).pingTimeout(Duration.ofMillis(200)));
    Namespace main = io.of("/");
    main.handlers().onDisconnect((_, reason) -> tell(reason.text()));
    Endpoint server = started(io);

    WireClient leaves = closing(server.open(by));
    connect(leaves, "/");
    leaves.send("41");
    assertThat(nextTold()).isEqualTo("client namespace disconnect");

    WireClient kicked = closing(server.open(by));
    socket(main, connect(kicked, "/")).disconnect(false);
    assertThat(nextTold()).isEqualTo("server namespace disconnect");

    WireClient thrown = closing(server.open(by));
    io.of("/custom").handlers().onDisconnect((_, reason) -> tell("custom: " + reason.text()));
    String id = connect(thrown, "/");
    socket(main, id).disconnect(true);
    assertThat(nextTold()).isEqualTo("server namespace disconnect");

    WireClient closes = closing(server.open(by));
    connect(closes, "/");
    closes.send("1");
    assertThat(nextTold()).isEqualTo("transport close");

    WireClient drops = closing(server.open(by));
    connect(drops, "/");
    drops.drop();
    assertThat(nextTold()).isIn("transport close", "transport error");

    WireClient silent = closing(server.open(by));
    connect(silent, "/");
    assertThat(nextTold()).isEqualTo("ping timeout");

    WireClient wrong = closing(server.open(by));
    connect(wrong, "/");
    wrong.send("4nonsense");
    assertThat(nextTold()).isEqualTo("parse error");

    WireClient last = closing(server.open(by));
    connect(last, "/");
    io.close();
    assertThat(nextTold()).isEqualTo("server shutting down");
    assertNothingMoreTold();
  }
}
