package ceres.socketio.server;

/** A client that shows every Socket.IO packet as it is on the wire, and answers pings. */
interface Client extends AutoCloseable {
  /** What {@link #next} returns when the connection is over. */
  String END = "end";

  /** Both transports, each with the same behaviour. */
  enum By {
    POLLING,
    WEBSOCKET;

    Client open(SocketIoServer server) {
      return open(server, 4);
    }

    /**
     * Opens a connection.
     *
     * @param eio the version of Engine.IO: 3 or 4
     */
    Client open(SocketIoServer server, int eio) {
      int port = server.address().getPort();
      return switch (this) {
        case POLLING -> new PollingClient(port, eio);
        case WEBSOCKET -> new WebSocketClient(port, eio);
      };
    }
  }

  /**
   * Sends packets in one write.
   *
   * @param packets as in a polling payload, binary as {@code b} and Base64; with Engine.IO 3 as
   *     {@code b4} and Base64
   */
  void send(String... packets);

  /** The id of the Engine.IO session. */
  String sid();

  /** The next packet but pings and noops, or {@link #END}. */
  String next();

  /** Connects to the main namespace; returns the socket id. */
  default String connect() {
    send("40");
    String answer = next();
    if (!answer.matches("40\\{\"sid\":\"[\\w-]{20}\"}")) {
      throw new AssertionError(answer);
    }
    return answer.substring(10, 30);
  }

  /** Cuts the connection off, without a word. */
  @Override
  void close();
}
