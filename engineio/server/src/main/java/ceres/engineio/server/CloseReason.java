package ceres.engineio.server;

/** Why an Engine.IO session ended, in the words of the reference server. */
public enum CloseReason {
  /** The transport broke, or the client broke the transport's rules. */
  TRANSPORT_ERROR("transport error"),
  /** The client closed the transport. */
  TRANSPORT_CLOSE("transport close"),
  /** No pong came in time. */
  PING_TIMEOUT("ping timeout"),
  /** What the client sent is no Engine.IO packet. */
  PARSE_ERROR("parse error"),
  /** The layer above closed the session. */
  FORCED_CLOSE("forced close"),
  /** The server stops. */
  SERVER_SHUTTING_DOWN("server shutting down");

  private final String text;

  CloseReason(String text) {
    this.text = text;
  }

  /** The reason as applications see it, for example {@code ping timeout}. */
  public String text() {
    return text;
  }
}
