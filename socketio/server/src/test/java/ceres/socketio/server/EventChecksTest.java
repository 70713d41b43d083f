package ceres.socketio.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.socketio.server.Client.By;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Middleware of events, and listeners to all that comes in or goes out. */
class EventChecksTest extends SocketIoTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @ParameterizedTest
  @EnumSource
  void a_check_stops_an_event_before_its_handlers_and_after_the_catch_all_ones(By by) {
    SocketIoServer server = server();
    Handlers handlers = server.of("/").handlers();
    handlers
        .on("a", _ -> told.add("handler"))
        .onAny(event -> told.add("any " + event.name()))
        .use(event -> {
          told.add("check");
          if (event.arg(0) instanceof String word && word.equals("bad")) {
            throw new IllegalArgumentException("no " + word);
          }
        })
        .onError((event, failure) -> told.add(event.name() + ": " + failure.getMessage()));
    Client client = open(started(server), by);
    client.connect();
    client.send("42[\"a\",\"bad\"]", "42[\"a\",\"good\"]");
    for (String expected : List.of("any a", "check", "a: no bad", "any a", "check", "handler")) {
      assertThat(nextTold()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_socket_has_checks_of_its_own_after_those_of_the_namespace(By by) {
    SocketIoServer server = server();
    server.of("/").handlers().use(_ -> told.add("shared"));
    server.onConnection(socket -> {
      socket
          .handlers()
          .use(_ -> {
            throw new IllegalStateException("own");
          });
      socket.handlers().onError((event, _) -> event.ack("stopped"));
      socket.on("a", event -> event.ack("handled"));
    });
    Client client = open(started(server), by);
    client.connect();
    client.send("420[\"a\"]");
    assertThat(client.next()).isEqualTo("430[\"stopped\"]");
    assertThat(told).containsExactly("shared");
  }

  @ParameterizedTest
  @EnumSource
  void an_error_handler_hears_of_handlers_that_fail_and_the_next_one_runs(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .on(
            "a",
            _ -> {
              throw new IllegalStateException("broken");
            })
        .on("a", event -> event.ack("next"))
        .onError((event, failure) -> told.add(event.name() + ": " + failure.getMessage()))
        .onError((_, _) -> {
          throw new IllegalStateException("broken too");
        });
    Client client = open(started(server), by);
    client.connect();
    client.send("420[\"a\"]");
    assertThat(client.next()).isEqualTo("430[\"next\"]");
    assertThat(told).containsExactly("a: broken");
  }

  @ParameterizedTest
  @EnumSource
  void removed_handlers_run_no_more(By by) {
    SocketIoServer server = server();
    server.of("/").handlers().on("a", event -> event.ack("old")).off("a").off("never");
    server.of("/").handlers().on("a", event -> event.ack("new"));
    Client client = open(started(server), by);
    client.connect();
    client.send("420[\"a\"]");
    assertThat(client.next()).isEqualTo("430[\"new\"]");
  }

  @ParameterizedTest
  @EnumSource
  void a_listener_sees_every_event_that_is_sent_and_nothing_else(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .onAnyOutgoing((socket, event, args) -> told.add(event + args + " " + socket.isConnected()))
        .onAnyOutgoing((_, _, _) -> {
          throw new IllegalStateException("a listener that fails harms nobody");
        })
        .on("ping", event -> event.ack("pong"));
    Client client = open(started(server), by);
    Socket socket = requireNonNull(server.of("/").socket(client.connect()));
    socket.emit("one", 1, List.of("x"));
    server.of("/").emit("two");
    socket.broadcast().emit("for others");
    var answer = socket.emitWithAck(LONG, "three");
    assertThat(List.of(nextTold(), nextTold(), nextTold()))
        .containsExactly("one[1, [x]] true", "two[] true", "three[] true");
    client.send("430[]", "421[\"ping\"]");
    assertThat(answer).succeedsWithin(LONG);
    for (String expected :
        List.of("42[\"one\",1,[\"x\"]]", "42[\"two\"]", "420[\"three\"]", "431[\"pong\"]")) {
      assertThat(client.next()).isEqualTo(expected);
    }
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_socket_s_own_listener_sees_what_is_sent_to_that_without_the_offset(By by) {
    SocketIoServer server = server(config -> config.recovery(RecoveryConfig.DEFAULTS));
    server.onConnection(socket -> {
      if (server.of("/").size() == 1) {
        socket.handlers().onAnyOutgoing((_, event, args) -> told.add(event + args));
      }
      socket.emit("ready");
    });
    started(server);
    for (int i = 0; i < 2; i++) {
      Client client = open(server, by);
      client.send("40");
      assertThat(client.next()).startsWith("40{\"sid\":");
      assertThat(client.next()).startsWith("42[\"ready\",\"");
    }
    server.of("/").emit("all", "x");
    assertThat(List.of(nextTold(), nextTold())).containsExactly("ready[]", "all[x]");
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void reserved_names_are_not_sent(By by) {
    Client client = open(started(server(config -> config)), by);
    client.connect();
    Namespace main = server().of("/");
    assertThatThrownBy(() -> main.emit("disconnect"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("disconnect is a reserved name");
    assertThatThrownBy(() -> main.broadcast().emitWithAck(LONG, "connect_error"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("connect_error is a reserved name");
  }

  @ParameterizedTest
  @EnumSource
  void short_ways_to_all_sockets_and_to_all_but_some(By by) {
    SocketIoServer server = server();
    Namespace main = server.of("/");
    main.handlers().onUnhandled(event -> event.ack(event.name() + " is nothing"));
    Client first = open(started(server), by);
    Socket socket = requireNonNull(main.socket(first.connect()));
    Client second = open(server, by);
    second.connect();
    first.send("420[\"what\"]");
    assertThat(first.next()).isEqualTo("430[\"what is nothing\"]");
    main.socketsJoin("red");
    socket.leave("red");
    main.except("red").emit("not red");
    main.to("red").emit("red");
    socket.except("blue").emit("other");
    main.socketsLeave("red");
    main.to("red").emit("nobody");
    main.disconnectSockets(false);
    assertThat(List.of(first.next(), first.next())).containsExactly("42[\"not red\"]", "41");
    assertThat(List.of(second.next(), second.next(), second.next()))
        .containsExactly("42[\"red\"]", "42[\"other\"]", "41");
  }

  private record Name(String first, int age) {}

  @ParameterizedTest
  @EnumSource
  void what_a_client_says_at_its_connect_may_be_a_record(By by) {
    SocketIoServer server = server();
    server.onConnection(socket -> told.add(socket.handshake().auth(Name.class).toString()));
    open(started(server), by).send("40{\"first\":\"Ada\",\"age\":36}");
    assertThat(nextTold()).isEqualTo("Name[first=Ada, age=36]");
  }
}
