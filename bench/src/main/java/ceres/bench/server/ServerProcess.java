package ceres.bench.server;

import ceres.bench.load.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that was started to be measured. Thread-safe: immutable. */
public final class ServerProcess implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String SECRET = "a secret for measuring only, 0123456789abcdef";
  private static final Duration TO_START = Duration.ofMinutes(1);
  private static final Duration TO_STOP = Duration.ofSeconds(15);

  private final Process process;
  private final Endpoint endpoint;
  private final int management;

  private ServerProcess(Process process, Endpoint endpoint, int management) {
    this.process = process;
    this.endpoint = endpoint;
    this.management = management;
  }

  /**
   * Starts a server on a free port, and returns when it takes connections.
   *
   * @param pin what puts a command onto the server's own processor; may be empty
   * @param log where to write what it says
   * @throws IOException if it ends, or does not listen in a minute
   */
  public static ServerProcess start(
      Contender contender, String databaseUrl, List<String> pin, Path log) throws IOException {
    int port = freePort();
    int management = contender.tells() ? freePort() : 0;
    List<String> command = new ArrayList<>(pin);
    command.addAll(contender.command());
    ProcessBuilder builder = new ProcessBuilder(command).directory(contender.folder().toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "HOST",
                HOST,
                "PORT",
                Integer.toString(port),
                "DATABASE_URL",
                databaseUrl,
                "JWT_SECRET",
                SECRET,
                "RATE_LIMITS",
                "off",
                "MAX_CONNECTIONS",
                "0",
                "NODE_ENV",
                "production",
                "MANAGEMENT_PORT",
                Integer.toString(management)));
    Process process = builder.start();
    process.getOutputStream().close();
    ServerProcess server = new ServerProcess(process, new Endpoint(HOST, port, SECRET), management);
    try {
      server.awaitListening(log);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public long pid() {
    return process.pid();
  }

  /** The port where the server tells more of itself; 0 if it does not. */
  public int management() {
    return management;
  }

  private void awaitListening(Path log) throws IOException {
    long end = System.nanoTime() + TO_START.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(HOST), endpoint.port()), 1_000);
        return;
      } catch (IOException e) {
        waitFor(Duration.ofMillis(50));
      }
    }
    List<String> said = Files.readAllLines(log);
    throw new IOException(
        "The server does not listen; it said:\n"
            + String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size())));
  }

  /** Ends it: politely, then not. */
  @Override
  public void close() {
    process.destroy();
    if (!waitFor(TO_STOP)) {
      process.destroyForcibly();
      waitFor(TO_STOP);
    }
  }

  private boolean waitFor(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
