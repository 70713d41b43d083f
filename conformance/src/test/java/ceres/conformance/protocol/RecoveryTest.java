package ceres.conformance.protocol;

import static ceres.testing.wire.Transport.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.ConnectionRefusedException;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.RecoveryConfig;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Connection state recovery. */
class RecoveryTest extends ProtocolCase {
  private static final Pattern CONNECTED =
      Pattern.compile("40\\{\"sid\":\"([\\w-]{20})\",\"pid\":\"([\\w-]{20})\"}");
  private static final Pattern NEWS = Pattern.compile("42\\[\"news\",(\\d+),\"([\\w-]+)\"]");

  /** What a client knows of its connection. */
  private record Ids(String sid, String pid) {
    static Ids of(String answer) {
      Matcher connected = CONNECTED.matcher(answer);
      assertThat(connected.matches()).as(answer).isTrue();
      return new Ids(connected.group(1), connected.group(2));
    }

    String answer() {
      return "40{\"sid\":\"" + sid + "\",\"pid\":\"" + pid + "\"}";
    }

    /** The CONNECT of a client that comes back, without an offset. */
    String back() {
      return "40{\"pid\":\"" + pid + "\"}";
    }

    String back(String offset) {
      return "40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}";
    }
  }

  private SocketIoServer recovering() {
    return recovering(recovery -> recovery, config -> config);
  }

  /** A server with recovery whose sockets are in a room, and have what they came with as data. */
  private SocketIoServer recovering(
      UnaryOperator<RecoveryConfig> recovery, UnaryOperator<SocketIoConfig.Builder> settings) {
    SocketIoServer io =
        socketIo(
            config -> settings.apply(config.recovery(recovery.apply(RecoveryConfig.DEFAULTS))));
    io.of("/")
        .onConnection(socket -> {
          if (!socket.recovered()) {
            socket.join("room");
            socket.data().put("token", String.valueOf(socket.handshake().auth().get("token")));
          }
          tell("connection, recovered " + socket.recovered());
        });
    io.of("/").handlers().onDisconnect((_, reason) -> tell(reason.text()));
    return io;
  }

  private Ids connected(WireClient client) throws Exception {
    client.send("40{\"token\":\"good\"}");
    Ids ids = Ids.of(client.nextAnsweringPings());
    assertThat(nextTold()).isEqualTo("connection, recovered false");
    return ids;
  }

  /** Cuts a client off, and waits until the server knows. */
  private void lose(WireClient client) throws Exception {
    client.drop();
    assertThat(nextTold()).isIn("transport close", "transport error");
  }

  /** The offset of an event, of which it is the last argument. */
  private static String offset(WireClient client, int number) throws Exception {
    String packet = client.nextAnsweringPings();
    Matcher news = NEWS.matcher(packet);
    assertThat(news.matches()).as(packet).isTrue();
    assertThat(news.group(1)).isEqualTo(String.valueOf(number));
    return news.group(2);
  }

  private static void assertAnew(WireClient client, Ids former) throws Exception {
    Ids ids = Ids.of(client.nextAnsweringPings());
    assertThat(ids.sid()).isNotEqualTo(former.sid());
    assertThat(ids.pid()).isNotEqualTo(former.pid());
  }

  @Proves
  void connect_is_answered_with_a_pid(Transport by) throws Exception {
    try (WireClient client = started(recovering()).open(by)) {
      client.send("40");
      Ids ids = Ids.of(client.next());
      assertThat(ids.pid()).isNotEqualTo(ids.sid()).isNotEqualTo(client.sid());
    }
  }

  @Proves
  void an_event_has_an_offset(Transport by) throws Exception {
    SocketIoServer io = recovering();
    Namespace main = io.of("/");
    try (WireClient client = started(io).open(by)) {
      Ids ids = connected(client);
      main.emit("news", 1);
      String first = offset(client, 1);
      main.to("room").emit("news", 2);
      assertThat(offset(client, 2)).isNotEqualTo(first);
      var socket = Objects.requireNonNull(main.socket(ids.sid()));
      var _ = socket.emitWithAck(Duration.ofSeconds(20), "question", 3);
      assertThat(client.next()).isEqualTo("420[\"question\",3]");
      if (by == WEBSOCKET) {
        main.broadcast().asVolatile().emit("maybe", 4);
        assertThat(client.next()).isEqualTo("42[\"maybe\",4]");
      }
    }
  }

