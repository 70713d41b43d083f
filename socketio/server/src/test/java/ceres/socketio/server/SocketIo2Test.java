package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.socketio.msgpack.MessagePackParser;
import ceres.socketio.server.Client.By;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of Socket.IO 2, on Engine.IO 3, where they are allowed. */
class SocketIo2Test extends SocketIoTest {
  private SocketIoServer allowing() {
    return server(config -> config.allowEio3(true));
  }

  /** In the namespace {@code /}, of which it was told. */
  private Socket connected(SocketIoServer server, Client client) {
    assertThat(client.next()).isEqualTo("40");
    Socket socket = server.of("/").socket(client.sid());
    if (socket == null) {
      throw new AssertionError("not connected");
    }
    return socket;
  }

  @ParameterizedTest
  @EnumSource
  void the_main_namespace_is_entered_without_asking(By by) {
    SocketIoServer server = allowing();
    server
        .of("/")
        .onConnection(socket -> {
          told.add(socket.handshake().auth().toString());
          told.add(socket.handshake().request().query().getOrDefault("EIO", "none"));
          socket.emit("hello", 1);
        });
    Client client = openV2(started(server), by);
    Socket socket = connected(server, client);
    assertThat(socket.id()).isEqualTo(client.sid());
    assertThat(nextTold()).isEqualTo("{}");
    assertThat(nextTold()).isEqualTo("3");
    assertThat(client.next()).isEqualTo("42[\"hello\",1]");
  }

