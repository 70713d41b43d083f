package ceres.socketio.server;

import ceres.engineio.server.CloseReason;

/** Why a socket left its namespace, in the words of the reference server. */
public enum DisconnectReason {
  CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),
  SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),
  TRANSPORT_ERROR("transport error"),
  TRANSPORT_CLOSE("transport close"),
  PING_TIMEOUT("ping timeout"),
  PARSE_ERROR("parse error"),
  FORCED_CLOSE("forced close"),
  SERVER_SHUTTING_DOWN("server shutting down");

  private final String text;

  DisconnectReason(String text) {
    this.text = text;
  }

  /** The reason as the reference server writes it, for example {@code ping timeout}. */
  public String text() {
    return text;
  }

  /**
   * Whether it just happened, so that the client may come back as if nothing had: neither side left
   * by intent or broke the protocol.
   */
  public boolean isLoss() {
    return switch (this) {
      case TRANSPORT_ERROR, TRANSPORT_CLOSE, PING_TIMEOUT, FORCED_CLOSE, SERVER_SHUTTING_DOWN ->
          true;
      case CLIENT_NAMESPACE_DISCONNECT, SERVER_NAMESPACE_DISCONNECT, PARSE_ERROR -> false;
    };
  }

  static DisconnectReason of(CloseReason reason) {
    return switch (reason) {
      case TRANSPORT_ERROR -> TRANSPORT_ERROR;
      case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
      case PING_TIMEOUT -> PING_TIMEOUT;
      case PARSE_ERROR -> PARSE_ERROR;
      case FORCED_CLOSE -> FORCED_CLOSE;
      case SERVER_SHUTTING_DOWN -> SERVER_SHUTTING_DOWN;
    };
  }
}
