package ceres.engineio.server;

import java.util.Locale;

/** Why an HTTP request was not let through, as it is counted. */
enum Refusal {
  UNKNOWN_TRANSPORT,
  UNKNOWN_SID,
  BAD_HANDSHAKE_METHOD,
  BAD_REQUEST,
  FORBIDDEN,
  UNSUPPORTED_PROTOCOL_VERSION,
  /** Its body is larger than may be. */
  PAYLOAD_TOO_LARGE,
  /** It is not HTTP. */
  MALFORMED,
  /** The server stops, and opens no new session. */
  STOPPING;

  static Refusal of(EngineError error) {
    return switch (error) {
      case UNKNOWN_TRANSPORT -> UNKNOWN_TRANSPORT;
      case UNKNOWN_SID -> UNKNOWN_SID;
      case BAD_HANDSHAKE_METHOD -> BAD_HANDSHAKE_METHOD;
      case BAD_REQUEST -> BAD_REQUEST;
      case FORBIDDEN -> FORBIDDEN;
      case UNSUPPORTED_PROTOCOL_VERSION -> UNSUPPORTED_PROTOCOL_VERSION;
    };
  }

  /** For example {@code unknown_sid}. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
