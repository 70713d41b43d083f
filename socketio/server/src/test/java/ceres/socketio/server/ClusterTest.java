package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Client.By;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers as one, by an adapter from outside the library. */
class ClusterTest extends SocketIoTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final TwoNodes nodes = new TwoNodes();
  private final SocketIoServer first = started(server(config -> config.adapters(nodes)));
  private final SocketIoServer second = started(server(config -> config.adapters(nodes)));
  private Client ada = open(first, By.WEBSOCKET);
  private Client bob = open(second, By.POLLING);
  private String idOfBob = "";

  @BeforeEach
  void connect() {
    ada.connect();
    idOfBob = bob.connect();
  }

  @Test
  void a_broadcast_reaches_both_nodes_or_one() {
    first.of("/").emit("both");
    second.of("/").broadcast().local().emit("local");
    first.of("/").to(idOfBob).emit("one");
    first.of("/").emit("end");
    assertThat(List.of(ada.next(), ada.next())).containsExactly("42[\"both\"]", "42[\"end\"]");
    assertThat(List.of(bob.next(), bob.next(), bob.next(), bob.next()))
        .containsExactly("42[\"both\"]", "42[\"local\"]", "42[\"one\"]", "42[\"end\"]");
  }

  @Test
  void rooms_acknowledgements_and_sockets_are_those_of_both() {
    first.of("/").broadcast().socketsJoin("red");
    var answers = second.of("/").to("red").emitWithAck(LONG, "ready?").toCompletableFuture();
    assertThat(ada.next()).isEqualTo("420[\"ready?\"]");
    assertThat(bob.next()).isEqualTo("420[\"ready?\"]");
    ada.send("430[\"ada\"]");
    bob.send("430[\"bob\"]");
    assertThat(answers)
        .succeedsWithin(LONG)
        .satisfies(all ->
            assertThat(all.all())
                .extracting(answer -> answer.arg(0, String.class))
                .containsExactlyInAnyOrder("ada", "bob"));
    List<RemoteSocket> sockets = first.of("/").fetchSockets().toCompletableFuture().join();
    assertThat(sockets).hasSize(2).allSatisfy(one -> assertThat(one.rooms()).contains("red"));
    first.of("/").to(idOfBob).disconnectSockets(false);
    assertThat(bob.next()).isEqualTo("41");
  }

  @Test
  void servers_speak_to_each_other_and_not_to_themselves() {
    first.of("/").onServerSide("hello", event -> "first, " + event.arg(0, String.class));
    second
        .of("/")
        .onServerSide("hello", event -> "second, " + event.arg(0, String.class))
        .onServerSide("silent", _ -> told.add("silent"))
        .onServerSide(
            "broken",
            _ -> {
              throw new IllegalStateException("broken");
            });
    assertThat(first.of("/").serverSideEmitWithAck(LONG, "hello", "you"))
        .succeedsWithin(LONG)
        .isEqualTo(new Answers(List.of(new Answer(List.of("second, you"))), 0));
    first.of("/").serverSideEmit("silent");
    assertThat(nextTold()).isEqualTo("silent");
    assertThat(first.of("/").serverSideEmitWithAck(LONG, "broken")).failsWithin(LONG);
  }

  @Test
  void a_server_that_is_alone_gets_no_answers() {
    assertThat(started(server()).of("/").serverSideEmitWithAck(LONG, "hello"))
        .succeedsWithin(LONG)
        .isEqualTo(new Answers(List.of(), 0));
  }
}
