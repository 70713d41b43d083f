package ceres.engineio.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ceres.engineio.protocol.EnginePacket;
import ceres.engineio.protocol.OpenPayload;
import ceres.engineio.server.SessionEffect.Deliver;
import ceres.engineio.server.SessionEffect.NotifyClosed;
import ceres.engineio.server.SessionEffect.Plain;
import ceres.engineio.server.SessionLife.Transition;
import ceres.engineio.server.SessionState.Closed;
import ceres.engineio.server.SessionState.Closing;
import ceres.engineio.server.SessionState.OnWebSocket;
import ceres.engineio.server.SessionState.Polling;
import ceres.engineio.server.SessionState.Upgrading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every state on every event: the next state ({@code =} is the same) and the effects, in order. */
class SessionLifeTest {
  private static final CloseReason EARLIER = CloseReason.FORCED_CLOSE;

  static final Map<String, SessionState> STATES = new LinkedHashMap<>();
  static final Map<String, SessionEvent> EVENTS = new LinkedHashMap<>();

  static {
    STATES.put("Polling", new Polling());
    STATES.put("Upgrading", new Upgrading(false));
    STATES.put("Probed", new Upgrading(true));
    STATES.put("OnWebSocket", new OnWebSocket());
    STATES.put("Closing", new Closing(EARLIER));
    STATES.put("Closed", new Closed(EARLIER));

    Map<String, EnginePacket> packets = new LinkedHashMap<>();
    packets.put("open", new EnginePacket.Open(new OpenPayload("s", List.of(), 1, 1, 1)));
    packets.put("close", new EnginePacket.Close());
    packets.put("ping", new EnginePacket.Ping(""));
    packets.put("probe", new EnginePacket.Ping("probe"));
    packets.put("pong", new EnginePacket.Pong(""));
    packets.put("text", new EnginePacket.TextMessage("a"));
    packets.put("binary", new EnginePacket.BinaryMessage(new byte[] {1}));
    packets.put("upgrade", new EnginePacket.Upgrade());
    packets.put("noop", new EnginePacket.Noop());
    packets.forEach(
        (name, packet) -> EVENTS.put("Received " + name, new SessionEvent.Received(packet)));
    packets.forEach((name, packet) ->
        EVENTS.put("CandidateReceived " + name, new SessionEvent.CandidateReceived(packet)));
    EVENTS.put("ReceivedGarbage", new SessionEvent.ReceivedGarbage());
    EVENTS.put("RequestOverlapped", new SessionEvent.RequestOverlapped());
    EVENTS.put("CandidateOpened", new SessionEvent.CandidateOpened());
    EVENTS.put("CandidateFailed", new SessionEvent.CandidateFailed());
    EVENTS.put("ClientPinged", new SessionEvent.ClientPinged("a"));
    EVENTS.put("ClientPingDue", new SessionEvent.ClientPingDue());
    EVENTS.put("PingDue", new SessionEvent.PingDue());
    EVENTS.put("PongOverdue", new SessionEvent.PongOverdue());
    EVENTS.put("TransportGone", new SessionEvent.TransportGone(CloseReason.TRANSPORT_CLOSE));
    EVENTS.put("CloseRequested", new SessionEvent.CloseRequested(CloseReason.SERVER_SHUTTING_DOWN));
    EVENTS.put("CloseDelivered", new SessionEvent.CloseDelivered());
  }

