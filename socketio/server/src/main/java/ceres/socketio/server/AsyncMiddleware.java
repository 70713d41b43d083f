package ceres.socketio.server;

import java.util.concurrent.CompletionStage;

/**
 * Decides whether a client may connect to a namespace. Runs on the socket's event loop: it must not
 * block, and is the quickest way. Nothing that the client sends is processed until the returned
 * stage is complete.
 */
@FunctionalInterface
public interface AsyncMiddleware {

  /**
   * Completes to let the client in.
   *
   * @param socket not connected yet: its handshake can be read and an object attached
   * @return may complete on any thread. If it fails with {@link ConnectionRefusedException}, the
   *     client is refused and told why; any other failure refuses the client too, and is logged,
   *     and the client is not told
   * @throws Exception the same as a failure of the stage
   */
  CompletionStage<?> check(Socket socket) throws Exception;
}
