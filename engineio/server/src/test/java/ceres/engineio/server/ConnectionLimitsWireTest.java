package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ceres.engineio.server.TrustedProxies.Header;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawHttp.Answer;
import ceres.testing.wire.RawWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many connections, sessions and handshakes there may be, and what one more is told. */
@ExtendWith(NoLeaks.class)
class ConnectionLimitsWireTest {

  private static TestServer server(UnaryOperator<ConnectionLimits> limits) throws Exception {
    return new TestServer(settings -> settings.limits(limits.apply(ConnectionLimits.DEFAULTS)));
  }

  private static Answer webSocket(TestServer server) throws Exception {
    return server.get(RawHttp.WEBSOCKET, RawWebSocket.UPGRADE);
  }

  private static void assertRefused(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(Integer.parseInt(String.valueOf(answer.header("retry-after")))).isPositive();
  }

  @Test
  void one_session_more_than_all_may_have_is_503_until_somebody_leaves() throws Exception {
    try (TestServer server = server(limits -> limits.withConnections(2, 0))) {
      String sid = server.openPolling();
      String _ = server.openPolling();
      assertRefused(server.get(RawHttp.POLLING), 503);
      assertRefused(webSocket(server), 503);
      assertThat(server.engine().statistics().refused(Refused.CONNECTION)).isEqualTo(2);
      assertThat(server.post(sid, "1").brief()).isEqualTo("200 ok");
      server.awaitSessions(1);
      assertThat(server.get(RawHttp.POLLING).status()).isEqualTo(200);
    }
  }

  @Test
  void one_session_more_than_its_address_may_have_is_429() throws Exception {
    try (TestServer server = server(limits -> limits.withConnections(0, 2))) {
      String sid = server.openPolling();
      String _ = server.openPolling();
      assertRefused(server.get(RawHttp.POLLING), 429);
      assertRefused(webSocket(server), 429);
      assertThat(server.engine().statistics().refused(Refused.CONNECTION_OF_ADDRESS)).isEqualTo(2);
      assertThat(server.post(sid, "1").brief()).isEqualTo("200 ok");
      server.awaitSessions(1);
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> server.get(RawHttp.POLLING).status() == 200);
    }
  }

  @Test
  void one_connection_more_is_answered_and_ended_and_many_more_are_cut_off() throws Exception {
    try (TestServer server = server(limits -> limits.withConnections(0, 3))) {
      List<RawHttp> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        open.add(server.http());
        assertThat(open.getLast().get("/nothing").answer().status()).isEqualTo(404);
      }
      try (RawHttp tooMany = server.http()) {
        assertRefused(tooMany.get("/nothing").answer(), 429);
        assertThat(tooMany.ended()).isTrue();
      }
      for (int i = 0; i < 64; i++) {
        open.add(server.http());
      }
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> {
            try (RawHttp cutOff = server.http()) {
              return cutOff.ended();
            }
          });
      for (RawHttp each : open) {
        each.close();
      }
      await().atMost(Duration.ofSeconds(5)).until(() -> server.get("/nothing").status() == 404);
    }
  }

  @Test
  void handshakes_come_at_a_rate() throws Exception {
    try (TestServer server =
        server(limits -> limits.withHandshakes(new Rate(1, 3), Rate.UNLIMITED))) {
      for (int i = 0; i < 3; i++) {
        String _ = server.openPolling();
      }
      assertRefused(server.get(RawHttp.POLLING), 503);
      assertRefused(webSocket(server), 503);
      assertThat(server.engine().statistics().refused(Refused.HANDSHAKE)).isEqualTo(2);
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> server.get(RawHttp.POLLING).status() == 200);
    }
  }

  @Test
  void an_address_behind_a_trusted_proxy_has_a_rate_of_its_own() throws Exception {
    try (TestServer server =
        server(limits ->
            limits
                .withHandshakes(Rate.UNLIMITED, new Rate(1, 1))
                .withConnections(0, 50)
                .withProxies(TrustedProxies.of(List.of("127.0.0.1"), Header.X_FORWARDED_FOR)))) {
      String first = "X-Forwarded-For: 203.0.113.66, 192.0.2.1";
      assertThat(server.get(RawHttp.POLLING, first).status()).isEqualTo(200);
      assertRefused(server.get(RawHttp.POLLING, "X-Forwarded-For: 1.1.1.1, 192.0.2.1"), 429);
      Answer other = server.get(RawHttp.POLLING, "X-Forwarded-For: 192.0.2.2");
      assertThat(other.status()).isEqualTo(200);
      assertThat(
              server
                  .session(TestServer.sidOf(other.body()))
                  .session()
                  .request()
                  .remoteAddress()
                  .getAddress()
                  .getHostAddress())
          .isEqualTo("192.0.2.2");
      assertThat(server.engine().statistics().refused(Refused.HANDSHAKE_OF_ADDRESS)).isEqualTo(1);
    }
  }

  @Test
  void who_is_not_trusted_gains_nothing_by_other_addresses() throws Exception {
    try (TestServer server =
        server(limits -> limits.withHandshakes(Rate.UNLIMITED, new Rate(1, 1)))) {
      assertThat(server.get(RawHttp.POLLING, "X-Forwarded-For: 192.0.2.1").status()).isEqualTo(200);
      assertRefused(server.get(RawHttp.POLLING, "X-Forwarded-For: 192.0.2.2"), 429);
    }
  }

  @Test
  void a_session_that_goes_on_needs_no_handshake() throws Exception {
    try (TestServer server =
        server(limits -> limits.withHandshakes(new Rate(1, 1), new Rate(1, 1)))) {
      String sid = server.openPolling();
      for (int i = 0; i < 20; i++) {
        assertThat(server.post(sid, "4!quiet").brief()).isEqualTo("200 ok");
      }
      try (RawWebSocket socket = server.webSocket("&sid=" + sid)) {
        assertThat(socket.text("2probe").next()).isEqualTo("3probe");
      }
    }
  }

  @Test
  void limits_that_cannot_be_are_named() {
    assertThatThrownBy(() -> ConnectionLimits.DEFAULTS.withConnections(-1, 0))
        .hasMessage("maxConnections must not be negative, but is -1");
    assertThatThrownBy(() -> ConnectionLimits.DEFAULTS.withSizes(0, 0))
        .hasMessage("maxHeaderBytes - 1 must not be negative, but is -1");
  }
}
