package ceres.engineio.server;

/** A client breaks the rules of WebSocket. Has no stack trace, because it is not our fault. */
final class FrameViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Of a close frame that goes well (RFC 6455, section 7.4.1). */
  static final int NORMAL_CLOSURE = 1000;

  private static final int PROTOCOL_ERROR = 1002;
  private static final int INVALID_PAYLOAD = 1007;
  private static final int TOO_BIG = 1009;

  private final int status;

  private FrameViolation(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static FrameViolation protocol(String message) {
    return new FrameViolation(PROTOCOL_ERROR, message);
  }

  static FrameViolation payload(String message) {
    return new FrameViolation(INVALID_PAYLOAD, message);
  }

  static FrameViolation tooBig() {
    return new FrameViolation(TOO_BIG, "a message over the limit");
  }

  /** What the close frame says. */
  int status() {
    return status;
  }
}
