package ceres.engineio.protocol;

/** What came is not an Engine.IO packet. Has no stack trace: it is the peer's fault, not ours. */
public final class MalformedPacketException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, without quoting the input
   */
  public MalformedPacketException(String message) {
    super(message, null, false, false);
  }
}
