package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What waits for all clients together. */
class BacklogWireTest {
  private static final int TOTAL = 4_000_000;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(settings ->
            settings
                .eventLoops(1)
                .maxBufferedBytes(2_000_000)
                .limits(ConnectionLimits.DEFAULTS.withSizes(16_384, TOTAL)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void slow_readers_together_are_bounded_and_those_with_most_go_first() throws Exception {
    OutgoingPacket packet = OutgoingPacket.text("x".repeat(50_000));
    List<RawHttp> slow = new ArrayList<>();
    List<TestServer.Told> told = new ArrayList<>();
    try (RawWebSocket good = server.webSocket("")) {
      String _ = good.next();
      for (int i = 0; i < 20; i++) {
        RawHttp connection = new RawHttp(server.port(), 4_096);
        slow.add(connection);
        told.add(server.session(TestServer.sidOf(new RawWebSocket(connection, "").next())));
      }
      for (int round = 0; isNobodyGivenUp() && round < 1_000; round++) {
        for (TestServer.Told each : told) {
          each.onLoop(session -> session.send(packet));
        }
        assertThat(good.text("4a").next()).isEqualTo("4a");
      }
      assertThat(isNobodyGivenUp()).isFalse();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> server.engine().statistics().waitingBytes() <= TOTAL);
      assertThat(told.stream().filter(each -> each.closed.isDone()).map(each -> each.closed.join()))
          .isNotEmpty()
          .containsOnly(CloseReason.TRANSPORT_ERROR);
      assertThat(good.text("4b").next()).isEqualTo("4b");
    }
    for (RawHttp each : slow) {
      each.close();
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> server.engine().statistics().waitingBytes() == 0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void little_waits_in_the_kernel_where_nobody_counts_it() throws Exception {
    try (RawHttp connection = new RawHttp(server.port(), 4_096)) {
      String handshake = new RawWebSocket(connection, "").next();
      TestServer.Told told = server.session(TestServer.sidOf(handshake));
      for (int i = 0; i < 100; i++) {
        told.onLoop(session -> session.send(OutgoingPacket.text("x".repeat(10_000))));
      }
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> server.engine().statistics().waitingBytes() > 900_000);
    }
  }

  private boolean isNobodyGivenUp() {
    return server.engine().statistics().refused(Refused.SLOWEST_READER) == 0;
  }

  @Test
  void packets_that_no_poll_fetches_count() throws Exception {
    OutgoingPacket packet = OutgoingPacket.text("x".repeat(500_000));
    List<TestServer.Told> told = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      told.add(server.session(server.openPolling()));
      told.getLast().onLoop(session -> session.send(packet));
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> told.stream().anyMatch(each -> each.closed.isDone()));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> server.engine().statistics().waitingBytes() <= TOTAL);
    assertThat(told.stream().filter(each -> !each.closed.isDone())).hasSizeGreaterThan(3);
  }

  @Test
  void messages_that_do_not_come_to_an_end_count() throws Exception {
    byte[] beginning =
        ByteBuffer.allocate(14 + 900_000)
            .put((byte) 0x81)
            .put((byte) 0xff)
            .putLong(950_000)
            .array();
    List<RawWebSocket> bombs = new ArrayList<>();
    try (RawWebSocket good = server.webSocket("")) {
      String _ = good.next();
      for (int i = 0; i < 8; i++) {
        bombs.add(server.webSocket(""));
        String _ = bombs.getLast().next();
        RawWebSocket _ = bombs.getLast().raw(beginning);
      }
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> server.engine().statistics().refused(Refused.SLOWEST_READER) > 0);
      assertThat(good.text("4a").next()).isEqualTo("4a");
    }
    for (RawWebSocket each : bombs) {
      each.close();
    }
  }

  @Test
  void bodies_that_do_not_come_to_an_end_count() throws Exception {
    List<RawHttp> bombs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RawHttp http = server.http();
      bombs.add(http);
      String head =
          RawHttp.head(
              "POST", RawHttp.POLLING + "&sid=" + server.openPolling(), "Content-Length: 950000");
      RawHttp _ = http.send(head + "\r\n" + "x".repeat(900_000));
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> server.engine().statistics().refused(Refused.SLOWEST_READER) > 0);
    for (RawHttp each : bombs) {
      each.close();
    }
  }
}
