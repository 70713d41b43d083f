package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.socketio.server.Client.By;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How sockets leave, and what is told of it. */
class LeavingTest extends SocketIoTest {

  private SocketIoServer telling(SocketIoServer server) {
    server
        .of("/")
        .handlers()
        .onDisconnecting((socket, reason) ->
            told.add(
                "disconnecting "
                    + reason.text()
                    + " "
                    + socket.rooms().contains("red")
                    + " "
                    + socket.isConnected()))
        .onDisconnect((socket, reason) ->
            told.add("disconnect " + reason.text() + " " + socket.isConnected()))
        .on(
            "join",
            event -> {
              event.socket().join("red");
              event.ack();
            });
    return started(server);
  }

  private Client joined(SocketIoServer server, By by) {
    Client client = open(server, by);
    client.connect();
    client.send("420[\"join\"]");
    assertThat(client.next()).isEqualTo("430[]");
    return client;
  }

  private void assertTold(String reason) {
    assertThat(nextTold()).isEqualTo("disconnecting " + reason + " true false");
    assertThat(nextTold()).isEqualTo("disconnect " + reason + " false");
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void the_client_leaves_the_namespace(By by) {
    SocketIoServer server = telling(server());
    joined(server, by).send("41");
    assertTold("client namespace disconnect");
    assertThat(server.connectionCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void the_client_s_connection_ends(By by) {
    SocketIoServer server = telling(server());
    joined(server, by).close();
    assertTold("transport close");
    await().until(() -> server.connectionCount() == 0);
  }

  @ParameterizedTest
  @EnumSource
  void the_client_breaks_the_protocol(By by) {
    SocketIoServer server = telling(server());
    joined(server, by).send("4x");
    assertTold("parse error");
  }

  @ParameterizedTest
  @EnumSource
  void the_client_does_not_answer_pings(By by) {
    SocketIoServer server =
        telling(
            server(config ->
                config.pingInterval(Duration.ofMillis(300)).pingTimeout(Duration.ofMillis(300))));
    Client _ = joined(server, by);
    assertTold("ping timeout");
  }

  @ParameterizedTest
  @EnumSource
  void the_server_makes_it_leave(By by) {
    SocketIoServer server = telling(server());
    server
        .of("/")
        .handlers()
        .on(
            "out",
            event -> {
              event.socket().emit("bye");
              event.socket().disconnect(false);
              event.socket().disconnect(false);
              event.socket().emit("too late");
            });
    Client client = joined(server, by);
    client.send("42[\"out\"]");
    assertThat(client.next()).isEqualTo("42[\"bye\"]");
    assertThat(client.next()).isEqualTo("41");
    assertTold("server namespace disconnect");
    client.connect();
  }

  @ParameterizedTest
  @EnumSource
  void the_server_closes_its_connection_with_all_namespaces(By by) {
    SocketIoServer server = server();
    server.of("/other").handlers().onDisconnect((_, reason) -> told.add("other " + reason.text()));
    server.of("/").handlers().on("out", event -> event.socket().disconnect(true));
    started(server);
    Client client = open(server, by);
    client.connect();
    client.send("40/other");
    assertThat(client.next()).startsWith("40/other,");
    client.send("42[\"out\"]", "42[\"unheard\"]");
    assertThat(client.next()).isEqualTo("41");
    assertThat(client.next()).isEqualTo("41/other,");
    assertThat(client.next()).isEqualTo(Client.END);
    assertThat(nextTold()).isEqualTo("other server namespace disconnect");
  }

  @ParameterizedTest
  @EnumSource
  void the_server_shuts_down(By by) {
    SocketIoServer server = telling(server());
    Client client = joined(server, by);
    Thread closing = Thread.ofPlatform().start(server::close);
    assertThat(client.next()).isEqualTo(Client.END);
    assertTold("server shutting down");
    await().until(() -> !closing.isAlive());
  }

  @ParameterizedTest
  @EnumSource
  void what_was_sent_before_leaving_is_handled_before_the_disconnect_handler(By by) {
    CountDownLatch free = new CountDownLatch(1);
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .on(
            "a",
            event -> {
              free.await();
              told.add("a " + event.socket().isConnected());
            })
        .onDisconnecting((_, _) -> told.add("disconnecting"))
        .onDisconnect((_, _) -> told.add("disconnect"));
    Client client = open(started(server), by);
    client.connect();
    client.send("42[\"a\"]", "42[\"a\"]", "41");
    assertThat(nextTold()).isEqualTo("disconnecting");
    free.countDown();
    assertThat(nextTold()).isEqualTo("a false");
    assertThat(nextTold()).isEqualTo("a false");
    assertThat(nextTold()).isEqualTo("disconnect");
  }

  @ParameterizedTest
  @EnumSource
  void a_disconnect_handler_that_fails_leaves_nothing_behind(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .onDisconnecting((_, _) -> {
          throw new AssertionError("on purpose");
        })
        .onDisconnect((_, _) -> {
          throw new AssertionError("on purpose");
        })
        .onDisconnect((_, reason) -> told.add(reason.text()));
    Client client = open(started(server), by);
    client.connect();
    client.send("41");
    assertThat(nextTold()).isEqualTo("client namespace disconnect");
    assertThat(server.of("/").size()).isZero();
  }

  @Test
  @Timeout(30)
  void a_handler_that_never_returns_does_not_keep_the_server_from_closing() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .on(
            "a",
            _ -> {
              entered.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                told.add("interrupted");
              }
            });
    Client client = open(started(server), By.WEBSOCKET);
    client.connect();
    client.send("42[\"a\"]");
    assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
    server.close();
    assertThat(nextTold()).isEqualTo("interrupted");
  }

  @Test
  void a_socket_of_a_closed_server_takes_everything_and_does_nothing() throws Exception {
    SocketIoServer server = started(server());
    Client client = open(server, By.WEBSOCKET);
    Socket socket = java.util.Objects.requireNonNull(server.of("/").socket(client.connect()));
    server.close();
    socket.emit("a");
    socket.join("red");
    socket.leave("red");
    socket.broadcast().emit("a");
    socket.disconnect(true);
    server.of("/").emit("a");
    assertThat(socket.emitWithAck(Duration.ofSeconds(30), "a").toCompletableFuture())
        .failsWithin(Duration.ofSeconds(5));
  }
}
