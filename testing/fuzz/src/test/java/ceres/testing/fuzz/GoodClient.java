package ceres.testing.fuzz;

import ceres.socketio.protocol.EncodedPacket;
import ceres.socketio.protocol.PacketParser;
import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.Event;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that does nothing wrong, and whose events have to be acknowledged whatever others do.
 *
 * <p>Thread-safe by volatile figures, which its own thread writes.
 */
final class GoodClient implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;

  private final PacketParser parser;
  private final Transport transport;
  private final WireClient wire;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long echoes;
  private volatile long worstMillis;
  private volatile @Nullable Throwable failure;

  GoodClient(LiveServer server, PacketParser parser, Transport transport) throws IOException {
    this.parser = parser;
    this.transport = transport;
    int patience = (int) LiveServer.END.toMillis();
    wire = new Endpoint(server.port(), LiveServer.PATH, patience).open(transport);
    wire.send(packet(new Connect("/", null)));
    String _ = wire.nextAnsweringPings();
    thread = Thread.ofVirtual().start(this::run);
  }

  private void run() {
    try {
      for (long i = 0; !stopping; i++) {
        long began = System.nanoTime();
        List<@Nullable Object> args = List.of(i);
        wire.send(packet(new Event("/", i, "echo", args)));
        String answer = wire.nextAnsweringPings();
        String expected = packet(new Ack("/", i, args));
        if (!answer.equals(expected)) {
          throw new AssertionError(transport + ": " + answer + " instead of " + expected);
        }
        worstMillis = Math.max(worstMillis, (System.nanoTime() - began) / 1_000_000);
        echoes = i + 1;
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException | RuntimeException | Error fault) {
      failure = fault;
    }
  }

  private String packet(SocketPacket packet) {
    EncodedPacket encoded = parser.encode(packet);
    return encoded.text() == null
        ? 'b' + Base64.getEncoder().encodeToString(encoded.binary().getFirst())
        : '4' + encoded.text();
  }

  /** How many of its events were acknowledged. */
  long echoes() {
    return echoes;
  }

  /** The longest that it waited for an acknowledgement, in ms. */
  long worstMillis() {
    return worstMillis;
  }

  /** What went wrong, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void close() throws IOException {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    wire.send("1");
    wire.close();
  }
}
