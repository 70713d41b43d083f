package ceres.chat.core;

/**
 * A rule of the chat that was broken, or a service that failed: data for the client, not a fault to
 * debug, so it has no stack trace.
 */
public final class ChatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final long retryAfterMillis;

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
    this(code, message, 0);
  }

  private ChatException(ErrorCode code, String message, long retryAfterMillis) {
    super(message, null, false, false);
    this.code = code;
    this.retryAfterMillis = retryAfterMillis;
  }

  /** {@link ErrorCode#RATE_LIMITED}, and when the next try may succeed. */
  static ChatException rateLimited(long retryAfterMillis) {
    ErrorCode code = ErrorCode.RATE_LIMITED;
    return new ChatException(code, code.sentence(), retryAfterMillis);
  }

  /** The stable code. */
  public ErrorCode code() {
    return code;
  }

  /** After how many milliseconds to try again; 0 where that is not known. */
  public long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** The sentence for a person; never null. */
  public String sentence() {
    String message = getMessage();
    return message == null ? code.sentence() : message;
  }
}
