package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ceres.socketio.server.Client.By;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SocketIoServer#close}: what clients and handlers see of it, and who may call it. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ServerCloseTest extends SocketIoTest {
  private final CountDownLatch released = new CountDownLatch(1);

  /** A server whose handlers of {@code disconnecting} and {@code disconnect} tell of themselves. */
  private SocketIoServer telling(SocketIoServer server) {
    server
        .of("/")
        .handlers()
        .onDisconnecting((_, reason) -> told.add("disconnecting " + reason.text()))
        .onDisconnect((_, reason) -> told.add("disconnect " + reason.text()));
    return server;
  }

  private static CompletableFuture<Void> closing(SocketIoServer server) {
    return CompletableFuture.runAsync(server::close);
  }

  private void assertTold() {
    assertThat(nextTold()).isEqualTo("disconnecting server shutting down");
    assertThat(nextTold()).isEqualTo("disconnect server shutting down");
  }

  /** A DISCONNECT would tell the client not to come back. */
  @ParameterizedTest
  @EnumSource
  void a_client_gets_all_that_was_emitted_before_and_then_the_end_and_no_disconnect(By by)
      throws Exception {
    SocketIoServer server = started(telling(server()));
    Client client = open(server, by);
    client.connect();
    for (int i = 0; i < 100; i++) {
      server.of("/").emit("count", i);
    }
    CompletableFuture<Void> closed = closing(server);
    for (int i = 0; i < 100; i++) {
      assertThat(client.next()).isEqualTo("42[\"count\"," + i + "]");
    }
    assertThat(client.next()).isEqualTo(Client.END);
    assertTold();
    closed.get(3, TimeUnit.SECONDS);
    assertThat(server.connectionCount()).isZero();
  }

  @Test
  void handlers_of_disconnect_run_to_their_end() throws Exception {
    SocketIoServer server = telling(server());
    server
        .of("/")
        .handlers()
        .onDisconnect((_, _) -> {
          told.add("waiting");
          awaitRelease();
          told.add("ended");
        });
    Client client = open(started(server), By.WEBSOCKET);
    client.connect();
    CompletableFuture<Void> closed = closing(server);
    assertTold();
    assertThat(nextTold()).isEqualTo("waiting");
    await().until(() -> server.connectionCount() == 0);
    assertThat(closed).isNotDone();
    released.countDown();
    closed.get(3, TimeUnit.SECONDS);
    assertThat(nextTold()).isEqualTo("ended");
  }

  @Test
  void events_that_came_before_are_handled_before_disconnect() throws Exception {
    SocketIoServer server = telling(server());
    CompletableFuture<Void> stage = new CompletableFuture<>();
    server
        .of("/")
        .handlers()
        .onAsync(
            "slow",
            _ -> {
              told.add("slow");
              return stage;
            })
        .on("next", _ -> told.add("next"));
    Client client = open(started(server), By.WEBSOCKET);
    client.connect();
    client.send("42[\"slow\"]", "42[\"next\"]", "42[\"next\"]");
    assertThat(nextTold()).isEqualTo("slow");
    server.of("/").emit("received");
    assertThat(client.next()).isEqualTo("42[\"received\"]");
    CompletableFuture<Void> closed = closing(server);
    assertThat(nextTold()).isEqualTo("disconnecting server shutting down");
    assertThat(client.next()).isEqualTo(Client.END);
    client.close();
    assertThatThrownBy(() -> closed.get(500, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    stage.complete(null);
    assertThat(nextTold()).isEqualTo("next");
    assertThat(nextTold()).isEqualTo("next");
    assertThat(nextTold()).isEqualTo("disconnect server shutting down");
    closed.get(3, TimeUnit.SECONDS);
  }

  @Test
  void a_handler_that_does_not_end_is_interrupted_after_the_shutdown_timeout() throws Exception {
    SocketIoServer server =
        server(config -> {
          config.engine().shutdownTimeout(Duration.ofMillis(500));
          return config;
        });
    server
        .of("/")
        .handlers()
        .on(
            "wait",
            _ -> {
              told.add("waiting");
              try {
                released.await();
              } catch (InterruptedException e) {
                told.add("interrupted");
              }
            });
    Client client = open(started(server), By.WEBSOCKET);
    client.connect();
    client.send("42[\"wait\"]");
    assertThat(nextTold()).isEqualTo("waiting");
    long begin = System.nanoTime();
    closing(server).get(5, TimeUnit.SECONDS);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(3));
    assertThat(nextTold()).isEqualTo("interrupted");
  }

  @ParameterizedTest
  @EnumSource
  void a_handler_may_close_the_server(By by) throws Exception {
    SocketIoServer server = telling(server());
    server
        .of("/")
        .handlers()
        .on(
            "stop",
            _ -> {
              server.close();
              told.add("stopping");
            })
        .onAsync(
            "stop on the loop",
            _ -> {
              server.close();
              told.add("stopping");
              return CompletableFuture.completedStage(null);
            });
    Client client = open(started(server), by);
    client.connect();
    client.send(by == By.POLLING ? "42[\"stop\"]" : "42[\"stop on the loop\"]");
    assertThat(client.next()).isEqualTo(Client.END);
    closing(server).get(3, TimeUnit.SECONDS);
    assertThat(told)
        .containsExactlyInAnyOrder(
            "stopping", "disconnecting server shutting down", "disconnect server shutting down");
    assertThat(server.connectionCount()).isZero();
  }

  @Test
  void middleware_may_close_the_server() throws Exception {
    SocketIoServer server = server();
    server.of("/").use(_ -> server.close());
    Client client = open(started(server), By.WEBSOCKET);
    client.send("40");
    String next = client.next();
    assertThat(next.startsWith("40{") ? client.next() : next).isEqualTo(Client.END);
    closing(server).get(3, TimeUnit.SECONDS);
  }

  @Test
  void it_may_be_closed_often_and_by_several_and_each_waits_for_the_end() throws Exception {
    SocketIoServer server = server();
    server.of("/").handlers().onDisconnect((_, _) -> awaitRelease());
    Client client = open(started(server), By.WEBSOCKET);
    client.connect();
    CompletableFuture<Void> first = closing(server);
    assertThat(client.next()).isEqualTo(Client.END);
    CompletableFuture<Void> second = closing(server);
    await().until(() -> server.connectionCount() == 0);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    released.countDown();
    CompletableFuture.allOf(first, second).get(3, TimeUnit.SECONDS);
    closing(server).get(1, TimeUnit.SECONDS);
  }

  @Test
  void a_server_that_never_listened_can_be_closed_and_is_then_closed() {
    SocketIoServer server = server();
    server.close();
    assertThatThrownBy(server::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("closed");
  }

  private void awaitRelease() {
    try {
      assertThat(released.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
