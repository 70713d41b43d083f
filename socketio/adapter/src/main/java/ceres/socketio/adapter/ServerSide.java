package ceres.socketio.adapter;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: takes what the same namespace of another node says to its fellows, which no client sees.
 *
 * <p><em>Thread-safe</em>. Does not block.
 */
public interface ServerSide {
  /**
   * An event of another node's came.
   *
   * @param args JSON values, as in the data of a packet
   * @return the arguments of the answer: completed when a handler gives one, never if none does
   */
  CompletionStage<List<@Nullable Object>> received(String event, List<@Nullable Object> args);
}
