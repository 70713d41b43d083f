package ceres.socketio.server;

/** Decides whether an event is handled. Runs on a virtual thread and may block. */
@FunctionalInterface
public interface EventCheck {

  /**
   * Returns to let the event pass.
   *
   * @throws Exception to stop it: its handlers do not run, and those of {@link Handlers#onError} do
   */
  void check(Event event) throws Exception;
}
