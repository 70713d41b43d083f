package ceres.examples.whiteboard;

import ceres.engineio.server.HttpFile;
import ceres.socketio.server.Event;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;

/** Boards, each a room: what one draws, the others on the same board see. */
final class WhiteboardServer {

  /** A stroke of the pen, from one point to another, in pixels. */
  record Line(int x0, int y0, int x1, int y1, String color) {}

  public static void main(String[] args) throws IOException {
    int port = args.length == 0 ? 3000 : Integer.parseInt(args[0]);
    HttpFile page = page();
    SocketIoServer io =
        new SocketIoServer(
            SocketIoConfig.builder()
                .port(port)
                .engine(engine ->
                    engine.resources(
                        request -> request.path().equals("/") ? page.answer(request) : null))
                .build());
    io.of("/").handlers().on("open", WhiteboardServer::open).on("draw", WhiteboardServer::draw);
    io.start();
    System.out.println("listening on http://localhost:" + io.address().getPort());
    Runtime.getRuntime().addShutdownHook(new Thread(io::close));
  }

  /** The client leaves the board that it had, and sees another. */
  private static void open(Event event) {
    String board = "board " + event.arg(0, String.class);
    Object before = event.socket().data().put("board", board);
    if (before instanceof String left) {
      event.socket().leave(left);
    }
    event.socket().join(board);
    event.ack();
  }

  /** Others who do not keep up may miss a line: it is volatile. */
  private static void draw(Event event) {
    Line line = event.arg(0, Line.class);
    if (event.socket().data().get("board") instanceof String board) {
      event.socket().to(board).asVolatile().emit("draw", line);
    }
  }

  private static HttpFile page() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(WhiteboardServer.class.getResourceAsStream("/index.html"))) {
      return new HttpFile(
          in.readAllBytes(),
          "text/html; charset=utf-8",
          "\"1\"",
          Map.of("Cache-Control", "no-cache"));
    }
  }
}
