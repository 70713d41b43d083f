package ceres.conformance.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.msgpack.MessagePackParser;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.ParentNamespace;
import ceres.socketio.server.Socket;
import ceres.socketio.server.SocketIoServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What the program of a server can do with sockets and namespaces. */
class SocketProgramTest extends ProtocolCase {
  private static final Duration LONG = Duration.ofSeconds(20);

  private static void assertGets(WireClient client, String packet) throws Exception {
    assertThat(client.nextAnsweringPings()).isEqualTo(packet);
  }

  @Proves
  void a_broadcast_can_be_acknowledged_by_all(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    Endpoint server = started(io);
    WireClient ada = closing(server.open(by));
    WireClient bob = closing(server.open(by));
    connect(ada, "/");
    connect(bob, "/");
    var all = io.of("/").broadcast().emitWithAck(LONG, "ready?").toCompletableFuture();
    assertGets(ada, "420[\"ready?\"]");
    assertGets(bob, "420[\"ready?\"]");
    ada.send("430[\"ada\"]");
    bob.send("430[\"bob\"]");
    assertThat(all.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
        .satisfies(answers -> {
          assertThat(answers.areComplete()).isTrue();
          assertThat(answers.all())
              .extracting(answer -> answer.arg(0, String.class))
              .containsExactlyInAnyOrder("ada", "bob");
        });
    var some =
        io.of("/").broadcast().emitWithAck(Duration.ofMillis(200), "still?").toCompletableFuture();
    assertGets(ada, "421[\"still?\"]");
    ada.send("431[]");
    assertThat(some.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
        .satisfies(answers -> {
          assertThat(answers.all()).hasSize(1);
          assertThat(answers.missing()).isEqualTo(1);
        });
  }

  @Proves
  void an_event_can_be_left_uncompressed(Transport by) throws Exception {
    String text = "asteroid".repeat(1_000);
    SocketIoServer io = socketIo();
    Endpoint server = started(io);
    WireClient client = closing(server.open(by));
    Socket socket = Objects.requireNonNull(io.of("/").socket(connect(client, "/")));
    for (boolean compress : List.of(false, true)) {
      socket.compress(compress).emit("a", text);
      RawHttp.Answer answer = server.get(server.polling(client.sid()), "Accept-Encoding: gzip");
      assertThat(answer.body()).isEqualTo("42[\"a\",\"" + text + "\"]");
      assertThat(answer.header("content-encoding")).isEqualTo(compress ? "gzip" : null);
    }
  }

  @Proves
  void a_catch_all_listener_sees_what_is_sent(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/").handlers().onAnyOutgoing((_, event, args) -> tell(event + args));
    try (WireClient client = started(io).open(by)) {
      Socket socket = Objects.requireNonNull(io.of("/").socket(connect(client, "/")));
      socket.emit("one", 1);
      io.of("/").emit("all", "x");
      assertGets(client, "42[\"one\",1]");
      assertGets(client, "42[\"all\",\"x\"]");
      assertThat(nextTold()).isEqualTo("one[1]");
      assertThat(nextTold()).isEqualTo("all[x]");
      assertNothingMoreTold();
    }
  }

  @Proves
  void a_middleware_of_events_may_stop_them(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.onConnection(socket -> {
      socket
          .handlers()
          .use(event -> {
            if (event.args().isEmpty()) {
              throw new IllegalArgumentException("empty");
            }
          })
          .onError((event, failure) -> tell(event.name() + " " + failure.getMessage()));
      socket.on("say", event -> event.ack("said"));
    });
    try (WireClient client = started(io).open(by)) {
      connect(client, "/");
      client.send("420[\"say\"]", "421[\"say\",1]");
      assertGets(client, "431[\"said\"]");
      assertThat(nextTold()).isEqualTo("say empty");
    }
  }

  @Proves
  void namespaces_may_be_named_by_a_pattern_or_a_predicate(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    ParentNamespace rooms = io.of(Pattern.compile("/room-\\d+"));
    io.of((name, handshake) -> name.equals("/of-" + handshake.auth().get("who")));
    try (WireClient client = started(io).open(by)) {
      connect(client, "/room-7");
      client.send("40/of-ada,{\"who\":\"ada\"}");
      assertThat(client.nextAnsweringPings()).startsWith("40/of-ada,{\"sid\":\"");
      client.send("40/of-bob,{\"who\":\"ada\"}");
      assertGets(client, "44/of-bob,{\"message\":\"Invalid namespace\"}");
      client.send("40/room-x,");
      assertGets(client, "44/room-x,{\"message\":\"Invalid namespace\"}");
      rooms.emit("news");
      assertGets(client, "42/room-7,[\"news\"]");
    }
  }

  @Proves
  void empty_child_namespaces_are_cleaned_up_if_asked_for(Transport by) throws Exception {
    for (boolean cleanUp : List.of(true, false)) {
      SocketIoServer io = socketIo(settings -> settings.cleanupEmptyChildNamespaces(cleanUp));
      ParentNamespace rooms = io.of((_, _) -> true);
      try (WireClient client = started(io).open(by)) {
        connect(client, "/a");
        assertThat(rooms.children()).extracting(Namespace::name).containsExactly("/a");
        client.send("41/a,");
        connect(client, "/");
        assertThat(rooms.children()).hasSize(cleanUp ? 0 : 1);
      }
    }
  }

  @Proves
  void sockets_can_be_fetched(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    Endpoint server = started(io);
    WireClient client = closing(server.open(by, "&color=red"));
    connect(closing(server.open(by)), "/");
    String id = connect(client, "/");
    Socket socket = Objects.requireNonNull(io.of("/").socket(id));
    socket.join("one");
    socket.data().put("level", 3);
    var found =
        io.to("one")
            .fetchSockets()
            .toCompletableFuture()
            .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(found)
        .singleElement()
        .satisfies(each -> {
          assertThat(each.id()).isEqualTo(id);
          assertThat(each.rooms()).containsExactly(id, "one");
          assertThat(each.data()).isEqualTo(Map.of("level", 3));
          assertThat(each.handshake().get("auth")).isEqualTo(Map.of());
          assertThat(String.valueOf(each.handshake().get("query"))).contains("color=red");
          each.emit("hello");
        });
    assertGets(client, "42[\"hello\"]");
  }

  @Proves
  void servers_can_speak_to_each_other(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.of("/").onServerSide("hello", _ -> "nobody else is here");
    try (WireClient client = started(io).open(by)) {
      connect(client, "/");
      var answers = io.of("/").serverSideEmitWithAck(LONG, "hello").toCompletableFuture();
      assertThat(answers.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).all()).isEmpty();
      io.of("/").serverSideEmit("hello");
      io.emit("end");
      assertGets(client, "42[\"end\"]");
    }
  }

  @Proves
  void disconnecting_comes_before_the_rooms_are_left(Transport by) throws Exception {
    SocketIoServer io = socketIo();
    io.onConnection(socket -> {
      socket.join("one");
      socket.emit("in");
    });
    io.of("/")
        .handlers()
        .onDisconnecting((socket, _) -> tell("disconnecting " + socket.rooms().contains("one")))
        .onDisconnect((socket, _) -> tell("disconnect " + socket.rooms().contains("one")));
    try (WireClient client = started(io).open(by)) {
      connect(client, "/");
      assertGets(client, "42[\"in\"]");
      client.send("41");
      assertThat(nextTold()).isEqualTo("disconnecting true");
      assertThat(nextTold()).isEqualTo("disconnect false");
    }
  }

  @Proves
  void the_parser_can_be_another(Transport by) throws Exception {
    SocketIoServer io = socketIo(settings -> settings.parser(new MessagePackParser()));
    io.of("/").handlers().on("a", event -> event.ack(event.arg(0)));
    Endpoint server = started(io);
    WireClient client = closing(server.open(by));
    client.send(hex("82a47479706500a36e7370a12f"));
    assertThat(client.nextAnsweringPings()).startsWith("b");
    client.send(hex("84a47479706502a46461746192a161c40107a2696401a36e7370a12f"));
    assertGets(client, hex("84a47479706503a46461746191c40107a2696401a36e7370a12f"));
    client.send("42[\"a\"]");
    assertOver(server, client);
  }

  /** A binary message as clients write it. */
  private static String hex(String bytes) {
    return "b" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(bytes));
  }
}
