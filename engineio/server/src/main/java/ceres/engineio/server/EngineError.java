package ceres.engineio.server;

/** Engine.IO's answers to requests that it refuses, with the reference server's codes and words. */
enum EngineError {
  UNKNOWN_TRANSPORT(0, "Transport unknown"),
  UNKNOWN_SID(1, "Session ID unknown"),
  BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),
  BAD_REQUEST(3, "Bad request"),
  FORBIDDEN(4, "Forbidden"),
  UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

  private final String json;

  EngineError(int code, String message) {
    this.json = "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
  }

  /** The body of the HTTP 400 answer. */
  String json() {
    return json;
  }
}
