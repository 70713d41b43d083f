package ceres.socketio.adapter;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a client can come back to: in production a socket, whether it is known to be lost or not.
 *
 * <p><em>Thread-safe</em>. Stages are completed on any thread, which must not be blocked.
 *
 * @param <E> a packet encoded once for all members
 */
public interface Recoverable<E> {
  /** The socket id. */
  String sid();

  /** A copy of its data. */
  Map<String, Object> data();

  /**
   * Whether all is there that a client has to get after this.
   *
   * @param offset the last it received; null if it received nothing yet
   */
  CompletionStage<Boolean> covers(@Nullable String offset);

  /**
   * Gives its place to a successor; a connection that it still has is closed.
   *
   * @return null if it does not cover the offset (any more); then nothing has changed
   */
  CompletionStage<@Nullable Legacy<E>> handOver(Member<E> successor, @Nullable String offset);
}
