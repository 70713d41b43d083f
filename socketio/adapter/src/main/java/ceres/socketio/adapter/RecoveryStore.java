package ceres.socketio.adapter;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: finds what clients of one namespace left behind, by the {@code pid} that only they know. On
 * several nodes it finds what is on the others, too; it need not keep it, only reach it.
 *
 * <p><em>Thread-safe</em>. Stages are completed on any thread, which must not be blocked.
 *
 * @param <E> a packet encoded once for all members
 */
public interface RecoveryStore<E> {
  /** From now on a client may come back to this by this {@code pid}, instead of what was before. */
  void put(String pid, Recoverable<E> recoverable);

  /** Ends {@link #put}; nothing if something else was put since. */
  void remove(String pid, Recoverable<E> recoverable);

  /**
   * A client came back. What it left is reserved for it, so that nobody else gets it, while it is
   * found out whether it may come in. Nothing changes by that: who is still connected stays so.
   *
   * @param offset the last it received; null if it received nothing yet
   * @return null if nothing is there for it, or somebody else has reserved it
   */
  CompletionStage<@Nullable Reservation<E>> reserve(String pid, @Nullable String offset);
}
