package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From polling to WebSocket, where the WebSocket is on the session's loop or on another. */
@ExtendWith(NoLeaks.class)
@ParameterizedClass
@ValueSource(booleans = {true, false})
class UpgradeWireTest {
  private static final String BAD_REQUEST = "400 {\"code\":3,\"message\":\"Bad request\"}";

  private final boolean sameLoop;
  private TestServer server;
  private String sid;
  private TestServer.Told told;

  UpgradeWireTest(boolean sameLoop) {
    this.sameLoop = sameLoop;
  }

  @BeforeEach
  void open() throws IOException {
    server = new TestServer(settings -> settings.upgradeTimeout(Duration.ofMillis(300)));
    sid = server.openPolling();
    told = server.session(sid);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawWebSocket candidate() throws IOException {
    RawHttp http = server.httpByLoop(told.session().loop(), sameLoop);
    return new RawWebSocket(http, "&sid=" + sid);
  }

  private RawWebSocket upgraded() throws IOException {
    RawWebSocket socket = candidate();
    assertThat(socket.text("2probe").next()).isEqualTo("3probe");
    return socket.text("5");
  }

  private void assertPollingWorks() throws IOException {
    assertThat(server.post(sid, "4polling").brief()).isEqualTo("200 ok");
    assertThat(server.poll(sid).body()).isEqualTo("4polling");
  }

  private static void assertClosed(RawWebSocket socket) throws IOException {
    String frame = socket.next();
    assertThat(frame).startsWith("close");
    assertThat(socket.next()).isEqualTo("end");
  }

  @Test
  void the_probe_sets_a_pending_poll_free_and_then_the_websocket_takes_over() throws Exception {
    try (RawHttp poll = server.http().get(RawHttp.POLLING + "&sid=" + sid);
        RawWebSocket socket = candidate()) {
      assertThat(socket.text("2probe").next()).isEqualTo("3probe");
      assertThat(poll.answer().brief()).isEqualTo("200 6");
      assertThat(told.ask(Session::transport)).isEqualTo(TransportName.POLLING);
      socket.text("5").text("4hello");
      assertThat(socket.next()).isEqualTo("4hello");
      assertThat(told.ask(Session::transport)).isEqualTo(TransportName.WEBSOCKET);
      assertThat(socket.binary(new byte[] {1, 2}).next()).isEqualTo("binary 0102");
    }
    assertThat(told.reason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
    server.awaitSessions(0);
  }

  @Test
  void a_poll_that_comes_between_probe_and_upgrade_does_not_wait() throws Exception {
    try (RawWebSocket socket = candidate()) {
      assertThat(socket.text("2probe").next()).isEqualTo("3probe");
      assertThat(server.poll(sid).brief()).isEqualTo("200 6");
      assertThat(server.post(sid, "4a").brief()).isEqualTo("200 ok");
      assertThat(server.poll(sid).brief()).isEqualTo("200 4a");
      assertThat(socket.text("5").text("4b").next()).isEqualTo("4b");
    }
  }

  @Test
  void what_waits_when_the_websocket_takes_over_goes_by_it() throws Exception {
    assertThat(server.post(sid, "4a\u001ebAQ==\u001e4b").brief()).isEqualTo("200 ok");
    try (RawWebSocket socket = upgraded()) {
      assertThat(socket.next()).isEqualTo("4a");
      assertThat(socket.next()).isEqualTo("binary 01");
      assertThat(socket.next()).isEqualTo("4b");
    }
  }

  /** It is on its way when the WebSocket takes over, on connections of their own each. */
  @Test
  void a_poll_that_is_sent_after_the_upgrade_is_refused_however_fast_it_is() throws Exception {
    try (RawHttp http = server.http()) {
      for (int i = 0; i < 100; i++) {
        try (RawWebSocket socket = candidate()) {
          socket.text("2probe").text("5");
          assertThat(http.get(RawHttp.POLLING + "&sid=" + sid).answer().status()).isEqualTo(400);
          assertThat(socket.next()).isEqualTo("3probe");
          assertThat(socket.text("4a").next()).isEqualTo("4a");
        }
        sid = server.openPolling();
        told = server.session(sid);
      }
    }
  }

  @Test
  void http_requests_after_an_upgrade_are_refused_and_harm_nothing() throws Exception {
    try (RawWebSocket socket = upgraded()) {
      assertThat(socket.text("4a").next()).isEqualTo("4a");
      assertThat(server.poll(sid).brief()).isEqualTo(BAD_REQUEST);
      assertThat(server.poll(sid).brief()).isEqualTo(BAD_REQUEST);
      assertThat(server.post(sid, "4b").brief()).isEqualTo(BAD_REQUEST);
      assertThat(server.post(sid, "garbage").brief()).isEqualTo(BAD_REQUEST);
      RawHttp aborted = server.http().get(RawHttp.POLLING + "&sid=" + sid);
      aborted.reset();
      assertThat(socket.text("4c").next()).isEqualTo("4c");
      assertThat(told.messages).containsExactly("a", "c");
    }
  }

  @Test
  void a_second_websocket_is_accepted_then_closed_and_the_first_is_unharmed() throws Exception {
    try (RawWebSocket first = upgraded()) {
      assertThat(first.text("4a").next()).isEqualTo("4a");
      try (RawWebSocket second = candidate()) {
        assertClosed(second.text("2probe").text("5").text("4evil"));
      }
      assertThat(first.text("4b").next()).isEqualTo("4b");
      assertThat(told.messages).containsExactly("a", "b");
    }
  }

  @Test
  void of_two_candidates_the_first_wins() throws Exception {
    try (RawWebSocket first = candidate()) {
      try (RawWebSocket second = candidate()) {
        assertClosed(second.text("2probe").text("5").text("4evil"));
      }
      assertThat(first.text("2probe").next()).isEqualTo("3probe");
      assertThat(first.text("5").text("4a").next()).isEqualTo("4a");
      assertThat(told.messages).containsExactly("a");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "x", "", "0{}", "1", "2", "3", "4early", "6"})
  void a_candidate_that_says_the_wrong_thing_is_closed_and_polling_goes_on(String packet)
      throws Exception {
    try (RawWebSocket socket = candidate()) {
      assertClosed(socket.text(packet).text("4evil"));
    }
    assertPollingWorks();
    assertThat(told.messages).containsExactly("polling");
    try (RawWebSocket socket = upgraded()) {
      assertThat(socket.text("4a").next()).isEqualTo("4a");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"810134", "818100000000ff", "8880deadbeef", "828100000000ff"})
  void a_candidate_that_breaks_the_rules_is_closed_and_polling_goes_on(String hex)
      throws Exception {
    try (RawWebSocket socket = candidate()) {
      assertClosed(socket.raw(hex));
    }
    assertPollingWorks();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_candidate_that_takes_too_long_is_closed_and_polling_goes_on(boolean probes)
      throws Exception {
    try (RawWebSocket socket = candidate()) {
      if (probes) {
        assertThat(socket.text("2probe").next()).isEqualTo("3probe");
      }
      assertClosed(socket);
    }
    assertPollingWorks();
  }

  @Test
  void a_candidate_that_is_gone_at_once_makes_way_for_the_next() throws Exception {
    for (int i = 0; i < 20; i++) {
      RawHttp http = server.httpByLoop(told.session().loop(), sameLoop);
      http.get(RawHttp.WEBSOCKET + "&sid=" + sid, RawWebSocket.UPGRADE).reset();
    }
    // Well before any of their upgradeTimeouts, each of which would reject the next.
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> {
          try (RawWebSocket socket = candidate()) {
            assertThat(socket.text("2probe").next()).isEqualTo("3probe");
          }
        });
    assertPollingWorks();
  }

  @Test
  void a_probe_in_the_same_segment_as_the_request_is_answered() throws Exception {
    byte[] probe = RawWebSocket.masked(0x81, "2probe".getBytes(StandardCharsets.UTF_8));
    byte[] upgrade = RawWebSocket.masked(0x81, "5".getBytes(StandardCharsets.UTF_8));
    byte[] message = RawWebSocket.masked(0x81, "4a".getBytes(StandardCharsets.UTF_8));
    String query = "&sid=" + sid;
    try (RawWebSocket socket =
        RawWebSocket.inAHurry(server.port(), query, probe, upgrade, message)) {
      assertThat(socket.next()).isEqualTo("3probe");
      assertThat(socket.next()).isEqualTo("4a");
    }
  }

  @Test
  void a_session_that_closes_during_an_upgrade_closes_both() throws Exception {
    try (RawWebSocket socket = candidate()) {
      assertThat(socket.text("2probe").next()).isEqualTo("3probe");
      told.onLoop(session -> session.close(CloseReason.FORCED_CLOSE));
      assertClosed(socket);
    }
    assertThat(server.poll(sid).brief()).isEqualTo("200 1");
    server.awaitSessions(0);
  }

  @Test
  void a_pending_poll_that_is_aborted_during_an_upgrade_ends_the_session() throws Exception {
    try (RawWebSocket socket = candidate()) {
      RawHttp poll = server.http().get(RawHttp.POLLING + "&sid=" + sid);
      await().until(() -> told.ask(Session::isWritable));
      poll.reset();
      assertClosed(socket);
    }
    assertThat(told.reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
  }

  @Test
  void a_pause_holds_across_an_upgrade() throws Exception {
    told.onLoop(Session::pauseReading);
    try (RawWebSocket socket = upgraded()) {
      await().until(() -> told.ask(Session::transport) == TransportName.WEBSOCKET);
      told.send("paused");
      assertThat(socket.next()).isEqualTo("4paused");
      socket.text("4!quiet");
      // The loop turns many times, and does not read.
      for (int i = 0; i < 100; i++) {
        told.send("turn");
        assertThat(socket.next()).isEqualTo("4turn");
      }
      assertThat(told.messages).isEmpty();
      told.onLoop(Session::resumeReading);
      assertThat(told.message()).isEqualTo("!quiet");
    }
  }

  @Test
  void nothing_is_lost_or_reordered_while_the_server_sends_all_through_an_upgrade()
      throws Exception {
    for (int repetition = 0; repetition < 50; repetition++) {
      sid = server.openPolling();
      told = server.session(sid);
      AtomicBoolean enough = new AtomicBoolean();
      told.onLoop(session -> stream(session, 0, enough));
      List<String> received = new ArrayList<>();
      try (RawHttp poll = server.http();
          RawWebSocket socket = candidate()) {
        String target = RawHttp.POLLING + "&sid=" + sid;
        // As the clients do: poll all the while, and once the probe is answered, let the poll that
        // is under way come back before saying "upgrade".
        for (int i = 0; i < repetition % 5; i++) {
          received.addAll(packets(poll.get(target).answer()));
        }
        poll.get(target);
        socket.text("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
        received.addAll(packets(poll.answer()));
        socket.text("5");
        int byPolling = received.size();
        while (received.size() < byPolling + 200) {
          received.add(socket.next());
        }
        enough.set(true);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < received.size(); i++) {
          expected.add("4" + i);
        }
        assertThat(received).isEqualTo(expected);
      }
    }
  }

  /** Sends numbers, a few in each turn of the loop. */
  private static void stream(Session session, int next, AtomicBoolean enough) {
    if (!enough.get() && session.isOpen()) {
      for (int i = 0; i < 3; i++) {
        session.send(OutgoingPacket.text(String.valueOf(next + i)));
      }
      var _ =
          session
              .loop()
              .schedule(Duration.ofNanos(100_000), () -> stream(session, next + 3, enough));
    }
  }

  private static List<String> packets(RawHttp.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().equals("6") ? List.of() : List.of(answer.body().split("\u001e", -1));
  }
}
