package ceres.socketio.adapter;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a client that came back. Either {@link #release} or {@link #complete} is to be
 * called, once.
 *
 * <p><em>Thread-safe</em>.
 *
 * @param <E> a packet encoded once for all members
 */
public interface Reservation<E> {
  /** The {@code sid} that it had. */
  String sid();

  /** A copy of its data, at this moment. */
  Map<String, Object> data();

  /** The client may not come in: what it left stays for a later attempt. */
  void release();

  /**
   * The client may come in: it takes the place of what it left.
   *
   * @param successor will be in the same rooms. What is sent from now on may reach it before the
   *     stage completes; then it is among the missed packets or not, and the first of the two
   *     counts
   * @return null if there is nothing left, because the time was over or somebody ended it; then
   *     nothing has changed, and the successor is no member
   */
  CompletionStage<@Nullable Legacy<E>> complete(Member<E> successor);
}
