package ceres.testing.fuzz;

import ceres.socketio.protocol.PacketParser;
import ceres.socketio.server.ConnectionRefusedException;
import ceres.socketio.server.Event;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.ParentNamespace;
import ceres.socketio.server.RecoveryConfig;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server with everything switched on, small limits and little patience. The namespace {@code /}
 * and those that begin with {@code /room-} answer the events of {@link #serve}, but {@code
 * /refused} and those that begin with {@code /room-no} let nobody in, and {@code /slow} only after
 * a while.
 */
final class LiveServer implements AutoCloseable {
  static final int MAX_PAYLOAD = 10_000;
  static final String PATH = "/socket.io/";

  /** How long clients have for what is due; enough for good ones on a machine that is busy. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** When whoever left has certainly been given up. */
  static final Duration END = PATIENCE.multipliedBy(10);

  private static final Duration PING_INTERVAL = Duration.ofSeconds(1);

  private final SocketIoServer io;
  private final List<Namespace> fixed;
  private final ParentNamespace rooms;

  LiveServer(PacketParser parser) throws IOException {
    SocketIoConfig.Builder settings =
        SocketIoConfig.builder()
            .host("127.0.0.1")
            .port(0)
            .parser(parser)
            .pingInterval(PING_INTERVAL)
            .pingTimeout(PATIENCE)
            .connectTimeout(PATIENCE)
            .maxPayload(MAX_PAYLOAD)
            .maxAttachments(3)
            .cleanupEmptyChildNamespaces(true)
            .recovery(RecoveryConfig.DEFAULTS.withMaxDisconnection(PATIENCE));
    settings
        .engine()
        .upgradeTimeout(PATIENCE)
        .closeTimeout(PING_INTERVAL)
        .allowEio3(true)
        .perMessageDeflate(true)
        .compressionThreshold(64)
        .eventLoops(2);
    io = new SocketIoServer(settings.build());
    Namespace main = io.of("/");
    Namespace refused = io.of("/refused");
    Namespace slow = io.of("/slow");
    fixed = List.of(main, refused, slow);
    rooms = io.of(Pattern.compile("/room-.*"));
    refused.use(_ -> refuse());
    slow.use(_ -> Thread.sleep(20));
    rooms.use(socket -> {
      Thread.sleep(2);
      if (socket.namespace().name().startsWith("/room-no")) {
        refuse();
      }
    });
    main.onConnection(socket -> serve(socket));
    rooms.onConnection(socket -> serve(socket));
    io.start();
  }

  private static void refuse() throws ConnectionRefusedException {
    throw new ConnectionRefusedException("not today", Map.of("retry", false));
  }

  private static void serve(ceres.socketio.server.Socket socket) {
    socket
        .on("echo", event -> event.ack(args(event)))
        .on("say", event -> event.socket().emit("said", args(event)))
        .on("join", event -> event.socket().join(room(event)))
        .on("leave", event -> event.socket().leave(room(event)))
        .on("shout", event -> event.socket().to(room(event)).emit("shouted", args(event)))
        .on("slow", _ -> Thread.sleep(5))
        .on("ask", event -> ask(event))
        .on("bye", event -> event.socket().disconnect(event.args().size() > 1));
  }

  private static void ask(Event event) {
    CompletionStage<?> _ = event.socket().emitWithAck(PATIENCE, "question", args(event));
  }

  private static @Nullable Object[] args(Event event) {
    return event.args().toArray();
  }

  private static String room(Event event) {
    return event.args().isEmpty() ? "hall" : String.valueOf(event.args().getFirst());
  }

  int port() {
    return io.address().getPort();
  }

  /** Whether there is nobody but so many clients in {@code /}. */
  boolean hasOnly(int clients) {
    return io.connectionCount() == clients
        && fixed.stream().mapToInt(Namespace::size).sum() == clients
        && rooms.children().isEmpty();
  }

  /** Who there is. */
  String census() {
    return "%d connections, %s in the namespaces, %d children"
        .formatted(
            io.connectionCount(),
            fixed.stream().map(Namespace::size).toList(),
            rooms.children().size());
  }

  @Override
  public void close() {
    io.close();
  }
}
