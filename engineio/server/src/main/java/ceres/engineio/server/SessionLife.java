package ceres.engineio.server;

import static ceres.engineio.server.SessionEffect.Plain.ABORT_POLL;
import static ceres.engineio.server.SessionEffect.Plain.ADOPT_CANDIDATE;
import static ceres.engineio.server.SessionEffect.Plain.ANSWER_PROBE;
import static ceres.engineio.server.SessionEffect.Plain.AWAIT_LATE_PING;
import static ceres.engineio.server.SessionEffect.Plain.AWAIT_PING;
import static ceres.engineio.server.SessionEffect.Plain.CLOSE_BY_POLL;
import static ceres.engineio.server.SessionEffect.Plain.DESTROY;
import static ceres.engineio.server.SessionEffect.Plain.DROP_CANDIDATE;
import static ceres.engineio.server.SessionEffect.Plain.FLUSH;
import static ceres.engineio.server.SessionEffect.Plain.KEEP_CANDIDATE;
import static ceres.engineio.server.SessionEffect.Plain.REJECT_CANDIDATE;
import static ceres.engineio.server.SessionEffect.Plain.RELEASE_POLL;
import static ceres.engineio.server.SessionEffect.Plain.SEND_PING;

import ceres.engineio.protocol.EnginePacket;
import ceres.engineio.protocol.EnginePacket.BinaryMessage;
import ceres.engineio.protocol.EnginePacket.Close;
import ceres.engineio.protocol.EnginePacket.Noop;
import ceres.engineio.protocol.EnginePacket.Open;
import ceres.engineio.protocol.EnginePacket.Ping;
import ceres.engineio.protocol.EnginePacket.Pong;
import ceres.engineio.protocol.EnginePacket.TextMessage;
import ceres.engineio.protocol.EnginePacket.Upgrade;
import ceres.engineio.server.SessionEffect.AnswerPing;
import ceres.engineio.server.SessionEffect.Deliver;
import ceres.engineio.server.SessionEffect.NotifyClosed;
import ceres.engineio.server.SessionEvent.CandidateFailed;
import ceres.engineio.server.SessionEvent.CandidateOpened;
import ceres.engineio.server.SessionEvent.CandidateReceived;
import ceres.engineio.server.SessionEvent.ClientPingDue;
import ceres.engineio.server.SessionEvent.ClientPinged;
import ceres.engineio.server.SessionEvent.CloseDelivered;
import ceres.engineio.server.SessionEvent.CloseRequested;
import ceres.engineio.server.SessionEvent.PingDue;
import ceres.engineio.server.SessionEvent.PongOverdue;
import ceres.engineio.server.SessionEvent.Received;
import ceres.engineio.server.SessionEvent.ReceivedGarbage;
import ceres.engineio.server.SessionEvent.RequestOverlapped;
import ceres.engineio.server.SessionEvent.TransportGone;
import ceres.engineio.server.SessionState.Closed;
import ceres.engineio.server.SessionState.Closing;
import ceres.engineio.server.SessionState.OnWebSocket;
import ceres.engineio.server.SessionState.Polling;
import ceres.engineio.server.SessionState.Upgrading;
import java.util.List;

/**
 * The life of an Engine.IO session as one pure function (Engine.IO protocol, "Upgrade",
 * "Heartbeat"; {@code docs/engineio.md} has the table). It knows no clock, thread or channel:
 * {@link EngineSession} carries out the effects.
 *
 * <p>Rules that hold in every state: nothing is delivered once the session is closing or closed; a
 * session ends exactly once; what fails on a candidate never harms the session.
 */
final class SessionLife {

  /** The state after an event, and what is to be done, in order. */
  record Transition(SessionState state, List<SessionEffect> effects) {}

  private static final Polling POLLING = new Polling();
  private static final OnWebSocket ON_WEBSOCKET = new OnWebSocket();

  private SessionLife() {}

  /** How a session begins. */
  static SessionState begin(TransportName transport) {
    return switch (transport) {
      case POLLING -> POLLING;
      case WEBSOCKET -> ON_WEBSOCKET;
    };
  }

  /** The transition of a state on an event. */
  static Transition on(SessionState state, SessionEvent event) {
    return switch (event) {
      case Received(EnginePacket packet) -> received(state, packet);
      case ReceivedGarbage() -> end(state, CloseReason.PARSE_ERROR);
      case RequestOverlapped() -> overlapped(state);
      case CandidateOpened() -> candidateOpened(state);
      case CandidateReceived(EnginePacket packet) -> candidateReceived(state, packet);
      case CandidateFailed() -> candidateFailed(state);
      case ClientPinged(String data) ->
          isOpen(state) ? stay(state, new AnswerPing(data), AWAIT_PING) : stay(state);
      case ClientPingDue() -> isOpen(state) ? stay(state, AWAIT_LATE_PING) : stay(state);
      case PingDue() -> isOpen(state) ? stay(state, SEND_PING) : stay(state);
      case PongOverdue() -> end(state, CloseReason.PING_TIMEOUT);
      case TransportGone(CloseReason reason) -> end(state, reason);
      case CloseRequested(CloseReason reason) -> closeRequested(state, reason);
      case CloseDelivered() -> closeDelivered(state);
    };
  }

