package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ceres.socketio.server.Client.By;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order in which events are handled, and what handlers may do. */
class HandlersTest extends SocketIoTest {
  private final Semaphore turns = new Semaphore(0);

  @ParameterizedTest
  @EnumSource
  void a_blocking_handler_keeps_its_socket_s_events_in_order_and_delays_nobody_else(By by) {
    SocketIoServer server = server();
    server.of("/other").handlers().on("a", event -> event.ack("other"));
    server
        .of("/")
        .handlers()
        .on(
            "wait",
            _ -> {
              turns.acquire();
              told.add("wait");
            })
        .on(
            "a",
            event -> {
              told.add("a");
              event.ack();
            });
    started(server);
    Client first = open(server, by);
    Client second = open(server, by);
    first.connect();
    first.send("40/other");
    assertThat(first.next()).startsWith("40/other,");
    second.connect();
    first.send("42[\"wait\"]", "421[\"a\"]", "42/other,2[\"a\"]");
    assertThat(first.next()).isEqualTo("43/other,2[\"other\"]");
    second.send("423[\"a\"]");
    assertThat(second.next()).isEqualTo("433[]");
    assertThat(nextTold()).isEqualTo("a");
    turns.release();
    assertThat(nextTold()).isEqualTo("wait");
    assertThat(nextTold()).isEqualTo("a");
    assertThat(first.next()).isEqualTo("431[]");
  }

  @ParameterizedTest
  @EnumSource
  void events_wait_for_the_connection_handler_which_may_add_handlers(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .onConnection(socket -> {
          turns.acquireUninterruptibly();
          socket.handlers().on("a", event -> event.ack("own"));
        });
    Client client = open(started(server), by);
    client.connect();
    client.send("420[\"a\"]");
    turns.release();
    assertThat(client.next()).isEqualTo("430[\"own\"]");
  }

