package ceres.socketio.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Client.By;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Broadcasts that everyone is to acknowledge, and the choice of sockets looked at from outside. */
class AcknowledgedBroadcastTest extends SocketIoTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final List<Client> clients = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private Namespace main = server().of("/");

  private void three(By by) {
    SocketIoServer server = started(server());
    main = server.of("/");
    for (int i = 0; i < 3; i++) {
      Client client = open(server, by);
      clients.add(client);
      ids.add(client.connect());
      main.to(ids.get(i)).socketsJoin(i < 2 ? "red" : "blue");
    }
  }

  private static List<Object> firsts(Answers answers) {
    return answers.all().stream().map(answer -> answer.arg(0, Object.class)).toList();
  }

  @ParameterizedTest
  @EnumSource
  void the_answers_of_all_are_gathered_binary_too(By by) {
    three(by);
    CompletableFuture<Answers> answers =
        main.to("red").emitWithAck(LONG, "ready?", new byte[] {1}).toCompletableFuture();
    for (Client client : clients.subList(0, 2)) {
      assertThat(client.next()).isEqualTo("451-0[\"ready?\",{\"_placeholder\":true,\"num\":0}]");
      assertThat(client.next()).isEqualTo("bAQ==");
    }
    clients.get(1).send("430[\"b\"]");
    clients.get(0).send("461-0[{\"_placeholder\":true,\"num\":0}]", "bAgM=");
    assertThat(answers)
        .succeedsWithin(LONG)
        .satisfies(all -> {
          assertThat(all.areComplete()).isTrue();
          assertThat(firsts(all)).containsExactlyInAnyOrder("b", new byte[] {2, 3});
        });
    main.emit("end");
    assertThat(clients.get(2).next()).isEqualTo("42[\"end\"]");
  }

  @ParameterizedTest
  @EnumSource
  void who_leaves_is_missing_at_once_and_who_is_silent_after_the_time(By by) {
    three(by);
    var all = main.broadcast().emitWithAck(LONG, "ready?").toCompletableFuture();
    clients.forEach(client -> assertThat(client.next()).isEqualTo("420[\"ready?\"]"));
    clients.get(0).send("430[1]");
    clients.get(1).send("41");
    clients.get(2).send("430[3]", "430[\"again\"]");
    assertThat(all)
        .succeedsWithin(LONG.dividedBy(2))
        .satisfies(answers -> {
          assertThat(firsts(answers)).containsExactlyInAnyOrder(1L, 3L);
          assertThat(answers.missing()).isEqualTo(1);
        });
    var some = main.to("blue").emitWithAck(Duration.ofMillis(100), "still?").toCompletableFuture();
    assertThat(some).succeedsWithin(LONG).isEqualTo(new Answers(List.of(), 1));
  }

  @ParameterizedTest
  @EnumSource
  void nobody_there_is_an_answer_too(By by) {
    three(by);
    assertThat(main.to("nobody").emitWithAck(LONG, "ready?"))
        .succeedsWithin(LONG)
        .isEqualTo(new Answers(List.of(), 0));
  }

  @ParameterizedTest
  @EnumSource
  void ids_of_a_broadcast_and_of_one_socket_are_never_the_same(By by) {
    three(by);
    Socket first = requireNonNull(main.socket(ids.get(0)));
    var alone = first.emitWithAck(LONG, "alone").toCompletableFuture();
    var all = main.broadcast().emitWithAck(LONG, "all").toCompletableFuture();
    assertThat(clients.get(0).next()).isEqualTo("420[\"alone\"]");
    clients.forEach(client -> assertThat(client.next()).isEqualTo("421[\"all\"]"));
    clients.forEach(client -> client.send("431[\"all\"]"));
    clients.get(0).send("430[\"alone\"]");
    assertThat(all).succeedsWithin(LONG).satisfies(it -> assertThat(it.all()).hasSize(3));
    assertThat(alone).succeedsWithin(LONG).isEqualTo(new Answer(List.of("alone")));
  }

  @ParameterizedTest
  @EnumSource
  void sockets_are_fetched_with_their_rooms_data_and_handshake(By by) {
    SocketIoServer server = started(server());
    Client client = open(server, by);
    client.send("40{\"name\":\"ada\"}");
    String sid = client.next().substring(10, 30);
    open(server, by).connect();
    Socket socket = requireNonNull(server.of("/").socket(sid));
    socket.join(List.of("z", "a"));
    socket.join("m");
    socket.leave("a");
    socket.data().put("level", 7);
    List<RemoteSocket> found =
        server
            .of("/")
            .to("z")
            .fetchSockets()
            .toCompletableFuture()
            .orTimeout(9, TimeUnit.SECONDS)
            .join();
    assertThat(found)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.id()).isEqualTo(sid);
          assertThat(one.rooms()).containsExactly(sid, "z", "m");
          assertThat(one.data()).isEqualTo(Map.of("level", 7));
          assertThat(one.handshake().get("auth")).isEqualTo(Map.of("name", "ada"));
          assertThat(one.handshake().get("address")).isEqualTo("127.0.0.1");
          one.emit("for you");
        });
    assertThat(client.next()).isEqualTo("42[\"for you\"]");
    assertThat(server.of("/").fetchSockets())
        .succeedsWithin(LONG)
        .satisfies(all -> assertThat(all).hasSize(2));
    assertThat(socket.rooms()).containsExactly(sid, "z", "m");
  }

  @ParameterizedTest
  @EnumSource
  void to_several_rooms_at_once_each_is_reached_once(By by) {
    three(by);
    main.broadcast().to(List.of("red", "blue", ids.get(0))).except("blue").emit("a");
    main.broadcast().local().emit("b");
    assertThat(List.of(clients.get(0).next(), clients.get(0).next()))
        .containsExactly("42[\"a\"]", "42[\"b\"]");
    assertThat(clients.get(2).next()).isEqualTo("42[\"b\"]");
  }
}
