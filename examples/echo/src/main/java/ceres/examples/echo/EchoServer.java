package ceres.examples.echo;

// sample: echo
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import java.io.IOException;

/** Sends every message back, and acknowledges it where the client asks for that. */
final class EchoServer {
  public static void main(String[] args) throws IOException {
    int port = args.length == 0 ? 3000 : Integer.parseInt(args[0]);
    SocketIoServer io = new SocketIoServer(SocketIoConfig.builder().port(port).build());
    io.onConnection(socket ->
        socket.on(
            "message",
            event -> {
              socket.emit("message", event.arg(0));
              event.ack("got it");
            }));
    io.start();
    System.out.println("listening on http://localhost:" + io.address().getPort());
    Runtime.getRuntime().addShutdownHook(new Thread(io::close));
  }
}
// end
