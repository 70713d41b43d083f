package ceres.conformance.library;

import ceres.socketio.server.ConnectionRefusedException;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.Socket;
import ceres.socketio.server.SocketIoServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A server that is nothing but the library. It prints where it listens, and ends when its standard
 * input does. The namespaces {@code /} and {@code /custom} answer the events of {@link #serve};
 * {@code /refused} lets nobody in.
 */
public final class LibraryServer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private LibraryServer() {}

  /**
   * Runs the server.
   *
   * @param args see {@link LibraryOptions}
   * @throws IOException when the address cannot be listened on
   */
  public static void main(String[] args) throws IOException {
    try (SocketIoServer io = new SocketIoServer(LibraryOptions.parse(args))) {
      serve(io.of("/"));
      serve(io.of("/custom"));
      io.of("/refused")
          .use(socket -> {
            throw new ConnectionRefusedException("not today", Map.of("retry", false));
          });
      io.start();
      System.out.println("The library listens on http://127.0.0.1:" + io.address().getPort());
      untilInputEnds(System.in);
    }
  }

  private static void untilInputEnds(InputStream input) throws IOException {
    input.transferTo(OutputStream.nullOutputStream());
  }

  private static void serve(Namespace namespace) {
    namespace.onConnection(socket -> socket.emit("auth", socket.handshake().auth()));
    namespace
        .handlers()
        .on("message", event -> event.socket().emit("message-back", args(event.args())))
        .on("message-with-ack", event -> event.ack(args(event.args())))
        .on("ask-me", event -> ask(event.socket(), args(event.args())))
        .on("who-am-i", event -> event.ack(event.socket().id(), event.socket().recovered()))
        .on("query", event -> event.ack(event.socket().handshake().request().query()))
        .on(
            "join",
            event -> {
              event.socket().join(event.arg(0, String.class));
              event.ack();
            })
        // To the others in a room: its name, the name of an event, the event's arguments.
        .on(
            "to-room",
            event -> {
              List<?> all = event.args();
              event
                  .socket()
                  .to(event.arg(0, String.class))
                  .emit(event.arg(1, String.class), args(all.subList(2, all.size())));
              event.ack();
            })
        // The same, for those only who can take it at once.
        .on(
            "to-room-volatile",
            event -> {
              List<?> all = event.args();
              event
                  .socket()
                  .to(event.arg(0, String.class))
                  .asVolatile()
                  .emit(event.arg(1, String.class), args(all.subList(2, all.size())));
              event.ack();
            })
        .on("disconnect-me", event -> event.socket().disconnect(event.arg(0, Boolean.class)))
        .onDisconnect((socket, reason) -> namespace.emit("left", socket.id(), reason.text()));
  }

  /** What the client answers comes back to it by an event. */
  private static void ask(Socket socket, Object... args) {
    CompletionStage<?> _ =
        socket
            .emitWithAck(PATIENCE, "question", args)
            .thenAccept(answer -> socket.emit("answered", args(answer.args())));
  }

  private static Object[] args(List<?> args) {
    return args.toArray();
  }
}
