package ceres.conformance.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.ServerProcess;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import ceres.testing.soak.world.Vitals;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Clients that do not read what they are sent. {@code -Dceres.slowReaders=10000
 * -Dceres.chatters=100} is the long form, and prints its figures like the short one.
 */
class SlowReadersTest {
  private static final int SLOW = Integer.getInteger("ceres.slowReaders", 50);
  private static final int CHATTERS = Integer.getInteger("ceres.chatters", 48);
  private static final long TOTAL = 16_000_000;

  /** Of one loop's last write before it looks, and of what Netty keeps for the next. */
  private static final long SLACK = 64_000_000;

  private static final int MESSAGES = 1_200;

  /** After so many messages; the fewer, the more they make. */
  private static final int LOOK_EVERY = Math.max(1, 1_000 / SLOW);

  private static final Duration AT_MOST = Duration.ofMinutes(4);
  private static final String ROOM = "crowd";
  private static final String TEXT = "\ud83d\ude80".repeat(950);

  /** The server is a process of its own, so that only its memory and its files count. */
  @Test
  void many_of_them_take_no_more_memory_than_they_may_and_harm_nobody() throws Exception {
    try (ServerProcess server =
            ServerProcess.startAsUsersDo(
                Map.of(
                    "DATABASE_URL",
                    TestDatabase.create().url(),
                    "MAX_BUFFERED",
                    "1048576",
                    "MAX_BUFFERED_TOTAL",
                    String.valueOf(TOTAL),
                    "LEAVE_DELAY",
                    "0"),
                60);
        Chatters chatters = new Chatters(server.port(), CHATTERS);
        Mallory mallory = new Mallory(server.port(), 1);
        ChatClient writer = ChatClient.connect(server.port(), Tokens.of("Writer"))) {
      writer.join(ROOM);
      for (int i = 0; i < SLOW; i++) {
        RawWebSocket _ = joined(mallory, "slow-" + i % 500);
      }
      TimeUnit.SECONDS.sleep(1);
      Duration usual = p99(chatters, () -> TimeUnit.SECONDS.sleep(1));
      Held before = Held.by(server);
      List<Held> meanwhile = new ArrayList<>(List.of(before));
      Duration slowTime =
          p99(
              chatters,
              () -> {
                long start = System.nanoTime();
                for (int i = 0;
                    i < MESSAGES
                        && meanwhile.getLast().cutOff < SLOW / 2
                        && System.nanoTime() - start < AT_MOST.toNanos();
                    i++) {
                  writer.emit("send_message", Map.of("roomId", ROOM, "content", i + TEXT));
                  TimeUnit.MICROSECONDS.sleep(20L * SLOW);
                  if (i % LOOK_EVERY == 0) {
                    meanwhile.add(Held.by(server));
                  }
                }
              });
      chatters.assertUnharmed();
      meanwhile.add(Held.by(server));
      Held most = meanwhile.stream().reduce(Held::most).orElseThrow();
      System.out.printf(
          "%d slow readers, beside %d others: p99 %d ms, without them %d ms; before %s, at most"
              + " %s%n",
          SLOW, CHATTERS, slowTime.toMillis(), usual.toMillis(), before, most);
      assertThat(most.cutOff).isPositive();
      assertThat(most.direct - before.direct).isLessThan(TOTAL + SLACK);
    }
  }

