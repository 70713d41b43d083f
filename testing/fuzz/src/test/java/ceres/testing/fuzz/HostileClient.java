package ceres.testing.fuzz;

import ceres.testing.wire.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * A client that begins well, and then does anything. All that it does is decided by the generator,
 * but not when the server answers.
 *
 * <p>Confined to one thread.
 */
abstract class HostileClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = (int) LiveServer.END.toMillis();

  final Grammar grammar;
  final RandomGenerator random;
  final int version;
  private final int port;
  private final LongAdder writes;
  private final List<RawHttp> connections = new ArrayList<>();

  HostileClient(int port, Grammar grammar, RandomGenerator random, LongAdder writes) {
    this.port = port;
    this.grammar = grammar;
    this.random = random;
    this.writes = writes;
    this.version = random.nextInt(5) == 0 ? 3 : 4;
  }

  /** Does what it does, until it or the server has enough. */
  abstract void run() throws IOException;

  final RawHttp connect() throws IOException {
    RawHttp connection = new RawHttp(port, 0, PATIENCE_MILLIS);
    connections.add(connection);
    return connection;
  }

  final String target(String transport) {
    return LiveServer.PATH + "?EIO=" + version + "&transport=" + transport;
  }

  /** Sends bytes, every now and then in pieces. */
  final void send(RawHttp connection, byte[] bytes) throws IOException {
    writes.increment();
    int done = 0;
    while (grammar.oneIn(4) && done < bytes.length) {
      int piece = 1 + random.nextInt(bytes.length - done);
      RawHttp _ = connection.send(Arrays.copyOfRange(bytes, done, done + piece));
      done += piece;
    }
    if (done < bytes.length) {
      RawHttp _ = connection.send(Arrays.copyOfRange(bytes, done, bytes.length));
    }
  }

  /** A request as bytes. */
  static byte[] request(String method, String target, byte[] body, String... headers) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String head = RawHttp.head(method, target, headers);
    all.writeBytes(
        Grammar.utf8(
            head + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n") + "\r\n"));
    all.writeBytes(body);
    return all.toByteArray();
  }

  /** Reads what has come, without waiting. */
  static void drain(RawHttp connection) throws IOException {
    int waiting = connection.in().available();
    while (waiting > 0) {
      long _ = connection.in().skip(waiting);
      waiting = connection.in().available();
    }
  }

  /** Reads until the server ends the connection, which it has to do soon. */
  static void awaitEnd(RawHttp connection) throws IOException {
    long deadline = System.nanoTime() + LiveServer.END.toNanos();
    byte[] buffer = new byte[4_096];
    while (connection.in().read(buffer) >= 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the server does not end the connection");
      }
    }
  }

  /** Leaves in one way or another. */
  @Override
  public final void close() throws IOException {
    for (RawHttp connection : connections) {
      if (grammar.oneIn(2)) {
        connection.reset();
      } else {
        connection.close();
      }
    }
  }
}
