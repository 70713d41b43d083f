package ceres.socketio.server;

import org.jspecify.annotations.Nullable;

/**
 * Handles what another node of the same server says. Runs on a virtual thread and may block.
 *
 * @see Namespace#onServerSide
 */
@FunctionalInterface
public interface ServerSideHandler {

  /**
   * An event of another node's came.
   *
   * @return what that node gets as the answer, if it waits for one: a JSON value, or a record or
   *     other type that Jackson can make JSON of
   * @throws Exception to give no answer; it is logged
   */
  @Nullable Object handle(Arguments event) throws Exception;
}
