package ceres.socketio.server;

import java.util.concurrent.CompletionStage;

/**
 * Handles an event on the socket's event loop: it must not block, and is the quickest way. The next
 * event of the socket is handled when the returned stage is complete.
 */
@FunctionalInterface
public interface AsyncEventHandler {

  /**
   * Handles the event.
   *
   * @return completes when the next event may be handled; a failure is logged
   * @throws Exception is logged; the socket goes on
   */
  CompletionStage<?> handle(Event event) throws Exception;
}