  /**
   * What a server holds, in bytes.
   *
   * @param cutOff how many slow readers have lost their connections so far
   */
  private record Held(long cutOff, long direct, long heap, long resident) {
    static Held by(ServerProcess server) {
      Vitals vitals = new Vitals(server);
      try {
        Map<String, Double> metrics = vitals.metrics();
        return new Held(
            (long)
                (value(metrics, "ceres_slow_readers_total")
                    + value(metrics, "ceres_slowest_readers_total")),
            (long) value(metrics, "ceres_netty_memory_bytes{area=\"direct\"}"),
            (long) value(metrics, "jvm_memory_used_bytes{area=\"heap\"}"),
            vitals.residentBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static double value(Map<String, Double> metrics, String name) {
      return Objects.requireNonNull(metrics.get(name), name);
    }

    Held most(Held other) {
      return new Held(
          Math.max(cutOff, other.cutOff),
          Math.max(direct, other.direct),
          Math.max(heap, other.heap),
          Math.max(resident, other.resident));
    }

    @Override
    public String toString() {
      return "%d cut off, %d MB direct, %d MB heap, %d MB resident"
          .formatted(cutOff, direct >> 20, heap >> 20, resident >> 20);
    }
  }

  private static RawWebSocket joined(Mallory mallory, String name) throws IOException {
    RawWebSocket socket = RawWebSocket.open(mallory.http(4_096), Mallory.WEBSOCKET);
    RawWebSocket _ = socket.text("40{\"token\":\"" + Tokens.of(name) + "\"}");
    assertThat(Mallory.find(socket, packet -> packet.startsWith("40{"))).isNotNull();
    RawWebSocket _ = socket.text("420[\"join_room\",\"" + ROOM + "\"]");
    assertThat(Mallory.find(socket, packet -> packet.startsWith("430["))).contains("\"ok\"");
    return socket;
  }

  /** Something that takes a while. */
  private interface Happening {
    void happen() throws InterruptedException;
  }

  private static Duration p99(Chatters chatters, Happening happening) throws InterruptedException {
    long from = System.nanoTime();
    happening.happen();
    long until = System.nanoTime();
    chatters.assertUnharmed();
    return chatters.p99(from, until);
  }

  @Test
  void one_that_is_cut_off_comes_back_and_has_missed_nothing() throws Exception {
    try (TestServer server =
            TestServer.start(
                TestDatabase.create(), Map.of("MAX_BUFFERED", "1048576", "LEAVE_DELAY", "0"));
        Mallory reader = new Mallory(server.port(), 2);
        ChatClient writer = server.connect("Writer", ROOM)) {
      RawWebSocket socket = slowIn(reader);
      String pid = between(socket.next(), "\"pid\":\"");
      RawWebSocket _ = socket.text("420[\"join_room\",\"" + ROOM + "\"]");
      assertThat(Mallory.find(socket, packet -> packet.startsWith("430["))).contains("\"ok\"");
      int sent = 0;
      while (writer.received("user_left").isEmpty() && sent < 6_000) {
        List<CompletableFuture<JsonNode>> some = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          some.add(
              writer.request(
                  "send_message", Map.of("roomId", ROOM, "content", sent++ + " " + TEXT)));
        }
        some.forEach(CompletableFuture::join);
      }
      List<Integer> heard = new ArrayList<>();
      String offset = hear(socket, heard);
      RawWebSocket again = RawWebSocket.open(reader.http(), Mallory.WEBSOCKET);
      assertThat(again.next()).startsWith("0{");
      RawWebSocket _ =
          again.text(
              "40{\"token\":\"%s\",\"pid\":\"%s\",\"offset\":\"%s\"}"
                  .formatted(Tokens.of(reader.name()), pid, offset));
      assertThat(again.next()).startsWith("40{").contains(pid);
      RawWebSocket _ = again.text("429[\"get_presence\",\"" + ROOM + "\"]");
      hear(again, heard);
      assertThat(heard).hasSize(sent).isSorted().doesNotHaveDuplicates();
    }
  }

  private static RawWebSocket slowIn(Mallory reader) throws IOException {
    RawWebSocket socket = RawWebSocket.open(reader.http(4_096), Mallory.WEBSOCKET);
    assertThat(socket.next()).startsWith("0{");
    return socket.text("40{\"token\":\"" + Tokens.of(reader.name()) + "\"}");
  }

  private static String between(String packet, String before) {
    int from = packet.indexOf(before) + before.length();
    return packet.substring(from, packet.indexOf('"', from));
  }

  /**
   * Keeps the numbers of all messages until the end, or an acknowledgement; returns the last
   * offset.
   */
  private static String hear(RawWebSocket socket, List<Integer> numbers) throws IOException {
    String offset = "";
    while (true) {
      String packet = socket.next();
      if (packet.equals("end") || packet.startsWith("close") || packet.startsWith("439")) {
        return offset;
      }
      if (packet.startsWith("42[\"new_message\"")) {
        numbers.add(Integer.valueOf(between(packet, "\"content\":\"").split(" ", 2)[0]));
        offset = packet.substring(packet.lastIndexOf(",\"") + 2, packet.length() - 2);
      } else if (packet.startsWith("42[")) {
        offset = packet.substring(packet.lastIndexOf(",\"") + 2, packet.length() - 2);
      }
    }
  }
}
