package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that send more than they may expect to be kept in memory for them. */
class FloodTest {
  private static ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
  private static TestServer server;

  /** Many bytes: to record each access to them would take most of the time of all tests. */
  @BeforeAll
  static void start() throws Exception {
    level = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
    server = new TestServer(settings -> settings.maxBufferedBytes(100_000));
  }

  @AfterAll
  static void stop() {
    server.close();
    ResourceLeakDetector.setLevel(level);
  }

  @Test
  void a_client_that_asks_on_and_on_without_reading_is_not_answered_without_bound()
      throws Exception {
    String sid = server.openPolling();
    TestServer.Told told = server.session(sid);
    String poll = RawHttp.head("GET", RawHttp.POLLING + "&sid=" + sid) + "\r\n";
    OutgoingPacket packet = OutgoingPacket.text("x".repeat(50_000));
    // 20 MB of answers, if the polls were answered on and on.
    int answers = 0;
    try (RawHttp http = new RawHttp(server.port(), 4_096)) {
      while (answers < 400 && asksAndIsHeard(told, http, poll)) {
        told.onLoop(session -> session.send(packet));
        answers++;
      }
    }
    assertThat(answers).isLessThan(400);
    assertThat(told.reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
  }

  private static boolean asksAndIsHeard(TestServer.Told told, RawHttp http, String poll)
      throws Exception {
    http.send(poll);
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(500)) {
      if (told.ask(Session::isWritable)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void a_closed_websocket_reads_on_so_that_its_client_gets_away_even_if_it_was_paused()
      throws Exception {
    try (RawWebSocket socket = server.webSocket("")) {
      TestServer.Told told = server.session(TestServer.sidOf(socket.next()));
      socket.text("4!pause");
      assertThat(told.message()).isEqualTo("!pause");
      told.onLoop(session -> session.close(CloseReason.FORCED_CLOSE));
      assertThat(socket.next()).isEqualTo("close");
      // More than the kernel buffers: blocks for ever if nobody reads.
      byte[] frame = RawWebSocket.masked(0x82, new byte[10_000]);
      for (int i = 0; i < 2_000; i++) {
        socket.raw(frame);
      }
      assertThat(told.messages).isEmpty();
    }
  }

  @Test
  void pings_of_a_client_that_reads_nothing_do_not_pile_up() throws Exception {
    try (RawHttp connection = new RawHttp(server.port(), 4_096)) {
      RawWebSocket socket = new RawWebSocket(connection, "");
      TestServer.Told told = server.session(TestServer.sidOf(socket.next()));
      byte[] ping = RawWebSocket.masked(0x89, new byte[125]);
      byte[] many = repeated(ping, 1_000);
      // 7.6 MB of pongs, if each were kept.
      for (int i = 0; i < 60; i++) {
        socket.raw(many);
      }
      socket.frame(0x89, "aa").text("4!quiet");
      assertThat(told.message()).isEqualTo("!quiet");
      int pongs = 0;
      String pong = socket.next();
      for (; !pong.equals("pong aa"); pong = socket.next()) {
        pongs++;
      }
      assertThat(pongs).isLessThan(50_000);
    }
  }

  @Test
  void a_client_that_sends_faster_than_its_session_reads_has_to_wait() throws Exception {
    String sid = server.openPolling();
    TestServer.Told told = server.session(sid);
    RawHttp http = server.httpByLoop(told.session().loop(), false);
    try (RawWebSocket socket = new RawWebSocket(http, "&sid=" + sid)) {
      assertThat(socket.text("2probe").next()).isEqualTo("3probe");
      assertThat(socket.text("5").text("4a").next()).isEqualTo("4a");
      String packet = "4!quiet" + "x".repeat(500_000);
      byte[] frame = RawWebSocket.masked(0x81, packet.getBytes(StandardCharsets.UTF_8));
      CompletableFuture<?> sending;
      try (TestServer.Blocked _ = TestServer.block(told.session().loop())) {
        sending = sending(socket, frame, 64);
        assertThatThrownBy(() -> sending.get(500, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
      }
      sending.get(10, TimeUnit.SECONDS);
      assertThat(socket.text("4b").next()).isEqualTo("4b");
      assertThat(told.messages).hasSize(66);
    }
  }

  @Test
  void a_client_that_sends_faster_than_it_is_handled_has_to_wait() throws Exception {
    try (RawWebSocket socket = server.webSocket("")) {
      TestServer.Told told = server.session(TestServer.sidOf(socket.next()));
      byte[] frame = RawWebSocket.masked(0x81, "4!slow".getBytes(StandardCharsets.UTF_8));
      // 12 MB, which is more than the kernel buffers.
      CompletableFuture<?> sending = sending(socket, repeated(frame, 100_000), 10);
      assertThatThrownBy(() -> sending.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(told.messages).contains("!slow");
      told.fast = true;
      sending.get(20, TimeUnit.SECONDS);
    }
  }

  private static byte[] repeated(byte[] frame, int times) {
    byte[] all = new byte[times * frame.length];
    for (int i = 0; i < times; i++) {
      System.arraycopy(frame, 0, all, i * frame.length, frame.length);
    }
    return all;
  }

  /** Done when the kernel has taken it all. */
  private static CompletableFuture<?> sending(RawWebSocket socket, byte[] bytes, int times) {
    return CompletableFuture.runAsync(() -> {
      try {
        for (int i = 0; i < times; i++) {
          socket.raw(bytes);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }
}
