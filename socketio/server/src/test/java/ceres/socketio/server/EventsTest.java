package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.socketio.server.Client.By;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events, acknowledgements and binary, both ways. */
class EventsTest extends SocketIoTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private record Point(int x, float y, @Nullable String name, Object blob) {}

  record Broken(int x) {
    @Override
    public int x() {
      throw new IllegalStateException("on purpose");
    }
  }

  private Socket connected(SocketIoServer server, Client client) {
    Socket socket = server.of("/").socket(client.connect());
    if (socket == null) {
      throw new AssertionError("not connected");
    }
    return socket;
  }

  @ParameterizedTest
  @EnumSource
  void an_event_brings_its_arguments_and_is_acknowledged_once(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .on(
            "sum",
            event -> {
              event.ack(
                  event.arg(0, Integer.class) + event.arg(1, Integer.class), event.args().size());
              event.ack("again");
            });
    Client client = open(started(server), by);
    client.connect();
    client.send("42[\"sum\",1,2]", "4217[\"sum\",3,4,null]", "420[\"sum\",5,6]");
    assertThat(client.next()).isEqualTo("4317[7,3]");
    assertThat(client.next()).isEqualTo("430[11,2]");
  }

  @ParameterizedTest
  @EnumSource
  void binary_comes_in_wherever_it_is_nested(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .on(
            "upload",
            event -> {
              Map<?, ?> object = event.arg(0, Map.class);
              List<?> list = (List<?>) Objects.requireNonNull(object.get("files"));
              told.add(
                  hex(list.get(0))
                      + " "
                      + hex(((Map<?, ?>) list.get(1)).get("data"))
                      + " "
                      + hex(event.arg(1)));
              event.ack(event.arg(1), Map.of("inner", List.of(list.get(0))));
            });
    Client client = open(started(server), by);
    client.connect();
    client.send(
        "453-5[\"upload\",{\"files\":[{\"_placeholder\":true,\"num\":0},"
            + "{\"data\":{\"_placeholder\":true,\"num\":1}}]},{\"_placeholder\":true,\"num\":2}]",
        "bAQID",
        "b",
        "b/w==");
    assertThat(nextTold()).isEqualTo("010203  ff");
    assertThat(client.next())
        .isEqualTo(
            "462-5[{\"_placeholder\":true,\"num\":0},"
                + "{\"inner\":[{\"_placeholder\":true,\"num\":1}]}]");
    assertThat(client.next()).isEqualTo("b/w==");
    assertThat(client.next()).isEqualTo("bAQID");
  }

  @ParameterizedTest
  @EnumSource
  void binary_goes_out_wherever_it_is_nested_and_nothing_comes_between(By by) throws Exception {
    SocketIoServer server = started(server());
    Client client = open(server, by);
    Socket socket = connected(server, client);
    byte[] large = new byte[70_000];
    large[69_999] = 7;
    Thread other =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < 50; i++) {
                socket.emit("noise");
              }
            });
    for (int i = 0; i < 20; i++) {
      socket.emit("file", i, Map.of("a", List.of(new byte[] {1, 2, 3})), large);
    }
    other.join();
    socket.emit("last");
    int files = 0;
    for (String packet = client.next(); !packet.equals("42[\"last\"]"); packet = client.next()) {
      if (packet.equals("42[\"noise\"]")) {
        continue;
      }
      assertThat(packet)
          .isEqualTo(
              "452-[\"file\","
                  + files++
                  + ",{\"a\":[{\"_placeholder\":true,\"num\":0}]},"
                  + "{\"_placeholder\":true,\"num\":1}]");
      assertThat(client.next()).isEqualTo("bAQID");
      assertThat(client.next()).isEqualTo("b" + Base64.getEncoder().encodeToString(large));
    }
    assertThat(files).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource
  void records_and_numbers_of_every_kind_become_json(By by) {
    SocketIoServer server = started(server());
    Client client = open(server, by);
    Socket socket = connected(server, client);
    socket.emit("point", new Point(1, 2.5f, null, new byte[] {1, 2, 3}));
    assertThat(client.next())
        .isEqualTo(
            "451-[\"point\",{\"x\":1,\"y\":2.5,\"name\":null,"
                + "\"blob\":{\"_placeholder\":true,\"num\":0}}]");
    assertThat(client.next()).isEqualTo("bAQID");
    socket.emit("n", (short) 1, (byte) 2, 3L, 0.1f, 1e21, new BigDecimal("1.50"), null, "\u2028\"");
    assertThat(client.next()).isEqualTo("42[\"n\",1,2,3,0.1,1e+21,1.5,null,\"\u2028\\\"\"]");
  }

  @ParameterizedTest
  @EnumSource
  void what_cannot_be_json_is_refused_where_it_is_sent_and_harms_nobody(By by) {
    SocketIoServer server = started(server());
    Client client = open(server, by);
    Socket socket = connected(server, client);
    assertThatThrownBy(() -> socket.emit("a", new Broken(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socket.emitWithAck(LONG, "a", new Broken(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> server.of("/").emit("a", new Broken(1)))
        .isInstanceOf(IllegalArgumentException.class);
    socket.emit("fine");
    assertThat(client.next()).isEqualTo("42[\"fine\"]");
  }

  @ParameterizedTest
  @EnumSource
  void a_failed_acknowledgement_can_be_given_again(By by) {
    SocketIoServer server = server();
    server
        .of("/")
        .handlers()
        .on(
            "a",
            event -> {
              assertThatThrownBy(() -> event.ack(new Broken(1)))
                  .isInstanceOf(IllegalArgumentException.class);
              event.ack("well");
            });
    Client client = open(started(server), by);
    client.connect();
    client.send("420[\"a\"]");
    assertThat(client.next()).isEqualTo("430[\"well\"]");
  }

  @ParameterizedTest
  @EnumSource
  void the_client_acknowledges_with_binary_too_and_only_once(By by) throws Exception {
    SocketIoServer server = started(server());
    Client client = open(server, by);
    Socket socket = connected(server, client);
    var first = socket.emitWithAck(LONG, "first", 1).toCompletableFuture();
    var second = socket.emitWithAck(LONG, "second", new byte[] {9}).toCompletableFuture();
    assertThat(client.next()).isEqualTo("420[\"first\",1]");
    assertThat(client.next()).isEqualTo("451-1[\"second\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(client.next()).isEqualTo("bCQ==");
    client.send("461-1[\"x\",{\"_placeholder\":true,\"num\":0}]", "bAQID", "430[]", "430[1]");
    assertThat(first.get(5, TimeUnit.SECONDS).args()).isEmpty();
    Answer answer = second.get(5, TimeUnit.SECONDS);
    assertThat(answer.arg(0, String.class)).isEqualTo("x");
    assertThat(hex(answer.arg(1))).isEqualTo("010203");
  }

  @ParameterizedTest
  @EnumSource
  void an_acknowledgement_that_does_not_come_fails_in_time_and_is_ignored_later(By by) {
    SocketIoServer server = started(server());
    Client client = open(server, by);
    Socket socket = connected(server, client);
    var answer = socket.emitWithAck(Duration.ofMillis(100), "a").toCompletableFuture();
    assertThat(client.next()).isEqualTo("420[\"a\"]");
    assertFailsByTimeout(answer);
    assertThat(answer.handle((_, failure) -> failure).join()).isInstanceOf(TimeoutException.class);
    client.send("430[1]");
    socket.emit("still here");
    assertThat(client.next()).isEqualTo("42[\"still here\"]");
  }

  @ParameterizedTest
  @EnumSource
  void acknowledgements_fail_when_the_client_leaves(By by) {
    SocketIoServer server = started(server());
    Client client = open(server, by);
    Socket socket = connected(server, client);
    var asked = socket.emitWithAck(LONG, "a").toCompletableFuture();
    assertThat(client.next()).isEqualTo("420[\"a\"]");
    client.send("41");
    assertFailsByTimeout(asked);
    assertFailsByTimeout(socket.emitWithAck(LONG, "b").toCompletableFuture());
    socket.emit("nobody hears this");
  }

  private static void assertFailsByTimeout(CompletableFuture<?> answer) {
    assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @ParameterizedTest
  @EnumSource
  void each_thread_s_events_keep_their_order(By by) throws Exception {
    SocketIoServer server = started(server());
    Client client = open(server, by);
    Socket socket = connected(server, client);
    List<Thread> threads =
        List.of("a", "b", "c", "d").stream()
            .map(name ->
                Thread.ofPlatform()
                    .start(() -> {
                      for (int i = 0; i < 200; i++) {
                        socket.emit(name, i);
                      }
                    }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    socket.emit("end");
    int[] next = new int[4];
    for (String packet = client.next(); !packet.equals("42[\"end\"]"); packet = client.next()) {
      int which = packet.charAt(4) - 'a';
      assertThat(packet).isEqualTo("42[\"" + (char) ('a' + which) + "\"," + next[which]++ + "]");
    }
    assertThat(next).containsOnly(200);
  }

  private static String hex(@Nullable Object value) {
    return java.util.HexFormat.of().formatHex((byte[]) Objects.requireNonNull(value));
  }
}
