package ceres.chat.postgres;

import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.User;
import ceres.chat.core.UserDirectory.Claims;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who is to be let in.
 *
 * <p>Thread-safe: immutable, but for the answer, which only the first to give it gives.
 *
 * @param id the user's id
 * @param said what the token says
 * @param deadline the {@link System#nanoTime} after which the answer is a failure
 * @param answer the user, or a failure with {@link ChatException}
 */
record Entrant(UUID id, UserFields said, long deadline, CompletableFuture<User> answer) {

  static Entrant of(Claims claims, long deadline) {
    UserFields said = UserFields.of(claims.email(), claims.name(), claims.avatar());
    return new Entrant(claims.id(), said, deadline, new CompletableFuture<>());
  }

  /** Whether there is no answer yet. */
  boolean waits() {
    return !answer.isDone();
  }

  /** Nanoseconds until the deadline; negative afterwards. */
  long remaining() {
    return deadline - System.nanoTime();
  }

  /** Lets the user in. */
  void admit(UserFields shown) {
    String name = DisplayName.of(shown.name(), shown.email(), id);
    answer.complete(new User(id, shown.email(), name, shown.avatar()));
  }

  /** Nothing where the answer is known. */
  void fail(ErrorCode code) {
    answer.completeExceptionally(new ChatException(code));
  }
}
