package ceres.engineio.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What still arrives when the server is closed, and who may close it, when, and how often. */
@ExtendWith(NoLeaks.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ServerDrainTest {
  private static final int SMALL_BUFFER = 4_096;
  private static final String LARGE = "x".repeat(3_000_000);

  private static EngineServer engine(int port) {
    return new EngineServer(
        EngineConfig.builder()
            .host("127.0.0.1")
            .port(port)
            .path(RawHttp.PATH)
            .eventLoops(1)
            .shutdownTimeout(Duration.ofMillis(500))
            .build(),
        session -> new DeafListener());
  }

  private static CompletableFuture<Void> closing(TestServer server) {
    return CompletableFuture.runAsync(server.engine()::close);
  }

  private static void awaitRefusal(int port) {
    await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(
            () -> assertThatThrownBy(() -> new RawHttp(port)).isInstanceOf(ConnectException.class));
  }

  @Test
  void it_stops_listening_at_once_and_opens_no_more_sessions() throws Exception {
    TestServer server = new TestServer();
    String sid = server.openPolling();
    try (RawHttp open = server.http();
        RawHttp last = server.http()) {
      assertThat(open.get("/").answer().status()).isEqualTo(404);
      int port = server.port();
      CompletableFuture<Void> closed = closing(server);
      awaitRefusal(port);
      assertThat(closed).isNotDone();
      assertThat(open.get(RawHttp.POLLING).answer().brief()).isEqualTo("503 Service Unavailable");
      assertThat(last.get(RawHttp.POLLING + "&sid=" + sid).answer().brief()).isEqualTo("200 1");
      closed.get(2, TimeUnit.SECONDS);
      assertThat(open.ended()).isTrue();
      assertThat(last.ended()).isTrue();
    }
  }

  @Test
  void a_slow_websocket_still_gets_all_that_was_sent_before() throws Exception {
    TestServer server = new TestServer();
    RawHttp connection = new RawHttp(server.port(), SMALL_BUFFER);
    try (RawWebSocket socket = new RawWebSocket(connection, "")) {
      String sid = TestServer.sidOf(socket.next());
      server.session(sid).send(LARGE);
      server.session(sid).send("last");
      CompletableFuture<Void> closed = closing(server);
      assertThat(server.session(sid).reason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      assertThat(socket.next()).isEqualTo('4' + LARGE);
      assertThat(socket.next()).isEqualTo("4last");
      assertThat(socket.next()).isEqualTo("close");
      assertThat(socket.next()).isEqualTo("end");
      closed.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_slow_poll_still_gets_its_whole_answer_and_then_the_close() throws Exception {
    TestServer server = new TestServer();
    String sid = server.openPolling();
    String target = RawHttp.POLLING + "&sid=" + sid;
    try (RawHttp slow = new RawHttp(server.port(), SMALL_BUFFER)) {
      server.session(sid).send(LARGE);
      CompletableFuture<Void> closed = closing(server);
      assertThat(server.session(sid).reason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      assertThat(slow.get(target).answer().brief()).isEqualTo("200 4" + LARGE);
      assertThat(slow.get(target).answer().brief()).isEqualTo("200 1");
      closed.get(5, TimeUnit.SECONDS);
      assertThat(slow.ended()).isTrue();
    }
  }

  @Test
  void an_answer_on_its_way_is_not_cut_off() throws Exception {
    byte[] content = LARGE.getBytes(UTF_8);
    HttpAnswer large = new HttpAnswer(200, Map.of(), content);
    TestServer server = new TestServer(settings -> settings.resources(request -> large));
    try (RawHttp slow = new RawHttp(server.port(), SMALL_BUFFER)) {
      slow.get("/large");
      await().until(() -> slow.in().available() > 0);
      CompletableFuture<Void> closed = closing(server);
      awaitRefusal(server.port());
      assertThat(slow.answer().brief()).isEqualTo("200 " + LARGE);
      assertThat(slow.ended()).isTrue();
      closed.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_websocket_whose_client_does_not_close_is_ended_after_a_second() throws Exception {
    TestServer server = new TestServer();
    try (RawWebSocket deaf = server.webSocket("")) {
      closing(server).get(3, TimeUnit.SECONDS);
      assertThat(deaf.next()).startsWith("0{");
      assertThat(deaf.next()).isEqualTo("close");
    }
  }

  @Test
  void it_may_be_closed_often_and_by_several_and_each_waits_for_the_end() throws Exception {
    TestServer server = new TestServer();
    String sid = server.openPolling();
    try (RawHttp last = server.http()) {
      CompletableFuture<Void> first = closing(server);
      assertThat(server.session(sid).reason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      CompletableFuture<Void> second = closing(server);
      assertThat(second).isNotDone();
      assertThat(last.get(RawHttp.POLLING + "&sid=" + sid).answer().brief()).isEqualTo("200 1");
      CompletableFuture.allOf(first, second).get(5, TimeUnit.SECONDS);
      closing(server).get(1, TimeUnit.SECONDS);
    }
  }

  @Test
  void it_may_be_closed_on_an_event_loop_and_drained_on_none() throws Exception {
    TestServer server = new TestServer();
    try (RawWebSocket socket = server.webSocket("")) {
      String sid = TestServer.sidOf(socket.next());
      TestServer.Told session = server.session(sid);
      assertThat(session.<String>ask(_ -> message(server.engine()::drain)))
          .isEqualTo("drain() waits for the event loops, so it cannot run on one");
      assertThat(session.<String>ask(_ -> message(server.engine()::close))).isEqualTo("nothing");
      assertThat(socket.next()).isEqualTo("close");
      assertThat(session.reason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      assertThat(socket.next()).isEqualTo("end");
    }
    server.engine().close();
    assertThat(server.engine().sessionCount()).isZero();
  }

  private static String message(Runnable call) {
    try {
      call.run();
      return "nothing";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void a_server_that_never_listened_can_be_closed_and_is_then_closed() {
    EngineServer server = engine(0);
    server.close();
    server.close();
    assertThatThrownBy(server::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("closed");
  }

  @Test
  void a_start_that_failed_can_be_tried_again_and_a_second_one_is_refused() throws Exception {
    try (EngineServer server = engineOnTakenPort()) {
      server.start();
      assertThatThrownBy(server::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("started already");
      try (RawHttp http = new RawHttp(server.address().getPort())) {
        assertThat(http.get(RawHttp.POLLING).answer().status()).isEqualTo(200);
      }
    }
  }

  /** One whose first start has failed, and whose port is free again. */
  private static EngineServer engineOnTakenPort() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      EngineServer server = engine(taken.getLocalPort());
      assertThatThrownBy(server::start)
          .isInstanceOf(IOException.class)
          .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort());
      assertThatThrownBy(server::address).hasMessage("not started");
      return server;
    }
  }
}
