package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.socketio.server.Client.By;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Namespaces that come into being when a client asks for them, and may go with the last one. */
class DynamicNamespaceTest extends SocketIoTest {
  private static final Pattern ROOMS = Pattern.compile("/room-\\d+");

  private static String enter(Client client, String name) {
    client.send("40" + name + ",");
    String answer = client.next();
    assertThat(answer).matches("40" + name + ",\\{\"sid\":\"[\\w-]{20}\"}");
    int prefix = ("40" + name + ",{\"sid\":\"").length();
    return answer.substring(prefix, prefix + 20);
  }

  private static List<String> names(ParentNamespace parent) {
    return parent.children().stream().map(Namespace::name).sorted().toList();
  }

  @ParameterizedTest
  @EnumSource
  void a_pattern_allows_the_names_that_match_it_as_a_whole(By by) {
    SocketIoServer server = server();
    ParentNamespace rooms = server.of(ROOMS);
    rooms.handlers().on("where", event -> event.ack(event.socket().namespace().name()));
    Client client = open(started(server), by);
    enter(client, "/room-1");
    enter(client, "/room-22");
    client.send("42/room-22,5[\"where\"]");
    assertThat(client.next()).isEqualTo("43/room-22,5[\"/room-22\"]");
    client.send("40/room-1x,");
    assertThat(client.next()).isEqualTo("44/room-1x,{\"message\":\"Invalid namespace\"}");
    client.send("40/a/room-1");
    assertThat(client.next()).isEqualTo("44/a/room-1,{\"message\":\"Invalid namespace\"}");
    assertThat(names(rooms)).containsExactly("/room-1", "/room-22");
  }

