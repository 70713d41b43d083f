package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link EngineServer#close} tells everyone, and does not wait for those who do not listen. */
@ExtendWith(NoLeaks.class)
class ServerCloseTest {

  private static Duration timed(TestServer server) {
    long begin = System.nanoTime();
    server.engine().close();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  void every_client_is_told() throws Exception {
    TestServer server = new TestServer();
    String polling = server.openPolling();
    try (RawHttp poll = server.http().get(RawHttp.POLLING + "&sid=" + polling);
        RawWebSocket direct = server.webSocket("")) {
      String webSocket = TestServer.sidOf(direct.next());
      String upgrading = server.openPolling();
      try (RawHttp last = server.http();
          RawWebSocket candidate = server.webSocket("&sid=" + upgrading)) {
        assertThat(candidate.text("2probe").next()).isEqualTo("3probe");
        CompletableFuture<Duration> closed = CompletableFuture.supplyAsync(() -> timed(server));
        assertThat(poll.answer().brief()).isEqualTo("200 1");
        assertThat(direct.next()).isEqualTo("close");
        assertThat(candidate.next()).isEqualTo("close");
        // The one without a pending poll is told by its next one.
        String target = RawHttp.POLLING + "&sid=" + upgrading;
        assertThat(last.get(target).answer().brief()).isEqualTo("200 1");
        assertThat(closed.join()).isLessThan(Duration.ofSeconds(3));
      }
      for (String sid : new String[] {polling, webSocket, upgrading}) {
        assertThat(server.session(sid).reason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      }
      assertThat(server.engine().sessionCount()).isZero();
    }
  }

  @Test
  void clients_that_do_not_listen_hold_it_up_for_the_shutdown_timeout() throws Exception {
    TestServer server =
        new TestServer(settings -> settings.shutdownTimeout(Duration.ofMillis(1_500)));
    String sid = server.openPolling();
    try (RawHttp idle = server.http();
        RawHttp half = server.http().send("GET /engine");
        RawWebSocket deaf = server.webSocket("")) {
      assertThat(timed(server)).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(4));
      assertThat(server.session(sid).reason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      assertThat(idle.ended()).isTrue();
      assertThat(half.ended()).isTrue();
      assertThat(deaf.next()).startsWith("0{");
      assertThat(deaf.next()).isEqualTo("close");
    }
  }

  @Test
  void a_session_that_its_listener_closes_while_it_is_made_is_closed() throws Exception {
    EngineConfig config =
        EngineConfig.builder().host("127.0.0.1").port(0).path(RawHttp.PATH).build();
    CompletableFuture<CloseReason> told = new CompletableFuture<>();
    try (EngineServer server =
        new EngineServer(
            config,
            session -> {
              session.close(CloseReason.FORCED_CLOSE);
              return new SessionListener() {
                @Override
                public void onText(String message) {}

                @Override
                public void onBinary(byte[] message) {}

                @Override
                public void onClose(CloseReason reason) {
                  told.complete(reason);
                }
              };
            })) {
      server.start();
      try (RawWebSocket socket = new RawWebSocket(server.address().getPort(), "")) {
        assertThat(socket.next()).startsWith("0{");
        assertThat(socket.next()).isEqualTo("close");
        assertThat(told.join()).isEqualTo(CloseReason.FORCED_CLOSE);
      }
    }
  }

  @Test
  void a_listener_that_cannot_be_made_leaves_no_session() throws Exception {
    EngineConfig config =
        EngineConfig.builder().host("127.0.0.1").port(0).path(RawHttp.PATH).build();
    try (EngineServer server =
        new EngineServer(
            config,
            session -> {
              throw new IllegalStateException("a factory that fails, on purpose");
            })) {
      server.start();
      int port = server.address().getPort();
      try (RawWebSocket socket = new RawWebSocket(port, "");
          RawHttp http = new RawHttp(port)) {
        String last = socket.next();
        assertThat(last.startsWith("0{") ? socket.next() : last).isIn("close", "end");
        assertThat(http.get(RawHttp.POLLING).answer().status()).isEqualTo(400);
      }
      await().until(() -> server.sessionCount() == 0);
    }
  }
}
