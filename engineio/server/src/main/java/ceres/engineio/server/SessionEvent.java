package ceres.engineio.server;

import ceres.engineio.protocol.EnginePacket;

/** What can happen to a session. */
sealed interface SessionEvent {

  /** A packet came over the transport that carries the session. */
  record Received(EnginePacket packet) implements SessionEvent {}

  /** Bytes came over the carrying transport that are no packet. */
  record ReceivedGarbage() implements SessionEvent {}

  /** A client asked for a second poll, or sent a second body, while one was under way. */
  record RequestOverlapped() implements SessionEvent {}

  /** A WebSocket with this session's id was opened. */
  record CandidateOpened() implements SessionEvent {}

  /** A packet came over the WebSocket that tries to take over. */
  record CandidateReceived(EnginePacket packet) implements SessionEvent {}

  /** The WebSocket that tries to take over is gone, sent garbage, or took too long. */
  record CandidateFailed() implements SessionEvent {}

  /** A client of Engine.IO 3, where clients ping, did so. */
  record ClientPinged(String data) implements SessionEvent {}

  /** A client of Engine.IO 3 did not ping for pingInterval. */
  record ClientPingDue() implements SessionEvent {}

  /** It is time for a ping. */
  record PingDue() implements SessionEvent {}

  /** The pong did not come in time. */
  record PongOverdue() implements SessionEvent {}

  /** The carrying transport is gone. */
  record TransportGone(CloseReason reason) implements SessionEvent {}

  /** The layer above, or the server's stop, ends the session. */
  record CloseRequested(CloseReason reason) implements SessionEvent {}

  /** The last poll took the CLOSE along, or none came in time. */
  record CloseDelivered() implements SessionEvent {}
}
