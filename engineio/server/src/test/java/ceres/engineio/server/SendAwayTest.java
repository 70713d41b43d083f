package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How clients are sent away by a server that stops. */
@ExtendWith(NoLeaks.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SendAwayTest {
  private static final Waves AT_ONCE =
      new Waves(1_000, Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(5));

  private static CompletableFuture<Void> sendAway(TestServer server, Waves waves, Runnable settle) {
    return CompletableFuture.runAsync(() -> server.engine().sendAway(waves, _ -> settle.run()));
  }

  @Test
  void no_new_session_is_opened_and_those_that_there_are_go_on() throws Exception {
    try (TestServer server = new TestServer()) {
      String sid = server.openPolling();
      server.engine().refuseSessions();
      assertThat(server.get(RawHttp.POLLING).brief()).isEqualTo("503 Service Unavailable");
      assertThat(server.engine().statistics().refused(Refused.STOPPING)).isEqualTo(1);
      assertThat(server.post(sid, "4hello").brief()).isEqualTo("200 ok");
      assertThat(server.poll(sid).brief()).isEqualTo("200 4hello");
    }
  }

  @Test
  void what_a_client_had_sent_has_its_effect_and_is_answered_before_the_end() throws Exception {
    try (TestServer server = new TestServer();
        RawWebSocket socket = server.webSocket("")) {
      String sid = TestServer.sidOf(socket.next());
      CountDownLatch settling = new CountDownLatch(1);
      CountDownLatch settled = new CountDownLatch(1);
      CompletableFuture<Void> away =
          sendAway(
              server,
              AT_ONCE,
              () -> {
                settling.countDown();
                awaitLatch(settled);
                server.session(sid).send("saved");
              });
      awaitLatch(settling);
      assertThat(server.session(sid).closed).isNotDone();
      settled.countDown();
      assertThat(socket.next()).isEqualTo("4saved");
      assertThat(socket.next()).isEqualTo("end");
      assertThat(server.session(sid).reason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      away.get(5, TimeUnit.SECONDS);
      assertThat(server.engine().statistics().sentAway()).isEqualTo(1);
    }
  }

  @Test
  void all_of_a_body_that_is_handled_in_parts_counts_before_the_end() throws Exception {
    try (TestServer server = new TestServer();
        RawHttp http = server.http()) {
      String sid = server.openPolling();
      TestServer.Told told = server.pausedInBody(sid, http);
      CompletableFuture<Void> away = sendAway(server, AT_ONCE, () -> {});
      assertThat(told.reason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      assertThat(told.messages).hasSize(1_000);
      assertThat(server.poll(sid).brief()).isEqualTo("200 1");
      assertThat(http.answer().brief()).isEqualTo("200 ok");
      away.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void clients_leave_in_waves_and_not_all_at_once() throws Exception {
    Waves three = new Waves(2, Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofSeconds(5));
    List<Integer> left = new ArrayList<>();
    try (TestServer server = new TestServer()) {
      List<RawWebSocket> sockets = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        sockets.add(server.webSocket(""));
      }
      server.awaitSessions(6);
      long began = System.nanoTime();
      sendAway(server, three, () -> left.add(server.engine().sessionCount()))
          .get(10, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(100));
      assertThat(left).containsExactly(6, 4, 2);
      server.awaitSessions(0);
      for (RawWebSocket socket : sockets) {
        assertThat(socket.next()).startsWith("0{");
        assertThat(socket.next()).isEqualTo("end");
        socket.close();
      }
    }
  }

  @Test
  void waves_grow_where_there_would_be_too_many() {
    Waves ten = new Waves(5, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ZERO);
    assertThat(ten.sizeOf(3)).isEqualTo(5);
    assertThat(ten.sizeOf(50)).isEqualTo(5);
    assertThat(ten.sizeOf(1_001)).isEqualTo(101);
  }

  @Test
  void a_polling_client_gets_what_waits_and_then_the_close() throws Exception {
    try (TestServer server = new TestServer()) {
      String sid = server.openPolling();
      server.session(sid).send("last");
      CompletableFuture<Void> away = sendAway(server, AT_ONCE, () -> {});
      assertThat(server.session(sid).reason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      assertThat(server.poll(sid).brief()).isEqualTo("200 4last");
      assertThat(away).as("who polls on another connection is waited for").isNotDone();
      assertThat(server.poll(sid).brief()).isEqualTo("200 1");
      away.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void who_is_sent_away_may_not_wait_for_himself() throws Exception {
    try (TestServer server = new TestServer();
        RawWebSocket socket = server.webSocket("")) {
      TestServer.Told session = server.session(TestServer.sidOf(socket.next()));
      AtomicInteger settled = new AtomicInteger();
      assertThat(
              session.<Boolean>ask(_ -> {
                assertThatThrownBy(
                        () -> server.engine().sendAway(AT_ONCE, _ -> settled.incrementAndGet()))
                    .isInstanceOf(IllegalStateException.class);
                return true;
              }))
          .isTrue();
      assertThat(settled).hasValue(0);
    }
  }

  @Test
  void what_happens_is_counted() throws Exception {
    try (TestServer server = new TestServer()) {
      String sid = server.openPolling();
      try (RawWebSocket socket = server.webSocket("")) {
        assertThat(socket.next()).startsWith("0{");
        EngineStatistics both = server.engine().statistics();
        assertThat(both.sessions())
            .containsEntry(TransportName.POLLING, 1L)
            .containsEntry(TransportName.WEBSOCKET, 1L);
        assertThat(both.opened()).isEqualTo(2);
        assertThat(both.packetsSent()).isEqualTo(2);
        assertThat(both.bytesSent()).isPositive();
        assertThat(both.connections()).isPositive();
      }
      assertThat(server.poll("nobody").status()).isEqualTo(400);
      assertThat(server.post(sid, "1").status()).isEqualTo(200);
      await()
          .untilAsserted(() -> {
            EngineStatistics end = server.engine().statistics();
            assertThat(end.sessions())
                .containsEntry(TransportName.POLLING, 0L)
                .containsEntry(TransportName.WEBSOCKET, 0L);
            assertThat(end.closed()).containsEntry(CloseReason.TRANSPORT_CLOSE, 2L);
            assertThat(end.refused(Refused.UNKNOWN_SID)).isEqualTo(1);
          });
    }
  }

  @Test
  void a_client_that_does_not_keep_up_is_counted_once() throws Exception {
    try (TestServer server = new TestServer(settings -> settings.maxBufferedBytes(100_000))) {
      String sid = server.openPolling();
      for (int i = 0; i < 5; i++) {
        server.session(sid).send("x".repeat(40_000));
      }
      assertThat(server.session(sid).reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
      assertThat(server.engine().statistics().refused(Refused.SLOW_READER)).isEqualTo(1);
    }
  }

  @Test
  void an_upgrade_is_counted_and_moves_the_session() throws Exception {
    try (TestServer server = new TestServer()) {
      String sid = server.openPolling();
      try (RawWebSocket socket = server.webSocket("&sid=" + sid)) {
        socket.text("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
        socket.text("5");
        await()
            .untilAsserted(() -> {
              EngineStatistics now = server.engine().statistics();
              assertThat(now.upgraded()).isEqualTo(1);
              assertThat(now.sessions())
                  .containsEntry(TransportName.POLLING, 0L)
                  .containsEntry(TransportName.WEBSOCKET, 1L);
            });
      }
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