  @Proves
  void a_client_comes_back_to_all_it_had(Transport by) throws Exception {
    SocketIoServer io = recovering();
    Namespace main = io.of("/");
    main.handlers().on("data", event -> event.ack(event.socket().data()));
    main.handlers().on("auth", event -> event.ack(event.socket().handshake().auth().get("token")));
    Endpoint server = started(io);
    WireClient first = closing(server.open(by));
    Ids ids = connected(first);
    main.emit("news", 1);
    String seen = offset(first, 1);
    main.emit("news", 2);
    offset(first, 2);
    lose(first);
    main.to("room").emit("news", 3);
    main.to("elsewhere").emit("news", 99);
    main.emit("news", 4);
    WireClient second = closing(server.open(by));
    second.send(ids.back(seen).replace("}", ",\"token\":\"new\"}"));
    assertThat(second.next()).isEqualTo(ids.answer());
    for (int number = 2; number <= 4; number++) {
      offset(second, number);
    }
    assertThat(nextTold()).isEqualTo("connection, recovered true");
    main.to("room").emit("news", 5);
    offset(second, 5);
    second.send("421[\"data\"]");
    assertThat(second.next()).isEqualTo("431[{\"token\":\"good\"}]");
    second.send("422[\"auth\"]");
    assertThat(second.next()).isEqualTo("432[\"new\"]");
  }

  @Proves
  void an_unknown_pid_or_offset_begins_anew(Transport by) throws Exception {
    Endpoint server = started(recovering());
    WireClient first = closing(server.open(by));
    Ids ids = connected(first);
    lose(first);
    WireClient pid = closing(server.open(by));
    pid.send("40{\"pid\":\"AAAAAAAAAAAAAAAAAAAA\",\"offset\":\"b\"}");
    assertAnew(pid, ids);
    WireClient offset = closing(server.open(by));
    offset.send(ids.back("unknown"));
    assertAnew(offset, ids);
  }

  @Proves
  void a_loss_can_be_recovered_from(Transport by) throws Exception {
    SocketIoServer io =
        recovering(
            recovery -> recovery,
            config ->
                config.pingInterval(Duration.ofMillis(600)).pingTimeout(Duration.ofMillis(600)));
    Endpoint server = started(io);
    WireClient dropped = closing(server.open(by));
    Ids afterDrop = connected(dropped);
    lose(dropped);
    WireClient silent = closing(server.open(by));
    Ids afterTimeout = connected(silent);
    assertThat(nextTold()).isEqualTo("ping timeout");
    WireClient closing = closing(server.open(by));
    Ids afterClose = connected(closing);
    closing.send("1");
    assertThat(nextTold()).isEqualTo("transport close");
    for (Ids ids : List.of(afterDrop, afterTimeout, afterClose)) {
      WireClient back = closing(server.open(by));
      back.send(ids.back());
      assertThat(back.nextAnsweringPings()).isEqualTo(ids.answer());
    }
  }

  @Proves
  void who_left_by_intent_has_left(Transport by) throws Exception {
    SocketIoServer io = recovering();
    Endpoint server = started(io);
    WireClient leaves = closing(server.open(by));
    Ids left = connected(leaves);
    leaves.send("41");
    assertThat(nextTold()).isEqualTo("client namespace disconnect");
    leaves.send(left.back());
    assertAnew(leaves, left);
    assertThat(nextTold()).isEqualTo("connection, recovered false");
    WireClient kicked = closing(server.open(by));
    Ids out = connected(kicked);
    Objects.requireNonNull(io.of("/").socket(out.sid())).disconnect(true);
    assertThat(nextTold()).isEqualTo("server namespace disconnect");
    WireClient back = closing(server.open(by));
    back.send(out.back());
    assertAnew(back, out);
  }

  @Proves
  void state_is_kept_for_two_minutes(Transport by) throws Exception {
    assertThat(RecoveryConfig.DEFAULTS.maxDisconnection()).isEqualTo(Duration.ofMinutes(2));
    SocketIoServer io =
        recovering(
            recovery -> recovery.withMaxDisconnection(Duration.ofMillis(200)), config -> config);
    Endpoint server = started(io);
    WireClient first = closing(server.open(by));
    Ids ids = connected(first);
    lose(first);
    // Nothing on the wire tells when it is over.
    long begin = System.nanoTime();
    eventually(() -> System.nanoTime() - begin > 300_000_000);
    WireClient late = closing(server.open(by));
    late.send(ids.back());
    assertAnew(late, ids);
  }

  @Proves
  void who_is_refused_reads_nothing_that_was_missed(Transport by) throws Exception {
    SocketIoServer io = guarded();
    Endpoint server = started(io);
    WireClient first = closing(server.open(by));
    Ids ids = connected(first);
    lose(first);
    io.of("/").emit("news", 1);
    WireClient second = closing(server.open(by));
    second.send(ids.back().replace("}", ",\"token\":\"bad\"}"));
    assertThat(second.next()).isEqualTo("44{\"message\":\"no\"}");
    // What would have been sent with the refusal comes before the answer to this.
    second.send("40/none,");
    assertThat(second.next()).isEqualTo("44/none,{\"message\":\"Invalid namespace\"}");
    second.send(ids.back().replace("}", ",\"token\":\"good\"}"));
    assertThat(second.next()).isEqualTo(ids.answer());
    offset(second, 1);
  }

