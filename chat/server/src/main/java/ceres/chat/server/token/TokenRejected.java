package ceres.chat.server.token;

import ceres.chat.core.ErrorCode;

/** A token was refused: an answer, not a fault, so it has no stack trace. */
public final class TokenRejected extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Rejection reason;

  TokenRejected(Rejection reason) {
    super(reason.detail(), null, false, false);
    this.reason = reason;
  }

  /** Why, for the log. */
  public Rejection reason() {
    return reason;
  }

  /** What the client is told: {@code TOKEN_EXPIRED} or {@code TOKEN_INVALID}. */
  public ErrorCode code() {
    return reason.code();
  }
}
