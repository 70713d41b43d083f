package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Client.By;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How clients come into a namespace, or not. */
class ConnectTest extends SocketIoTest {
  private static final String SID = "\\{\"sid\":\"[\\w-]{20}\"}";

  @ParameterizedTest
  @EnumSource
  void connect_is_answered_before_anything_that_the_connection_handler_emits(By by) {
    SocketIoServer server = server();
    server.of("/").onConnection(socket -> socket.emit("hello", socket.id()));
    server.of("/").onConnection(socket -> socket.emit("again"));
    Client client = open(started(server), by);
    String id = client.connect();
    assertThat(client.next()).isEqualTo("42[\"hello\",\"" + id + "\"]");
    assertThat(client.next()).isEqualTo("42[\"again\"]");
  }

  @ParameterizedTest
  @EnumSource
  void a_namespace_may_come_with_or_without_its_comma_and_has_an_id_of_its_own(By by) {
    SocketIoServer server = server();
    server.of("/one");
    server.of("/two");
    Client client = open(started(server), by);
    client.send("40/one", "40/two,", "40/,");
    String one = client.next();
    String two = client.next();
    String main = client.next();
    assertThat(one).matches("40/one," + SID);
    assertThat(two).matches("40/two," + SID);
    assertThat(main).matches("40" + SID);
    assertThat(one.substring(7)).isNotEqualTo(two.substring(7)).isNotEqualTo(main.substring(2));
    assertThat(server.of("/one").size()).isEqualTo(1);
    assertThat(server.connectionCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void an_unknown_namespace_is_refused_and_the_connection_stays(By by) {
    Client client = open(started(server()), by);
    client.send("40/nowhere");
    assertThat(client.next()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    client.send("40/,{\"a\":1}");
    assertThat(client.next()).matches("40" + SID);
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_ends_with_the_last_connect_that_may_be_refused(By by) {
    SocketIoServer server = server(config -> config.maxConnectErrors(3));
    server
        .of("/")
        .use(socket -> {
          throw new ConnectionRefusedException("no");
        });
    Client client = open(started(server), by);
    client.send("40");
    assertThat(client.next()).isEqualTo("44{\"message\":\"no\"}");
    client.send("40/nowhere");
    assertThat(client.next()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    client.send("40");
    assertThat(client.next()).isEqualTo("44{\"message\":\"no\"}");
    assertThat(client.next()).isEqualTo(Client.END);
  }

  @ParameterizedTest
  @EnumSource
  void middleware_sees_the_handshake_in_the_order_of_its_registration(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .use(socket -> told.add("first " + socket.isConnected()))
        .use(socket -> told.add("second " + socket.handshake().auth()))
        .onConnection(socket -> told.add("in " + socket.isConnected()));
    Client client = open(started(server), by);
    client.send("40{\"token\":\"x\",\"n\":[1,null]}");
    assertThat(client.next()).matches("40" + SID);
    assertThat(nextTold()).isEqualTo("first false");
    assertThat(nextTold()).isEqualTo("second {token=x, n=[1, null]}");
    assertThat(nextTold()).isEqualTo("in true");
  }

  @ParameterizedTest
  @EnumSource
  void what_a_client_said_at_its_connect_can_be_forgotten(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .onConnection(socket -> {
          socket.forgetAuth();
          told.add(socket.handshake().auth() + " " + socket.handshake().request().path());
        });
    Client client = open(started(server), by);
    client.send("40{\"token\":\"secret\"}");
    assertThat(client.next()).matches("40" + SID);
    assertThat(nextTold()).isEqualTo("{} /socket.io/");
  }

  @ParameterizedTest
  @EnumSource
  void one_connection_comes_and_goes_in_many_namespaces(By by) {
    SocketIoServer server = server();
    for (String name : List.of("/a", "/b", "/c")) {
      server
          .of(name)
          .handlers()
          .onAsync(
              "where",
              event -> {
                event.ack(name);
                return CompletableFuture.completedFuture(null);
              });
    }
    Client client = open(started(server), by);
    client.send("40/a", "40/b", "40/c");
    assertThat(client.next()).matches("40/a," + SID);
    assertThat(client.next()).matches("40/b," + SID);
    assertThat(client.next()).matches("40/c," + SID);
    client.send("41/a,", "42/c,1[\"where\"]");
    assertThat(client.next()).isEqualTo("43/c,1[\"/c\"]");
    client.send("42/b,2[\"where\"]");
    assertThat(client.next()).isEqualTo("43/b,2[\"/b\"]");
    client.send("41/c,", "40/a");
    assertThat(client.next()).matches("40/a," + SID);
    client.send("42/a,3[\"where\"]");
    assertThat(client.next()).isEqualTo("43/a,3[\"/a\"]");
    assertThat(server.of("/c").size()).isZero();
    assertThat(server.connectionCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void middleware_refuses_with_a_message_and_data_and_the_client_may_try_again(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .use(socket -> {
          if (!socket.handshake().auth().containsKey("token")) {
            throw new ConnectionRefusedException("no", Map.of("code", List.of(1, "b")));
          }
        })
        .use(_ -> told.add("the second check"));
    Client client = open(started(server), by);
    client.send("40");
    assertThat(client.next()).isEqualTo("44{\"message\":\"no\",\"data\":{\"code\":[1,\"b\"]}}");
    assertThat(told).isEmpty();
    assertThat(server.of("/").size()).isZero();
    client.send("40{\"token\":1}");
    assertThat(client.next()).matches("40" + SID);
  }

  @ParameterizedTest
  @EnumSource
  void middleware_that_fails_refuses_and_tells_nothing(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .use(_ -> {
          throw new IllegalStateException("the password is 1234");
        });
    server
        .of("/error")
        .use(_ -> {
          throw new AssertionError("the password is 1234");
        });
    server
        .of("/data")
        .use(_ -> {
          throw new ConnectionRefusedException("no", new byte[] {1});
        });
    Client client = open(started(server), by);
    client.send("40");
    assertThat(client.next()).isEqualTo("44{\"message\":\"Internal server error\"}");
    client.send("40/error");
    assertThat(client.next()).isEqualTo("44/error,{\"message\":\"Internal server error\"}");
    client.send("40/data");
    assertThat(client.next()).isEqualTo("44/data,{\"message\":\"no\"}");
  }

  @ParameterizedTest
  @EnumSource
  void middleware_that_blocks_holds_up_nobody_else(By by) {
    CountDownLatch free = new CountDownLatch(1);
    SocketIoServer server = server(config -> config.port(0));
    server.of("/slow").use(_ -> free.await());
    started(server);
    List<Client> slow = List.of(open(server, by), open(server, by), open(server, by));
    slow.forEach(client -> client.send("40/slow"));
    open(server, by).connect();
    free.countDown();
    for (Client client : slow) {
      assertThat(client.next()).matches("40/slow," + SID);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_client_that_leaves_while_middleware_decides_never_was_there(By by) throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    SocketIoServer server = server();
    Namespace slow = server.of("/slow");
    slow.use(
            _ -> {
              entered.countDown();
              free.await();
            })
        .onConnection(_ -> told.add("connection"));
    slow.handlers()
        .onDisconnecting((_, _) -> told.add("disconnecting"))
        .onDisconnect((_, _) -> told.add("disconnect"));
    Client client = open(started(server), by);
    client.send("40/slow");
    entered.await();
    client.close();
    org.awaitility.Awaitility.await().until(() -> server.connectionCount() == 0);
    free.countDown();
    open(server, by).send("40/slow");
    assertThat(nextTold()).isEqualTo("connection");
    assertThat(told).isEmpty();
    assertThat(slow.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void middleware_that_disconnects_a_socket_that_is_not_in_does_nothing(By by) {
    SocketIoServer server = server();
    server.of("/").use(socket -> socket.disconnect(true)).use(socket -> socket.emit("too early"));
    server.of("/").handlers().onDisconnect((_, reason) -> told.add(reason.text()));
    Client client = open(started(server), by);
    client.connect();
    client.send("41");
    assertThat(nextTold()).isEqualTo("client namespace disconnect");
    assertThat(server.of("/").size()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void who_connects_nowhere_is_closed_in_time_though_pongs_go_on(By by) {
    SocketIoServer server =
        server(config ->
            config
                .connectTimeout(Duration.ofMillis(700))
                .pingInterval(Duration.ofMillis(50))
                .pingTimeout(Duration.ofMillis(5_000)));
    server
        .of("/")
        .use(_ -> {
          throw new ConnectionRefusedException("no", null);
        });
    started(server);
    Client silent = open(server, by);
    Client refused = open(server, by);
    refused.send("40");
    assertThat(refused.next()).isEqualTo("44{\"message\":\"no\"}");
    assertThat(silent.next()).isEqualTo(Client.END);
    assertThat(refused.next()).isEqualTo(Client.END);
  }

  @ParameterizedTest
  @EnumSource
  void who_leaves_keeps_the_connection_and_its_heartbeat_and_may_come_again(By by) {
    SocketIoServer server =
        server(config ->
            config
                .connectTimeout(Duration.ofMillis(200))
                .pingInterval(Duration.ofMillis(100))
                .pingTimeout(Duration.ofMillis(2_000)));
    server
        .of("/other")
        .handlers()
        .on(
            "wait",
            event -> {
              Thread.sleep(600);
              event.ack();
            });
    server.of("/").handlers().onDisconnect((_, reason) -> told.add(reason.text()));
    Client client = open(started(server), by);
    String first = client.connect();
    client.send("41");
    assertThat(nextTold()).isEqualTo("client namespace disconnect");
    client.send("40/other,");
    assertThat(client.next()).matches("40/other," + SID);
    client.send("42/other,7[\"wait\"]");
    assertThat(client.next()).isEqualTo("43/other,7[]");
    assertThat(client.connect()).isNotEqualTo(first);
  }
}
