package ceres.engineio.server;

import java.util.Locale;

/** What a server refuses; {@link EngineStatistics#refused} says how often. */
public enum Refused {
  /** A request for a transport that is unknown, or is not allowed. */
  UNKNOWN_TRANSPORT(400),
  /** A request with the id of a session that there is not. */
  UNKNOWN_SID(400),
  /** A request for a session by another method than GET. */
  BAD_HANDSHAKE_METHOD(400),
  /** A request that does not follow the protocol. */
  BAD_REQUEST(400),
  /** A handshake that the application does not want. */
  FORBIDDEN(400),
  /** A handshake of another version of the protocol. */
  UNSUPPORTED_PROTOCOL_VERSION(400),
  /** A request whose body is larger than may be. */
  PAYLOAD_TOO_LARGE(413),
  /** What is no HTTP request, or has too large a head: that is answered 431 or 414. */
  MALFORMED(400),
  /** A handshake, when the server stops. */
  STOPPING(503),
  /** A connection or a session more than all may have. */
  CONNECTION(503),
  /** A connection or a session more than its address may have. */
  CONNECTION_OF_ADDRESS(429),
  /** A handshake, when there are too many of them. */
  HANDSHAKE(503),
  /** A handshake, when there are too many of its address. */
  HANDSHAKE_OF_ADDRESS(429),
  /** A request that did not come in time. */
  SLOW_REQUEST(408),
  /** A request of a page that may not connect. */
  FOREIGN_ORIGIN(400),
  /** A connection whose TLS handshake did not come to its end. */
  TLS_HANDSHAKE(0),
  /** Some connections, for a second, because the system gives no more of them. */
  NOT_ACCEPTED(0),
  /** A client for whom more bytes wait than may for one. */
  SLOW_READER(0),
  /** A client for whom most bytes wait, when there are too many of all. */
  SLOWEST_READER(0);

  private final int status;

  Refused(int status) {
    this.status = status;
  }

  static Refused of(EngineError error) {
    return switch (error) {
      case UNKNOWN_TRANSPORT -> UNKNOWN_TRANSPORT;
      case UNKNOWN_SID -> UNKNOWN_SID;
      case BAD_HANDSHAKE_METHOD -> BAD_HANDSHAKE_METHOD;
      case BAD_REQUEST -> BAD_REQUEST;
      case FORBIDDEN -> FORBIDDEN;
      case UNSUPPORTED_PROTOCOL_VERSION -> UNSUPPORTED_PROTOCOL_VERSION;
    };
  }

  /** The status of the HTTP answer; 0 if there is none. */
  public int status() {
    return status;
  }

  /** For example {@code unknown_sid}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
