package ceres.conformance.protocol;

import ceres.socketio.server.Socket;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A server of Socket.IO with two namespaces, as a user of the library writes it. */
final class EventServer {
  private EventServer() {}

  /** Starts one. */
  static SocketIoServer start(int port) throws IOException {
    SocketIoConfig.Builder config = SocketIoConfig.builder().host("127.0.0.1").port(port);
    config.pingInterval(Duration.ofMillis(300)).pingTimeout(Duration.ofMillis(200));
    config.maxPayload(1_000_000).connectTimeout(Duration.ofSeconds(1));
    var io = new SocketIoServer(config.build());
    Consumer<Socket> greeting = it -> it.emit("auth", it.handshake().auth());
    io.of("/custom").onConnection(greeting);
    io.of("/")
        .onConnection(greeting)
        .handlers()
        .on("message", it -> it.socket().emit("message-back", it.args().toArray()))
        .on("message-with-ack", it -> it.ack(it.args().toArray()));
    io.start();
    return io;
  }

  /** Starts one on the port that is given. */
  public static void main(String[] args) throws IOException {
    SocketIoServer _ = start(Integer.parseInt(args[0]));
  }
}