  @ParameterizedTest
  @EnumSource
  void a_check_sees_what_the_client_says_and_may_block_or_fail(By by) {
    SocketIoServer server = server();
    Semaphore turn = new Semaphore(0);
    server.of((name, handshake) -> {
      turn.acquire();
      if (name.equals("/broken")) {
        throw new IllegalStateException("broken");
      }
      return name.equals("/for-" + handshake.auth().get("who"));
    });
    Client client = open(started(server), by);
    client.send("40/for-ada,{\"who\":\"ada\"}", "40/for-bob,{\"who\":\"ada\"}", "40/broken,");
    turn.release(3);
    List<String> answers = List.of(client.next(), client.next(), client.next());
    assertThat(answers)
        .anyMatch(answer -> answer.startsWith("40/for-ada,{\"sid\":"))
        .contains("44/for-bob,{\"message\":\"Invalid namespace\"}")
        .contains("44/broken,{\"message\":\"Invalid namespace\"}");
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_handled_while_the_check_runs(By by) {
    SocketIoServer server = server();
    CompletableFuture<Boolean> verdict = new CompletableFuture<>();
    ParentNamespace all = server.of((_, _) -> verdict.get());
    all.handlers().onAny(event -> told.add(event.name()));
    Client client = open(started(server), by);
    client.send("40/a,", "42/a,[\"early\"]");
    assertThat(client.next()).isEqualTo(Client.END);
    verdict.complete(true);
    await().until(() -> server.connectionCount() == 0);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_name_that_is_made_by_hand_comes_first_then_the_parents_in_their_order(By by) {
    SocketIoServer server = server();
    server.of(ROOMS).use(_ -> told.add("first"));
    server.of((_, _) -> true).use(_ -> told.add("second"));
    server.of("/room-0").use(_ -> told.add("static"));
    Client client = open(started(server), by);
    enter(client, "/room-0");
    enter(client, "/room-1");
    enter(client, "/other");
    assertThat(told).containsExactly("static", "first", "second");
  }

  @ParameterizedTest
  @EnumSource
  void what_is_registered_with_the_parent_runs_before_the_child_s_own(By by) {
    SocketIoServer server = server();
    ParentNamespace rooms = server.of(ROOMS);
    rooms
        .use(_ -> told.add("parent check"))
        .onConnection(socket -> {
          told.add("parent connection");
          socket.namespace().handlers().on("a", _ -> told.add("child a"));
          socket.on("a", _ -> told.add("own a"));
        });
    rooms
        .handlers()
        .on("a", _ -> told.add("parent a"))
        .onDisconnect((_, reason) -> told.add("parent " + reason.text()));
    Client client = open(started(server), by);
    enter(client, "/room-1");
    client.send("42/room-1,[\"a\"]", "41/room-1,");
    assertThat(List.of(nextTold(), nextTold(), nextTold(), nextTold(), nextTold(), nextTold()))
        .containsExactly(
            "parent check",
            "parent connection",
            "parent a",
            "child a",
            "own a",
            "parent client namespace disconnect");
  }

  @ParameterizedTest
  @EnumSource
  void the_parent_emits_to_all_children_and_a_child_to_its_own(By by) {
    SocketIoServer server = server();
    server.of("/static");
    ParentNamespace rooms = server.of(ROOMS);
    Client first = open(started(server), by);
    Client second = open(server, by);
    enter(first, "/room-1");
    enter(first, "/static");
    enter(second, "/room-1");
    enter(second, "/room-2");
    server.of("/room-2").emit("b");
    rooms.emit("a", 1);
    assertThat(first.next()).isEqualTo("42/room-1,[\"a\",1]");
    assertThat(second.next()).isEqualTo("42/room-2,[\"b\"]");
    assertThat(List.of(second.next(), second.next()))
        .containsExactlyInAnyOrder("42/room-1,[\"a\",1]", "42/room-2,[\"a\",1]");
  }

  @ParameterizedTest
  @EnumSource
  void an_empty_child_stays_unless_it_is_to_be_cleaned_up(By by) {
    SocketIoServer server = server();
    ParentNamespace rooms = server.of(ROOMS);
    Client client = open(started(server), by);
    enter(client, "/room-1");
    client.send("41/room-1,");
    await().until(() -> server.of("/room-1").size() == 0);
    assertThat(names(rooms)).containsExactly("/room-1");
  }

  @ParameterizedTest
  @EnumSource
  void a_child_is_cleaned_up_when_the_last_one_left_or_was_refused_or_cut_off(By by) {
    SocketIoServer server = server(config -> config.cleanupEmptyChildNamespaces(true));
    ParentNamespace rooms = server.of(ROOMS);
    rooms.use(socket -> {
      if (socket.namespace().name().equals("/room-13")) {
        throw new ConnectionRefusedException("unlucky");
      }
    });
    Client first = open(started(server), by);
    Client second = open(server, by);
    enter(first, "/room-1");
    enter(second, "/room-1");
    enter(second, "/room-2");
    first.send("40/room-13,");
    assertThat(first.next()).isEqualTo("44/room-13,{\"message\":\"unlucky\"}");
    assertThat(names(rooms)).containsExactly("/room-1", "/room-2");
    first.send("41/room-1,");
    enter(first, "/room-3");
    assertThat(names(rooms)).containsExactly("/room-1", "/room-2", "/room-3");
    second.close();
    await().untilAsserted(() -> assertThat(names(rooms)).containsExactly("/room-3"));
    enter(first, "/room-1");
    first.close();
    await().untilAsserted(() -> assertThat(rooms.children()).isEmpty());
  }

  @Test
  void a_child_whose_client_may_come_back_is_kept_until_it_can_not() {
    SocketIoServer server =
        server(config ->
            config
                .cleanupEmptyChildNamespaces(true)
                .recovery(RecoveryConfig.DEFAULTS.withMaxDisconnection(Duration.ofMillis(400))));
    ParentNamespace rooms = server.of(ROOMS);
    Client client = open(started(server), By.WEBSOCKET);
    client.send("40/room-1,");
    assertThat(client.next()).startsWith("40/room-1,{\"sid\":");
    client.close();
    await().until(() -> server.connectionCount() == 0);
    assertThat(names(rooms)).containsExactly("/room-1");
    await().untilAsserted(() -> assertThat(rooms.children()).isEmpty());
  }

  @Test
  void a_child_that_comes_and_goes_all_the_time_is_one_for_all_who_are_in_it() throws Exception {
    SocketIoServer server = server(config -> config.cleanupEmptyChildNamespaces(true));
    ParentNamespace rooms = server.of(ROOMS);
    rooms.handlers().on("tell", event -> event.socket().namespace().emit("told", event.arg(0)));
    started(server);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String name = "client " + i;
      Client client = open(server, By.WEBSOCKET);
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int turn = 0; turn < 200; turn++) {
                  enter(client, "/room-1");
                  String words = name + " " + turn;
                  client.send("42/room-1,[\"tell\",\"" + words + "\"]");
                  String heard = client.next();
                  while (!heard.equals("42/room-1,[\"told\",\"" + words + "\"]")) {
                    if (!heard.startsWith("42/room-1,[\"told\"")) {
                      told.add(heard);
                      return;
                    }
                    heard = client.next();
                  }
                  client.send("41/room-1,", "40");
                  for (heard = client.next(); !heard.startsWith("40{"); heard = client.next()) {}
                  client.send("41");
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(told).isEmpty();
    await().untilAsserted(() -> assertThat(rooms.children()).isEmpty());
  }
}
