package ceres.conformance.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import ceres.testing.wire.RawWebSocket;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final String ROOM = "crowd";
  private static final String TEXT = "\ud83d\ude80".repeat(950);

  @Test
  void many_of_them_take_no_more_memory_than_they_may_and_harm_nobody() throws Exception {
    try (TestServer server =
            TestServer.start(
                TestDatabase.create(),
                Map.of(
                    "MAX_BUFFERED", "1048576",
                    "MAX_BUFFERED_TOTAL", String.valueOf(TOTAL),
                    "LEAVE_DELAY", "0"));
        Chatters chatters = new Chatters(server.port(), CHATTERS);
        Mallory mallory = new Mallory(server.port(), 1);
        ChatClient writer = server.connect("Writer", ROOM)) {
      for (int i = 0; i < SLOW; i++) {
        RawWebSocket _ = joined(mallory, "slow-" + i % 500);
      }
      TimeUnit.SECONDS.sleep(1);
      Duration usual = p99(chatters, () -> TimeUnit.SECONDS.sleep(1));
      long before = PlatformDependent.usedDirectMemory();
      long[] peak = {before};
      Duration slowTime =
          p99(
              chatters,
              () -> {
                for (int i = 0; i < MESSAGES && gone(writer) < SLOW / 2; i++) {
                  writer.emit("send_message", Map.of("roomId", ROOM, "content", i + TEXT));
                  TimeUnit.MICROSECONDS.sleep(20L * SLOW);
                  peak[0] = Math.max(peak[0], PlatformDependent.usedDirectMemory());
                }
              });
      chatters.assertUnharmed();
      System.out.printf(
          "%d slow readers, of whom %d were cut off, beside %d others: p99 %d ms, without them %d ms; direct memory %d MB"
              + " before, %d MB at most, heap %d MB%n",
          SLOW,
          gone(writer),
          CHATTERS,
          slowTime.toMillis(),
          usual.toMillis(),
          before >> 20,
          peak[0] >> 20,
          (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
      assertThat(gone(writer)).isPositive();
      assertThat(peak[0] - before).isLessThan(TOTAL + SLACK);
    }
  }

  /** How many of them have lost their connections. */
  private static int gone(ChatClient writer) {
    return writer.received("user_left").size();
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
