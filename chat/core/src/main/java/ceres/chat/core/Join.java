package ceres.chat.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connection's wish to be in a room, with a place reserved in its memberships.
 *
 * <p>Confined to the {@link HistoryRead} that serves it, but for the stage, which is thread-safe.
 */
final class Join {
  private final Connection connection;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private @Nullable Throwable failure;

  Join(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Completes, or fails without wrapping, when the join is over. */
  CompletionStage<Void> done() {
    return done;
  }

  /** It will not be. */
  void fail(@Nullable Throwable thrown) {
    Throwable known = thrown == null ? new IllegalStateException("no history") : thrown;
    Throwable cause = known.getCause();
    failure = known instanceof CompletionException && cause != null ? cause : known;
  }

  /** It is over, one way or the other. To be called outside the room's monitor. */
  void end() {
    connection.memberships().release();
    if (failure == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(failure);
    }
  }
}
