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
   * @throws Exception is logged; the socket goes on
   */
  void handle(Event event) throws Exception;
}