  private static Transition received(SessionState state, EnginePacket packet) {
    if (!isOpen(state)) {
      return stay(state);
    }
    return switch (packet) {
      case TextMessage message -> stay(state, new Deliver(message));
      case BinaryMessage message -> stay(state, new Deliver(message));
      case Pong(String data) -> stay(state, AWAIT_PING);
      case Close() -> end(state, CloseReason.TRANSPORT_CLOSE);
      // Since protocol 4 only the server pings.
      case Ping(String data) -> end(state, CloseReason.TRANSPORT_ERROR);
      case Open open -> end(state, CloseReason.PARSE_ERROR);
      case Upgrade(), Noop() -> stay(state);
    };
  }

  private static Transition candidateOpened(SessionState state) {
    return switch (state) {
      case Polling() -> new Transition(new Upgrading(false), List.of(KEEP_CANDIDATE));
      case Upgrading(boolean probed) -> stay(state, REJECT_CANDIDATE);
      case OnWebSocket() -> stay(state, REJECT_CANDIDATE);
      case Closing(CloseReason reason) -> stay(state, REJECT_CANDIDATE);
      case Closed(CloseReason reason) -> stay(state, REJECT_CANDIDATE);
    };
  }

  private static Transition candidateReceived(SessionState state, EnginePacket packet) {
    if (!(state instanceof Upgrading(boolean probed))) {
      return stay(state);
    }
    if (packet instanceof Ping(String data) && data.equals("probe")) {
      return new Transition(new Upgrading(true), List.of(ANSWER_PROBE, RELEASE_POLL));
    }
    if (packet instanceof Upgrade && probed) {
      return new Transition(ON_WEBSOCKET, List.of(ADOPT_CANDIDATE));
    }
    return new Transition(POLLING, List.of(DROP_CANDIDATE));
  }

  private static Transition candidateFailed(SessionState state) {
    return state instanceof Upgrading
        ? new Transition(POLLING, List.of(DROP_CANDIDATE))
        : stay(state);
  }

  private static Transition closeRequested(SessionState state, CloseReason reason) {
    return switch (state) {
      case Polling() ->
          new Transition(new Closing(reason), List.of(new NotifyClosed(reason), CLOSE_BY_POLL));
      case Upgrading(boolean probed) ->
          new Transition(
              new Closing(reason),
              List.of(DROP_CANDIDATE, new NotifyClosed(reason), CLOSE_BY_POLL));
      case OnWebSocket() ->
          new Transition(new Closed(reason), List.of(new NotifyClosed(reason), FLUSH, DESTROY));
      case Closing(CloseReason earlier) -> stay(state);
      case Closed(CloseReason earlier) -> stay(state);
    };
  }

  private static Transition closeDelivered(SessionState state) {
    return state instanceof Closing(CloseReason reason)
        ? new Transition(new Closed(reason), List.of(DESTROY))
        : stay(state);
  }

  private static Transition overlapped(SessionState state) {
    return isOpen(state)
        ? new Transition(
            new Closed(CloseReason.TRANSPORT_ERROR),
            List.of(new NotifyClosed(CloseReason.TRANSPORT_ERROR), ABORT_POLL, DESTROY))
        : end(state, CloseReason.TRANSPORT_ERROR);
  }

  private static Transition end(SessionState state, CloseReason reason) {
    return switch (state) {
      case Polling() -> ended(reason);
      case Upgrading(boolean probed) -> ended(reason);
      case OnWebSocket() -> ended(reason);
      case Closing(CloseReason earlier) ->
          new Transition(new Closed(earlier), List.of(RELEASE_POLL, DESTROY));
      case Closed(CloseReason earlier) -> stay(state);
    };
  }

  private static Transition ended(CloseReason reason) {
    return new Transition(
        new Closed(reason), List.of(new NotifyClosed(reason), RELEASE_POLL, DESTROY));
  }

  private static Transition stay(SessionState state, SessionEffect... effects) {
    return new Transition(state, List.of(effects));
  }

  static boolean isOpen(SessionState state) {
    return switch (state) {
      case Polling polling -> true;
      case Upgrading upgrading -> true;
      case OnWebSocket onWebSocket -> true;
      case Closing closing -> false;
      case Closed closed -> false;
    };
  }
}