  private static final String TABLE =
      """
      Received open      | Polling Upgrading Probed OnWebSocket | Closed PARSE_ERROR     | NotifyClosed(PARSE_ERROR) RELEASE_POLL DESTROY
      Received close     | Polling Upgrading Probed OnWebSocket | Closed TRANSPORT_CLOSE | NotifyClosed(TRANSPORT_CLOSE) RELEASE_POLL DESTROY
      Received ping      | Polling Upgrading Probed OnWebSocket | Closed TRANSPORT_ERROR | NotifyClosed(TRANSPORT_ERROR) RELEASE_POLL DESTROY
      Received probe     | Polling Upgrading Probed OnWebSocket | Closed TRANSPORT_ERROR | NotifyClosed(TRANSPORT_ERROR) RELEASE_POLL DESTROY
      Received pong      | Polling Upgrading Probed OnWebSocket | =                      | AWAIT_PING
      Received text      | Polling Upgrading Probed OnWebSocket | =                      | Deliver(text)
      Received binary    | Polling Upgrading Probed OnWebSocket | =                      | Deliver(binary)
      Received upgrade   | Polling Upgrading Probed OnWebSocket | =                      |
      Received noop      | Polling Upgrading Probed OnWebSocket | =                      |
      Received open      | Closing Closed                       | =                      |
      Received close     | Closing Closed                       | =                      |
      Received ping      | Closing Closed                       | =                      |
      Received probe     | Closing Closed                       | =                      |
      Received pong      | Closing Closed                       | =                      |
      Received text      | Closing Closed                       | =                      |
      Received binary    | Closing Closed                       | =                      |
      Received upgrade   | Closing Closed                       | =                      |
      Received noop      | Closing Closed                       | =                      |

      ReceivedGarbage    | Polling Upgrading Probed OnWebSocket | Closed PARSE_ERROR     | NotifyClosed(PARSE_ERROR) RELEASE_POLL DESTROY
      ReceivedGarbage    | Closing                              | Closed FORCED_CLOSE    | RELEASE_POLL DESTROY
      ReceivedGarbage    | Closed                               | =                      |
      RequestOverlapped  | Polling Upgrading Probed OnWebSocket | Closed TRANSPORT_ERROR | NotifyClosed(TRANSPORT_ERROR) ABORT_POLL DESTROY
      RequestOverlapped  | Closing                              | Closed FORCED_CLOSE    | RELEASE_POLL DESTROY
      RequestOverlapped  | Closed                               | =                      |

      CandidateOpened    | Polling                              | Upgrading              | KEEP_CANDIDATE
      CandidateOpened    | Upgrading Probed OnWebSocket         | =                      | REJECT_CANDIDATE
      CandidateOpened    | Closing Closed                       | =                      | REJECT_CANDIDATE
      CandidateFailed    | Upgrading Probed                     | Polling                | DROP_CANDIDATE
      CandidateFailed    | Polling OnWebSocket Closing Closed   | =                      |

      CandidateReceived probe   | Upgrading Probed                   | Probed      | ANSWER_PROBE RELEASE_POLL
      CandidateReceived upgrade | Probed                             | OnWebSocket | ADOPT_CANDIDATE
      CandidateReceived upgrade | Upgrading                          | Polling     | DROP_CANDIDATE
      CandidateReceived open    | Upgrading Probed                   | Polling     | DROP_CANDIDATE
      CandidateReceived close   | Upgrading Probed                   | Polling     | DROP_CANDIDATE
      CandidateReceived ping    | Upgrading Probed                   | Polling     | DROP_CANDIDATE
      CandidateReceived pong    | Upgrading Probed                   | Polling     | DROP_CANDIDATE
      CandidateReceived text    | Upgrading Probed                   | Polling     | DROP_CANDIDATE
      CandidateReceived binary  | Upgrading Probed                   | Polling     | DROP_CANDIDATE
      CandidateReceived noop    | Upgrading Probed                   | Polling     | DROP_CANDIDATE
      CandidateReceived probe   | Polling OnWebSocket Closing Closed | =           |
      CandidateReceived upgrade | Polling OnWebSocket Closing Closed | =           |
      CandidateReceived open    | Polling OnWebSocket Closing Closed | =           |
      CandidateReceived close   | Polling OnWebSocket Closing Closed | =           |
      CandidateReceived ping    | Polling OnWebSocket Closing Closed | =           |
      CandidateReceived pong    | Polling OnWebSocket Closing Closed | =           |
      CandidateReceived text    | Polling OnWebSocket Closing Closed | =           |
      CandidateReceived binary  | Polling OnWebSocket Closing Closed | =           |
      CandidateReceived noop    | Polling OnWebSocket Closing Closed | =           |

      ClientPinged       | Polling Upgrading Probed OnWebSocket | =                      | AnswerPing(a) AWAIT_PING
      ClientPinged       | Closing Closed                       | =                      |
      ClientPingDue      | Polling Upgrading Probed OnWebSocket | =                      | AWAIT_LATE_PING
      ClientPingDue      | Closing Closed                       | =                      |
      PingDue            | Polling Upgrading Probed OnWebSocket | =                      | SEND_PING
      PingDue            | Closing Closed                       | =                      |
      PongOverdue        | Polling Upgrading Probed OnWebSocket | Closed PING_TIMEOUT    | NotifyClosed(PING_TIMEOUT) RELEASE_POLL DESTROY
      PongOverdue        | Closing                              | Closed FORCED_CLOSE    | RELEASE_POLL DESTROY
      PongOverdue        | Closed                               | =                      |
      TransportGone      | Polling Upgrading Probed OnWebSocket | Closed TRANSPORT_CLOSE | NotifyClosed(TRANSPORT_CLOSE) RELEASE_POLL DESTROY
      TransportGone      | Closing                              | Closed FORCED_CLOSE    | RELEASE_POLL DESTROY
      TransportGone      | Closed                               | =                      |

      CloseRequested     | Polling                | Closing SERVER_SHUTTING_DOWN | NotifyClosed(SERVER_SHUTTING_DOWN) CLOSE_BY_POLL
      CloseRequested     | Upgrading Probed       | Closing SERVER_SHUTTING_DOWN | DROP_CANDIDATE NotifyClosed(SERVER_SHUTTING_DOWN) CLOSE_BY_POLL
      CloseRequested     | OnWebSocket            | Closed SERVER_SHUTTING_DOWN  | NotifyClosed(SERVER_SHUTTING_DOWN) FLUSH DESTROY
      CloseRequested     | Closing Closed         | =                            |
      CloseDelivered     | Closing                | Closed FORCED_CLOSE          | DESTROY
      CloseDelivered     | Polling Upgrading Probed OnWebSocket Closed | =       |
      """;