  @ParameterizedTest
  @EnumSource
  void events_and_acknowledgements_with_binary_both_ways(By by) {
    SocketIoServer server = allowing();
    server.of("/").handlers().on("echo", event -> event.ack(event.args().toArray()));
    Client client = openV2(started(server), by);
    Socket socket = connected(server, client);
    client.send("4217[\"echo\",1]", "420[\"echo\"]");
    assertThat(client.next()).isEqualTo("4317[1]");
    assertThat(client.next()).isEqualTo("430[]");
    client.send("451-1[\"echo\",{\"b\":{\"_placeholder\":true,\"num\":0}}]", "b4AQID");
    assertThat(client.next()).isEqualTo("461-1[{\"b\":{\"_placeholder\":true,\"num\":0}}]");
    assertThat(client.next()).isEqualTo("b4AQID");
    CompletionStage<?> _ =
        socket
            .emitWithAck(Duration.ofSeconds(10), "ask", new byte[] {1})
            .thenAccept(answer -> told.add(HexFormat.of().formatHex(answer.arg(0, byte[].class))));
    assertThat(client.next()).isEqualTo("451-0[\"ask\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(client.next()).isEqualTo("b4AQ==");
    client.send("461-0[{\"_placeholder\":true,\"num\":0}]", "b4/w==");
    assertThat(nextTold()).isEqualTo("ff");
  }

  @ParameterizedTest
  @CsvSource({
    "POLLING, 40/admin, {}",
    "POLLING, '40/admin,', {}",
    "WEBSOCKET, 40/admin, {}",
    "WEBSOCKET, '40/admin,', {}",
    "POLLING, 40/admin?, {}",
    "WEBSOCKET, '40/admin?a=b,', {a=b}",
    "POLLING, '40/admin?a=b&c=%C3%A4%2C+d&&a=e&f,', '{a=e, c=ä, d, f=}'",
    "WEBSOCKET, '40/admin?a=b&c=%C3%A4%2C+d&&a=e&f,', '{a=e, c=ä, d, f=}'",
    "WEBSOCKET, '40/admin?a=%zz&=1,', '{=1, a=%zz}'",
    "WEBSOCKET, '40/admin?a=b?c,', {a=b?c}",
    "WEBSOCKET, '40/admin?a=b,{\"c\":1}', {a=b}",
  })
  void another_namespace_is_asked_for_with_a_query(By by, String wire, String auth) {
    SocketIoServer server = allowing();
    server
        .of("/admin")
        .onConnection(socket -> told.add(new TreeMap<>(socket.handshake().auth()).toString()))
        .handlers()
        .on("a", event -> event.ack(event.socket().id()));
    Client client = openV2(started(server), by);
    Socket _ = connected(server, client);
    client.send(wire);
    assertThat(client.next()).isEqualTo("40/admin,");
    assertThat(nextTold()).isEqualTo(auth);
    client.send("42/admin,1[\"a\"]");
    assertThat(client.next()).isEqualTo("43/admin,1[\"/admin#" + client.sid() + "\"]");
  }

  @ParameterizedTest
  @EnumSource
  void a_refusal_is_its_reason_or_its_data(By by) {
    SocketIoServer server = allowing();
    server
        .of("/")
        .use(_ -> {
          throw new ConnectionRefusedException("not \"you\"", null);
        });
    server
        .of("/data")
        .use(_ -> {
          throw new ConnectionRefusedException("no", Map.of("code", 7));
        });
    Client client = openV2(started(server), by);
    assertThat(client.next()).isEqualTo("44\"not \\\"you\\\"\"");
    client.send("40/nowhere?a=b");
    assertThat(client.next()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    client.send("40/data");
    assertThat(client.next()).isEqualTo("44/data,{\"code\":7}");
    assertThat(server.of("/").size()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void who_is_refused_everywhere_is_closed_in_time(By by) {
    SocketIoServer server =
        server(config -> config.allowEio3(true).connectTimeout(Duration.ofMillis(300)));
    server
        .of("/")
        .use(_ -> {
          throw new ConnectionRefusedException("no", null);
        });
    Client client = openV2(started(server), by);
    assertThat(client.next()).isEqualTo("44\"no\"");
    assertThat(client.next()).isEqualTo(Client.END);
  }

  @ParameterizedTest
  @EnumSource
  void either_side_leaves(By by) {
    SocketIoServer server = allowing();
    server.of("/").handlers().onDisconnect((_, reason) -> told.add(reason.text()));
    server.of("/admin").handlers().onDisconnect((_, reason) -> told.add(reason.text()));
    Client client = openV2(started(server), by);
    Socket socket = connected(server, client);
    client.send("40/admin,");
    assertThat(client.next()).isEqualTo("40/admin,");
    client.send("41/admin,");
    assertThat(nextTold()).isEqualTo("client namespace disconnect");
    client.send("40/admin?again=1,");
    assertThat(client.next()).isEqualTo("40/admin,");
    assertThat(server.of("/admin").size()).isOne();
    server.of("/admin").to("/admin#" + client.sid()).emit("back");
    assertThat(client.next()).isEqualTo("42/admin,[\"back\"]");
    socket.disconnect(false);
    assertThat(client.next()).isEqualTo("41");
    assertThat(nextTold()).isEqualTo("server namespace disconnect");
    server.of("/admin").broadcast().disconnectSockets(true);
    assertThat(client.next()).isEqualTo("41/admin,");
    assertThat(client.next()).isEqualTo(Client.END);
  }

  @ParameterizedTest
  @CsvSource({
    "40",
    "'40/,'",
    "40/?a=b",
    "'42/admin,[\"a\"]'",
    "'42/admin?a=b,[\"a\"]'",
    "'41/admin,'",
    "44\"a\"",
    "47",
    "42",
    "42[\"connect\"]",
    "b4AQID",
  })
  void what_no_client_may_send(String packet) {
    for (By by : By.values()) {
      SocketIoServer server = allowing();
      server.of("/admin");
      server.of("/").handlers().onAny(event -> told.add(event.name()));
      Client client = openV2(started(server), by);
      Socket _ = connected(server, client);
      client.send(packet, "42[\"after\"]");
      assertThat(client.next()).as(by.name()).isEqualTo(Client.END);
      await().until(() -> server.of("/").size() == 0);
      assertThat(told).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_processed_while_middleware_decides(By by) {
    SocketIoServer server = allowing();
    server.of("/").use(_ -> Thread.sleep(200)).handlers().onAny(event -> told.add(event.name()));
    Client client = openV2(started(server), by);
    client.send("42[\"early\"]");
    assertThat(client.next()).isEqualTo(Client.END);
    assertThat(told).isEmpty();
  }

  /** Both kinds of clients hear the same event, each as it knows it. */
  @ParameterizedTest
  @EnumSource
  void recovery_is_nothing_for_them(By by) {
    SocketIoServer server =
        server(config -> config.allowEio3(true).recovery(RecoveryConfig.DEFAULTS));
    server.of("/admin");
    Client old = openV2(started(server), by);
    Client young = open(server, by);
    Socket socket = connected(server, old);
    young.send("40");
    assertThat(young.next()).matches("40\\{\"sid\":\"[\\w-]{20}\",\"pid\":\"[\\w-]{20}\"}");
    server.of("/").emit("all", 1, new byte[] {1});
    assertThat(old.next()).isEqualTo("451-[\"all\",1,{\"_placeholder\":true,\"num\":0}]");
    assertThat(old.next()).isEqualTo("b4AQ==");
    assertThat(young.next())
        .matches("451-\\[\"all\",1,\\{\"_placeholder\":true,\"num\":0},\"[\\w-]+\"]");
    assertThat(young.next()).isEqualTo("bAQ==");
    socket.emit("one");
    assertThat(old.next()).isEqualTo("42[\"one\"]");
    old.close();
    await().until(() -> server.of("/").socket(old.sid()) == null);
  }

  /** Not even with what another client could recover by. */
  @ParameterizedTest
  @EnumSource
  void none_of_them_comes_back(By by) {
    SocketIoServer server =
        server(config -> config.allowEio3(true).recovery(RecoveryConfig.DEFAULTS));
    server.of("/admin").handlers().on("a", event -> event.ack(event.socket().recovered()));
    Client young = open(started(server), by);
    young.send("40/admin,");
    String pid = young.next().replaceFirst(".*\"pid\":\"([\\w-]+)\"}", "$1");
    young.close();
    await().until(() -> server.of("/admin").size() == 0);
    Client old = openV2(server, by);
    Socket _ = connected(server, old);
    old.send("40/admin?pid=" + pid + ",");
    assertThat(old.next()).isEqualTo("40/admin,");
    assertThat(server.of("/admin").socket("/admin#" + old.sid())).isNotNull();
    old.send("42/admin,1[\"a\"]");
    assertThat(old.next()).isEqualTo("43/admin,1[false]");
  }

  /** What one client knows of another, its socket id, is nothing that recovery asks for. */
  @ParameterizedTest
  @EnumSource
  void nobody_comes_back_as_one_of_them(By by) {
    SocketIoServer server =
        server(config -> config.allowEio3(true).recovery(RecoveryConfig.DEFAULTS));
    Client old = openV2(started(server), by);
    Socket _ = connected(server, old);
    Client thief = open(server, by);
    thief.send("40{\"pid\":\"" + old.sid() + "\",\"offset\":\"" + old.sid() + "\"}");
    assertThat(thief.next()).doesNotContain(old.sid()).startsWith("40{\"sid\":");
    assertThat(server.of("/").size()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void by_messagepack_too(By by) {
    SocketIoServer server =
        server(config -> config.allowEio3(true).parser(new MessagePackParser()));
    server
        .of("/no")
        .use(_ -> {
          throw new ConnectionRefusedException("no", null);
        });
    Client client = openV2(started(server), by);
    assertThat(hex(client.next())).isEqualTo("82a47479706500a36e7370a12f");
    byte[] connect = HexFormat.of().parseHex("82a47479706500a36e7370a32f6e6f");
    client.send("b4" + Base64.getEncoder().encodeToString(connect));
    assertThat(hex(client.next())).isEqualTo("83a47479706504a464617461a26e6fa36e7370a32f6e6f");
  }

  private static String hex(String packet) {
    assertThat(packet).startsWith("b4");
    return HexFormat.of().formatHex(Base64.getDecoder().decode(packet.substring(2)));
  }
}
