package ceres.socketio.protocol;

/**
 * What a peer sent is not a packet. Its message is a sentence that repeats nothing the peer sent,
 * so it may be logged; it has no stack trace, because the fault is not ours. The connection is to
 * be closed.
 */
public final class PacketException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message a sentence that repeats nothing the peer sent
   */
  public PacketException(String message) {
    super(message, null, false, false);
  }
}
