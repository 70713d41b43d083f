package ceres.socketio.server;

/**
 * Decides whether a client may connect to a namespace. Runs on a virtual thread and may block;
 * nothing that the client sends is processed meanwhile.
 */
@FunctionalInterface
public interface Middleware {

  /**
   * Returns to let the client in.
   *
   * @param socket not connected yet: its handshake can be read and an object attached
   * @throws ConnectionRefusedException to refuse the client and tell it why
   * @throws Exception any other refuses the client too; it is logged, and the client is not told
   */
  void check(Socket socket) throws Exception;
}
