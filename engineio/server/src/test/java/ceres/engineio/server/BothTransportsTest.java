package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.WireClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session does whatever carries it. */
@ExtendWith(NoLeaks.class)
@ParameterizedClass
@EnumSource(TransportName.class)
class BothTransportsTest {
  private final TransportName transport;

  BothTransportsTest(TransportName transport) {
    this.transport = transport;
  }

  private static EngineConfig.Builder quickPings(EngineConfig.Builder settings) {
    return settings.pingInterval(Duration.ofMillis(50)).pingTimeout(Duration.ofMillis(1_500));
  }

  @Test
  void open_carries_exactly_five_keys() throws Exception {
    String upgrades = transport == TransportName.POLLING ? "\"websocket\"" : "";
    try (TestServer server = new TestServer();
        WireClient client = server.open(transport)) {
      assertThat(client.open().replace(client.sid(), "SID"))
          .isEqualTo(
              "0{\"sid\":\"SID\",\"upgrades\":["
                  + upgrades
                  + "],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
      assertThat(client.sid()).matches("[\\w-]{20}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4",
        "4hello",
        "4 spaced ",
        "4\u0000\n\r\t\"\\",
        "4\u00e9\u20ac\ud83d\ude80",
        "44",
        "b",
        "bAQID",
        "b//79+w=="
      })
  void a_message_comes_back_as_it_was_sent(String packet) throws Exception {
    try (TestServer server = new TestServer();
        WireClient client = server.open(transport)) {
      client.send(packet);
      assertThat(client.next()).isEqualTo(packet);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {124, 125, 126, 65_534, 65_535, 65_536, 999_999})
  void every_size_of_message_up_to_the_limit_comes_back(int length) throws Exception {
    try (TestServer server = new TestServer();
        WireClient client = server.open(transport)) {
      String packet = '4' + "x".repeat(length);
      client.send(packet);
      assertThat(client.next()).isEqualTo(packet);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void many_messages_keep_their_order(boolean mixed) throws Exception {
    try (TestServer server = new TestServer();
        WireClient client = server.open(transport)) {
      String[] packets = new String[500];
      for (int i = 0; i < packets.length; i++) {
        packets[i] = mixed && i % 3 == 0 ? "bAQID" : "4" + i;
      }
      client.send(packets);
      for (String packet : packets) {
        assertThat(client.next()).isEqualTo(packet);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, TRANSPORT_CLOSE",
    "2, TRANSPORT_ERROR",
    "2probe, TRANSPORT_ERROR",
    "0{}, PARSE_ERROR",
    "7, PARSE_ERROR",
    "x, PARSE_ERROR",
    "'', PARSE_ERROR"
  })
  void what_a_client_may_not_say_ends_the_session_at_once(String packet, CloseReason reason)
      throws Exception {
    try (TestServer server = new TestServer();
        WireClient client = server.open(transport)) {
      long begin = System.nanoTime();
      client.send(packet);
      assertThat(client.next()).isEqualTo("end");
      assertThat(server.session(client.sid()).reason()).isEqualTo(reason);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("by itself and at once")
          .isLessThan(Duration.ofMillis(500));
      server.awaitSessions(0);
      assertThat(server.poll(client.sid()).brief())
          .isEqualTo("400 {\"code\":1,\"message\":\"Session ID unknown\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "3probe", "5", "6"})
  void what_means_nothing_does_no_harm(String packet) throws Exception {
    try (TestServer server = new TestServer();
        WireClient client = server.open(transport)) {
      client.send(packet);
      client.send("4alive");
      assertThat(client.next()).isEqualTo("4alive");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "7"})
  void nothing_is_delivered_after_the_end(String last) throws Exception {
    try (TestServer server = new TestServer();
        WireClient client = server.open(transport)) {
      // One segment for all: of a POST that does not parse, nothing at all is processed.
      client.send("4!quiet", last, "4!quiet", "4!quiet", "1");
      TestServer.Told told = server.session(client.sid());
      told.reason();
      server.awaitSessions(0);
      assertThat(told.messages.size()).isLessThanOrEqualTo(1);
      assertThat(told.toldAfterEnd).isFalse();
    }
  }

  @Test
  void the_layer_above_closes_and_the_client_is_told() throws Exception {
    try (TestServer server = new TestServer();
        WireClient client = server.open(transport)) {
      client.send("4before", "4!close");
      assertThat(client.next()).isEqualTo("4before");
      assertThat(client.next()).isEqualTo("end");
      assertThat(server.session(client.sid()).reason()).isEqualTo(CloseReason.FORCED_CLOSE);
      server.awaitSessions(0);
    }
  }

  @Test
  void pongs_keep_it_alive() throws Exception {
    try (TestServer server = new TestServer(BothTransportsTest::quickPings);
        WireClient client = server.open(transport)) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.next()).isEqualTo("2");
        client.send("3");
      }
      client.send("4alive");
      String packet = client.next();
      assertThat(packet.equals("2") ? client.next() : packet).isEqualTo("4alive");
    }
  }

  @Test
  void no_pong_ends_it() throws Exception {
    Duration pingTimeout = Duration.ofMillis(300);
    try (TestServer server =
            new TestServer(settings -> quickPings(settings).pingTimeout(pingTimeout));
        WireClient client = server.open(transport)) {
      long begin = System.nanoTime();
      assertThat(client.next()).isEqualTo("2");
      assertThat(client.next()).isEqualTo("end");
      assertThat(server.session(client.sid()).reason()).isEqualTo(CloseReason.PING_TIMEOUT);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isGreaterThan(pingTimeout.minusMillis(100));
      server.awaitSessions(0);
    }
  }

  @Test
  void a_lost_connection_ends_it_promptly() throws Exception {
    try (TestServer server = new TestServer();
        WireClient client = server.open(transport)) {
      client.drop();
      assertThat(server.session(client.sid()).reason())
          .isIn(CloseReason.TRANSPORT_CLOSE, CloseReason.TRANSPORT_ERROR);
      server.awaitSessions(0);
    }
  }

  @Test
  void a_client_that_does_not_take_what_waits_is_let_go_and_no_other() throws Exception {
    int limit = 100_000;
    try (TestServer server = new TestServer(settings -> settings.maxBufferedBytes(limit));
        WireClient other = server.open(transport);
        RawHttp connection = new RawHttp(server.port(), 4_096)) {
      String sid;
      if (transport == TransportName.POLLING) {
        sid = TestServer.sidOf(connection.get(RawHttp.POLLING).answer().body());
      } else {
        sid = TestServer.sidOf(new RawWebSocket(connection, "").next());
      }
      TestServer.Told told = server.session(sid);
      OutgoingPacket packet = OutgoingPacket.text("x".repeat(5_000));
      for (int sent = 0; !told.closed.isDone() && sent < 10_000; sent++) {
        told.onLoop(session -> session.send(packet));
      }
      assertThat(told.reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
      server.awaitSessions(1);
      other.send("4unharmed");
      assertThat(other.next()).isEqualTo("4unharmed");
    }
  }

  @Test
  void one_turn_cannot_queue_more_than_the_limit() throws Exception {
    int limit = 100_000;
    try (TestServer server = new TestServer(settings -> settings.maxBufferedBytes(limit));
        WireClient client = server.open(transport)) {
      TestServer.Told told = server.session(client.sid());
      told.onLoop(session -> {
        for (int i = 0; i < 1_000; i++) {
          session.send(OutgoingPacket.text("x".repeat(5_000)));
        }
      });
      assertThat(told.reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
      int bytes = 0;
      for (String packet = client.next(); !packet.equals("end"); packet = client.next()) {
        bytes += packet.length();
      }
      assertThat(bytes).isLessThanOrEqualTo(limit);
    }
  }

  @Test
  void a_listener_that_fails_costs_its_session_and_nothing_else() throws Exception {
    try (TestServer server = new TestServer(settings -> settings.eventLoops(1));
        WireClient client = server.open(transport);
        WireClient other = server.open(transport)) {
      client.send("4!throw");
      assertThat(client.next()).isEqualTo("end");
      server.session(client.sid()).reason();
      server.awaitSessions(1);
      other.send("4unharmed");
      assertThat(other.next()).isEqualTo("4unharmed");
    }
  }

  @Test
  void a_paused_session_reads_again_when_resumed() throws Exception {
    try (TestServer server = new TestServer();
        WireClient client = server.open(transport)) {
      TestServer.Told told = server.session(client.sid());
      told.onLoop(Session::pauseReading);
      told.onLoop(Session::resumeReading);
      client.send("4a");
      assertThat(client.next()).isEqualTo("4a");
    }
  }
}
