package ceres.socketio.server;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a {@link Middleware} to refuse a client, which gets it as {@code connect_error}. Has no
 * stack trace: refusing is not a fault.
 */
public final class ConnectionRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final transient @Nullable Object data;

  /** A refusal of which the client is told this, and nothing more. */
  public ConnectionRefusedException(String message) {
    this(message, null);
  }

  /**
   * @param reason becomes {@code message}
   * @param data becomes {@code data}: a record, a map, any value; null for none
   */
  public ConnectionRefusedException(String reason, @Nullable Object data) {
    super(reason, null, false, false);
    this.reason = reason;
    this.data = data;
  }

  /** What the client reads as {@code message}. */
  public String reason() {
    return reason;
  }

  /** What the client reads as {@code data}, or null. */
  public @Nullable Object data() {
    return data;
  }
}