  private record Row(String event, String state, String next, String effects) {}

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String line : TABLE.lines().filter(line -> !line.isBlank()).toList()) {
      String[] cells = line.split("\\|", -1);
      for (String state : cells[1].strip().split(" +", -1)) {
        rows.add(new Row(cells[0].strip(), state, cells[2].strip(), cells[3].strip()));
      }
    }
    return rows;
  }

  @TestFactory
  Stream<DynamicTest> each_state_on_each_event() {
    return rows().stream()
        .map(row ->
            dynamicTest(
                row.state() + " on " + row.event(),
                () -> {
                  SessionState before = requireNonNull(STATES.get(row.state()));
                  Transition transition =
                      SessionLife.on(before, requireNonNull(EVENTS.get(row.event())));
                  assertThat(name(transition.state()))
                      .isEqualTo(row.next().equals("=") ? name(before) : row.next());
                  assertThat(
                          transition.effects().stream()
                              .map(SessionLifeTest::name)
                              .collect(Collectors.joining(" ")))
                      .isEqualTo(row.effects());
                }));
  }

  @Test
  void the_table_has_every_state_with_every_event_once() {
    List<String> expected = new ArrayList<>();
    EVENTS.keySet().forEach(event -> STATES.keySet().forEach(s -> expected.add(s + event)));
    assertThat(rows().stream().map(row -> row.state() + row.event()))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void a_session_begins_on_the_transport_of_its_handshake() {
    assertThat(SessionLife.begin(TransportName.POLLING)).isEqualTo(new Polling());
    assertThat(SessionLife.begin(TransportName.WEBSOCKET)).isEqualTo(new OnWebSocket());
  }

  private static String name(SessionState state) {
    return switch (state) {
      case Polling() -> "Polling";
      case Upgrading(boolean probed) -> probed ? "Probed" : "Upgrading";
      case OnWebSocket() -> "OnWebSocket";
      case Closing(CloseReason reason) -> "Closing " + reason;
      case Closed(CloseReason reason) -> "Closed " + reason;
    };
  }

  private static String name(SessionEffect effect) {
    return switch (effect) {
      case Deliver(EnginePacket.TextMessage _) -> "Deliver(text)";
      case Deliver(EnginePacket.BinaryMessage _) -> "Deliver(binary)";
      case SessionEffect.AnswerPing(String data) -> "AnswerPing(" + data + ")";
      case NotifyClosed(CloseReason reason) -> "NotifyClosed(" + reason + ")";
      case Plain plain -> plain.name();
    };
  }
}
