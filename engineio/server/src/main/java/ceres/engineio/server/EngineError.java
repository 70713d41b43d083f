package ceres.engineio.server;

/** Engine.IO's answers to requests that it refuses, with the reference server's codes and words. */
enum EngineError {
  UNKNOWN_TRANSPORT(0, "Transport unknown"),
  UNKNOWN_SID(1, "Session ID unknown"),
  BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),
  BAD_REQUEST(3, "Bad request"),
  FORBIDDEN(4, "Forbidden"),
  UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

  private final int code;
  private final String message;

  EngineError(int code, String message) {
    this.code = code;
    this.message = message;
  }

  /** The body of the HTTP 400 answer. */
  String json() {
    return json(message);
  }

  /** The body of the HTTP 400 answer, with another message. */
  String json(String instead) {
    StringBuilder json = new StringBuilder("{\"code\":").append(code).append(",\"message\":\"");
    for (int i = 0; i < instead.length(); i++) {
      char c = instead.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append("\"}").toString();
  }
}
