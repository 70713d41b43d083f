package ceres.socketio.server;

/**
 * Handles an event on a virtual thread: it may block, and harms nobody but its own socket by it.
 * The next event of the socket is handled when this returned.
 */
@FunctionalInterface
public interface EventHandler {

  /**
   * Handles the event.
   *
   * @throws Exception is logged, unless there is a handler of {@link Handlers#onError}; the socket
   *     goes on, and the event is not acknowledged unless that was done before
   */
  void handle(Event event) throws Exception;
}
