package ceres.chat.server.gateway;

import ceres.chat.core.ErrorCode;

/**
 * Port: sees what clients ask for. Called on event loops and on the threads that complete what was
 * asked for, so it must be quick and must not throw.
 *
 * <p>Thread-safe.
 */
public interface GatewayObserver {
  /** Sees nothing. */
  GatewayObserver NONE =
      new GatewayObserver() {
        @Override
        public void received(String event) {}

        @Override
        public void failed(ErrorCode code) {}

        @Override
        public void refused(ErrorCode code) {}

        @Override
        public void shown(long since) {}
      };

  /**
   * An event of a client came.
   *
   * @param event its name, or {@code unknown}
   */
  void received(String event);

  /** An event was answered with an error. */
  void failed(ErrorCode code);

  /** A client was not let in. */
  void refused(ErrorCode code);

  /**
   * A message was saved, and is on its way to the members of its room.
   *
   * @param since when it came, by {@link System#nanoTime}
   */
  void shown(long since);
}
