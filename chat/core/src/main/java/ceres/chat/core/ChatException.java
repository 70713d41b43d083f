package ceres.chat.core;

/**
 * A rule of the chat that was broken, or a service that failed: data for the client, not a fault to
 * debug, so it has no stack trace.
 */
public final class ChatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** With the code's own sentence. */
  public ChatException(ErrorCode code) {
    this(code, code.sentence());
  }

  /**
   * With a sentence that says more.
   *
   * @param message a sentence for a person, without SQL, class names or secrets
   */
  public ChatException(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** The stable code. */
  public ErrorCode code() {
    return code;
  }

  /** The sentence for a person; never null. */
  public String sentence() {
    String message = getMessage();
    return message == null ? code.sentence() : message;
  }
}
