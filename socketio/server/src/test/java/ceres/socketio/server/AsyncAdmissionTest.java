package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Client.By;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Middleware and handlers of new sockets that run on the event loop. */
class AsyncAdmissionTest extends SocketIoTest {
  private static final String SID = "\\{\"sid\":\"[\\w-]{20}\"}";
  private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(null);

  private static String thread() {
    return Thread.currentThread().isVirtual() ? "virtual" : "loop";
  }

  @ParameterizedTest
  @EnumSource
  void middleware_of_both_kinds_runs_in_order_each_in_its_place(By by) {
    SocketIoServer server = server();
    server
        .useAsync(_ -> {
          told.add("1 " + thread());
          return DONE;
        })
        .use(_ -> told.add("2 " + thread()))
        .use(_ -> told.add("3 " + thread()))
        .useAsync(_ -> {
          told.add("4 " + thread());
          return CompletableFuture.runAsync(() -> told.add("5"));
        })
        .useAsync(_ -> {
          told.add("6 " + thread());
          return DONE;
        });
    Client client = open(started(server), by);
    client.send("40");
    assertThat(client.next()).matches("40" + SID);
    assertThat(List.of(nextTold(), nextTold(), nextTold(), nextTold(), nextTold(), nextTold()))
        .containsExactly("1 loop", "2 virtual", "3 virtual", "4 loop", "5", "6 loop");
  }

  @ParameterizedTest
  @EnumSource
  void a_client_is_in_when_the_stage_is_complete_and_not_before(By by) {
    CompletableFuture<String> user = new CompletableFuture<>();
    SocketIoServer server = server();
    server.useAsync(socket -> {
      told.add("asked " + socket.isConnected());
      return user;
    });
    server.of("/other");
    Client client = open(started(server), by);
    client.send("40");
    assertThat(nextTold()).isEqualTo("asked false");
    client.send("40/other");
    assertThat(client.next()).matches("40/other," + SID);
    assertThat(server.of("/").size()).isZero();
    user.complete("ada");
    assertThat(client.next()).matches("40" + SID);
  }

  @ParameterizedTest
  @EnumSource
  void what_comes_before_the_stage_is_complete_ends_the_connection(By by) {
    CompletableFuture<String> never = new CompletableFuture<>();
    SocketIoServer server = server();
    server.useAsync(_ -> never);
    server
        .of("/")
        .handlers()
        .onUnhandledAsync(_ -> {
          told.add("an event");
          return DONE;
        });
    Client client = open(started(server), by);
    client.send("40", "42[\"hello\"]");
    assertThat(client.next()).isEqualTo(Client.END);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_stage_that_fails_refuses(By by) {
    ConnectionRefusedException no = new ConnectionRefusedException("no", Map.of("code", 7));
    SocketIoServer server = server();
    server
        .of("/stage")
        .useAsync(_ -> CompletableFuture.supplyAsync(() -> "x").thenCompose(_ -> failed(no)));
    server
        .of("/throws")
        .useAsync(_ -> {
          throw no;
        });
    server.of("/fault").useAsync(_ -> failed(new IllegalStateException("the password is 1234")));
    server.of("/null").useAsync(_ -> nothing());
    server.of("/second").useAsync(_ -> failed(no)).use(_ -> told.add("the second check"));
    Client client = open(started(server), by);
    client.send("40/stage");
    assertThat(client.next()).isEqualTo("44/stage,{\"message\":\"no\",\"data\":{\"code\":7}}");
    client.send("40/throws");
    assertThat(client.next()).isEqualTo("44/throws,{\"message\":\"no\",\"data\":{\"code\":7}}");
    client.send("40/fault");
    assertThat(client.next()).isEqualTo("44/fault,{\"message\":\"Internal server error\"}");
    client.send("40/null");
    assertThat(client.next()).isEqualTo("44/null,{\"message\":\"Internal server error\"}");
    client.send("40/second");
    assertThat(client.next()).isEqualTo("44/second,{\"message\":\"no\",\"data\":{\"code\":7}}");
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void events_wait_for_the_handlers_of_new_sockets_of_both_kinds(By by) {
    CompletableFuture<String> ready = new CompletableFuture<>();
    SocketIoServer server = server();
    server
        .onConnectionAsync(socket -> {
          told.add("first " + thread() + " " + socket.isConnected());
          return ready;
        })
        .onConnection(_ -> told.add("second " + thread()));
    server
        .of("/")
        .handlers()
        .onUnhandledAsync(event -> {
          told.add(event.name());
          return DONE;
        });
    Client client = open(started(server), by);
    client.connect();
    client.send("42[\"hello\"]");
    assertThat(nextTold()).isEqualTo("first loop true");
    assertThat(told).isEmpty();
    ready.complete("now");
    assertThat(nextTold()).isEqualTo("second virtual");
    assertThat(nextTold()).isEqualTo("hello");
  }

  private static <T> CompletionStage<T> failed(Throwable failure) {
    return CompletableFuture.failedFuture(failure);
  }

  @SuppressWarnings("NullAway") // what an application in another language may do
  private static CompletionStage<?> nothing() {
    return null;
  }
}