  /** A server whose middleware lets a good token in, and tells that it ran. */
  private SocketIoServer guarded() {
    SocketIoServer io = recovering();
    io.of("/")
        .use(socket -> {
          if (!"good".equals(socket.handshake().auth().get("token"))) {
            throw new ConnectionRefusedException("no", null);
          }
        });
    return io;
  }

  @Proves
  void middleware_is_never_skipped(Transport by) throws Exception {
    SocketIoServer io = recovering();
    io.of("/").use(_ -> tell("middleware"));
    Endpoint server = started(io);
    WireClient first = closing(server.open(by));
    first.send("40{}");
    Ids ids = Ids.of(first.next());
    assertThat(nextTold()).isEqualTo("middleware");
    assertThat(nextTold()).isEqualTo("connection, recovered false");
    lose(first);
    WireClient second = closing(server.open(by));
    second.send(ids.back());
    assertThat(second.next()).isEqualTo(ids.answer());
    assertThat(nextTold()).isEqualTo("middleware");
    assertThat(nextTold()).isEqualTo("connection, recovered true");
  }

  @Proves
  void a_quiet_client_can_recover(Transport by) throws Exception {
    SocketIoServer io =
        recovering(
            recovery -> recovery.withMaxDisconnection(Duration.ofSeconds(2)),
            config ->
                config.pingInterval(Duration.ofMillis(100)).pingTimeout(Duration.ofSeconds(20)));
    Endpoint server = started(io);
    WireClient first = closing(server.open(by));
    Ids ids = connected(first);
    io.of("/").emit("news", 1);
    String seen = offset(first, 1);
    for (int ping = 0; ping < 22; ping++) {
      assertThat(first.next()).isEqualTo("2");
      first.send("3");
    }
    lose(first);
    io.of("/").emit("news", 2);
    WireClient second = closing(server.open(by));
    second.send(ids.back(seen));
    assertThat(second.nextAnsweringPings()).isEqualTo(ids.answer());
    offset(second, 2);
  }

  @Proves
  void a_connection_that_seems_alive_is_taken_over(Transport by) throws Exception {
    SocketIoServer io = recovering();
    Endpoint server = started(io);
    WireClient first = closing(server.open(by));
    Ids ids = connected(first);
    io.of("/").emit("news", 1);
    WireClient second = closing(server.open(by));
    second.send(ids.back());
    assertThat(second.next()).isEqualTo(ids.answer());
    offset(second, 1);
    assertThat(nextTold()).isEqualTo("transport close");
    assertThat(nextTold()).isEqualTo("connection, recovered true");
    assertThat(io.of("/").size()).isEqualTo(1);
    String last = first.next();
    assertThat(last.startsWith("42[\"news\",1,") ? first.next() : last).isEqualTo(WireClient.END);
    awaitSessions(server, 1);
  }

  @Proves
  void a_pid_is_good_once(Transport by) throws Exception {
    SocketIoServer io = recovering();
    CountDownLatch decided = new CountDownLatch(1);
    io.of("/")
        .use(socket -> {
          if ("slow".equals(socket.handshake().auth().get("token"))) {
            tell("deciding");
            decided.await();
          }
        });
    Endpoint server = started(io);
    WireClient first = closing(server.open(by));
    Ids ids = connected(first);
    lose(first);
    WireClient second = closing(server.open(by));
    second.send(ids.back().replace("}", ",\"token\":\"slow\"}"));
    assertThat(nextTold()).isEqualTo("deciding");
    WireClient third = closing(server.open(by));
    third.send(ids.back());
    assertAnew(third, ids);
    decided.countDown();
    assertThat(second.next()).isEqualTo(ids.answer());
  }

  @Proves
  void a_client_that_received_nothing_yet_can_recover(Transport by) throws Exception {
    SocketIoServer io = recovering();
    Endpoint server = started(io);
    WireClient first = closing(server.open(by));
    Ids ids = connected(first);
    lose(first);
    io.of("/").emit("news", 1);
    io.of("/").emit("news", 2);
    WireClient second = closing(server.open(by));
    second.send(ids.back());
    assertThat(second.next()).isEqualTo(ids.answer());
    offset(second, 1);
    offset(second, 2);
  }

  @Proves
  void what_is_missed_has_a_bound(Transport by) throws Exception {
    SocketIoServer io =
        recovering(recovery -> recovery.withMaxBytesPerSocket(4_000), config -> config);
    Namespace main = io.of("/");
    Endpoint server = started(io);
    WireClient first = closing(server.open(by));
    Ids ids = connected(first);
    WireClient other = closing(server.open(by));
    Ids others = connected(other);
    lose(first);
    for (int i = 0; i < 10; i++) {
      main.to(ids.sid()).emit("news", "x".repeat(500));
    }
    lose(other);
    main.emit("news", 1);
    WireClient second = closing(server.open(by));
    second.send(ids.back());
    assertAnew(second, ids);
    WireClient third = closing(server.open(by));
    third.send(others.back());
    assertThat(third.next()).isEqualTo(others.answer());
    offset(third, 1);
  }
}
