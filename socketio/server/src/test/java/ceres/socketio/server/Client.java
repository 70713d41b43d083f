package ceres.socketio.server;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.EngineVersion;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A client that shows every Socket.IO packet as it is on the wire, and answers pings. */
interface Client extends AutoCloseable {
  /** What {@link #next} returns when the connection is over. */
  String END = WireClient.END;

  /** Both transports, each with the same behaviour. */
  enum By {
    POLLING(Transport.POLLING),
    WEBSOCKET(Transport.WEBSOCKET);

    private final Transport transport;

    By(Transport transport) {
      this.transport = transport;
    }

    Client open(SocketIoServer server) {
      return open(server, EngineVersion.V4);
    }

    /** Opens a connection that speaks this version of Engine.IO. */
    Client open(SocketIoServer server, EngineVersion version) {
      Endpoint endpoint = new Endpoint(server.address().getPort(), "/socket.io/").with(version);
      try {
        return new SessionClient(this, endpoint.open(transport));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