  @ParameterizedTest
  @EnumSource
  void the_next_event_waits_for_an_asynchronous_handler_s_stage(By by) {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .onAsync(
            "slow",
            _ -> {
              told.add("begun");
              return stage.thenRun(() -> told.add("slow"));
            })
        .onAsync("a", _ -> CompletableFuture.completedFuture(told.add("a")));
    Client client = open(started(server), by);
    client.connect();
    client.send("42[\"slow\"]", "42[\"a\"]");
    assertThat(nextTold()).isEqualTo("begun");
    assertThat(told).isEmpty();
    stage.complete(null);
    assertThat(nextTold()).isEqualTo("slow");
    assertThat(nextTold()).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  void handlers_run_catch_all_first_and_the_namespace_s_before_the_socket_s_own(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .onConnection(socket ->
            socket
                .handlers()
                .onAny(_ -> told.add("own any"))
                .on("a", _ -> told.add("own"))
                .onUnhandledAsync(event ->
                    CompletableFuture.completedFuture(told.add("own unhandled " + event.name()))));
    server
        .of("/")
        .handlers()
        .on("a", _ -> told.add("shared 1"))
        .onAsync("a", _ -> CompletableFuture.completedFuture(told.add("shared 2")))
        .onAny(_ -> told.add("shared any"));
    Client client = open(started(server), by);
    client.connect();
    client.send("42[\"a\"]", "42[\"b\"]", "42[5]");
    for (String expected :
        new String[] {
          "shared any",
          "own any",
          "shared 1",
          "shared 2",
          "own",
          "shared any",
          "own any",
          "own unhandled b",
          "shared any",
          "own any",
          "own unhandled 5"
        }) {
      assertThat(nextTold()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatever_a_handler_throws_the_others_run_and_the_socket_goes_on(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .onConnection(_ -> {
          throw new IllegalStateException("on purpose");
        });
    server
        .of("/")
        .handlers()
        .on(
            "a",
            _ -> {
              throw new Exception("on purpose");
            })
        .on(
            "a",
            _ -> {
              throw new AssertionError("on purpose");
            })
        .onAsync(
            "a",
            _ -> {
              throw new IllegalStateException("on purpose");
            })
        .onAsync(
            "a",
            _ -> {
              throw new AssertionError("on purpose");
            })
        .onAsync("a", _ -> CompletableFuture.failedFuture(new AssertionError("on purpose")))
        .onAsync(
            "a",
            _ -> {
              CompletableFuture<Void> cancelled = new CompletableFuture<>();
              cancelled.cancel(false);
              return cancelled;
            })
        .onAsync(
            "a",
            _ ->
                CompletableFuture.runAsync(() -> {
                  throw new IllegalStateException("on purpose");
                }))
        .on("a", event -> event.ack("done"));
    Client client = open(started(server), by);
    client.connect();
    client.send("420[\"a\"]", "421[\"a\"]");
    assertThat(client.next()).isEqualTo("430[\"done\"]");
    assertThat(client.next()).isEqualTo("431[\"done\"]");
  }

  @ParameterizedTest
  @EnumSource
  void what_a_handler_emits_comes_before_what_is_emitted_after_it(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .on(
            "a",
            event -> {
              event.socket().emit("first");
              event.ack("second");
              event.socket().namespace().emit("third");
              event.socket().emit("fourth");
            });
    Client client = open(started(server), by);
    client.connect();
    client.send("420[\"a\"]");
    assertThat(client.next()).isEqualTo("42[\"first\"]");
    assertThat(client.next()).isEqualTo("430[\"second\"]");
    assertThat(client.next()).isEqualTo("42[\"third\"]");
    assertThat(client.next()).isEqualTo("42[\"fourth\"]");
  }

  @Test
  void reserved_names_can_not_be_handled() {
    Handlers handlers = server().of("/").handlers();
    for (String name : new String[] {"connect", "disconnect", "disconnecting", "newListener"}) {
      assertThatThrownBy(() -> handlers.on(name, _ -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_flood_for_a_slow_handler_is_held_back_and_all_of_it_handled_in_order() throws Exception {
    int events = 10_000;
    String padding = "x".repeat(2_000);
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger handled = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .on(
            "a",
            event -> {
              begun.countDown();
              turns.acquire();
              turns.release();
              if (event.arg(0, Integer.class) != handled.getAndIncrement()) {
                told.add("out of order at " + event.arg(0));
              }
            });
    Client client = open(started(server), By.WEBSOCKET);
    client.connect();
    Thread flood =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < events; i++) {
                client.send("42[\"a\"," + i + ",\"" + padding + "\"]");
                sent.set(i + 1);
              }
            });
    begun.await();
    // What is on its way, in the kernel's buffers too, is a few megabytes; all of it is 20.
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .until(new Unchanged(sent)::holds);
    assertThat(sent.get()).isLessThan(events - 1_000);
    assertThat(handled).hasValue(0);
    turns.release();
    await().atMost(Duration.ofSeconds(30)).until(() -> handled.get() == events);
    flood.join();
    assertThat(told).isEmpty();
    client.send("420[\"unknown\"]");
    assertThat(server.of("/").size()).isEqualTo(1);
  }

  private static final class Unchanged {
    private final AtomicInteger value;
    private int last = -1;

    Unchanged(AtomicInteger value) {
      this.value = value;
    }

    boolean holds() {
      int now = value.get();
      boolean same = now == last;
      last = now;
      return same;
    }
  }

  @Test
  void a_few_large_events_hold_back_a_flood_too() throws Exception {
    String padding = "x".repeat(900_000);
    AtomicInteger sent = new AtomicInteger();
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .on(
            "a",
            _ -> {
              turns.acquire();
              turns.release();
              told.add("a");
            });
    Client client = open(started(server), By.WEBSOCKET);
    client.connect();
    Thread flood =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 40; i++) {
                client.send("42[\"a\",\"" + padding + "\"]");
                sent.set(i + 1);
              }
            });
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .until(new Unchanged(sent)::holds);
    assertThat(sent.get()).isLessThan(20);
    turns.release();
    for (int i = 0; i < 40; i++) {
      assertThat(nextTold()).isEqualTo("a");
    }
    flood.join();
  }

  @ParameterizedTest
  @EnumSource
  void who_is_held_back_is_not_thought_dead(By by) throws Exception {
    SocketIoServer server =
        server(config ->
            config.pingInterval(Duration.ofMillis(100)).pingTimeout(Duration.ofMillis(1_000)));
    server
        .of("/")
        .handlers()
        .on(
            "a",
            _ -> {
              turns.acquire();
              turns.release();
            });
    server.of("/").handlers().on("b", event -> event.ack());
    server.of("/").handlers().onDisconnect((_, reason) -> told.add(reason.text()));
    Client client = open(started(server), by);
    client.connect();
    String[] packets = new String[101];
    java.util.Arrays.fill(packets, "42[\"a\"]");
    packets[100] = "420[\"b\"]";
    Thread sender = Thread.ofPlatform().start(() -> client.send(packets));
    assertThat(told.poll(2_500, java.util.concurrent.TimeUnit.MILLISECONDS)).isNull();
    turns.release();
    sender.join();
    assertThat(client.next()).isEqualTo("430[]");
  }
}
