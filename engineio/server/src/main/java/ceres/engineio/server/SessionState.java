package ceres.engineio.server;

/**
 * Where a session is in its life. {@link SessionLife} says how it gets from one state to the next.
 */
sealed interface SessionState {

  /** Polling carries the session; nobody tries to upgrade it. */
  record Polling() implements SessionState {}

  /**
   * Polling carries the session while a WebSocket has been opened to take over.
   *
   * @param probed whether the client's probe was answered
   */
  record Upgrading(boolean probed) implements SessionState {}

  /** A WebSocket carries the session, until the end. */
  record OnWebSocket() implements SessionState {}

  /** Closed by the layer above; a CLOSE waits for the next poll to take it along. */
  record Closing(CloseReason reason) implements SessionState {}

  /** The end. */
  record Closed(CloseReason reason) implements SessionState {}
}
