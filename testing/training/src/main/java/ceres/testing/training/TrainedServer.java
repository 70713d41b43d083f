package ceres.testing.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server's process, on the loopback interface, with a database of its own in a folder, and
 * nothing from the environment.
 *
 * <p>Thread-safe: immutable, but for what the server says, which is kept in a concurrent queue.
 */
final class TrainedServer implements AutoCloseable {
  private static final String LISTENING = "Ceres is listening on http://127.0.0.1:";
  private static final int CLOSE_SECONDS = 35;

  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  /** Starts it by a command. */
  TrainedServer(List<String> command, Path folder, String secret) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"));
    builder.environment().put("HOST", "127.0.0.1");
    builder.environment().put("PORT", "0");
    builder.environment().put("DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("JWT_SECRET", secret);
    builder.environment().put("RATE_LIMITS", "off");
    process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    Thread _ = Thread.ofVirtual().name("output").start(this::listen);
  }

  private void listen() {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (line.startsWith(LISTENING)) {
          port.complete(Integer.valueOf(line.substring(LISTENING.length())));
        }
      }
    } catch (IOException e) {
      said.add(e.toString());
    }
    port.completeExceptionally(new IOException("The server ended"));
  }

  /** The port that it listens on; waits until it does. */
  int port(int seconds) throws IOException, InterruptedException {
    try {
      return port.get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The server did not start", e);
    }
  }

  /**
   * Stops it in an orderly way; the JVM writes down what it has learned, and says so, which is why
   * the way back from it is not closed.
   */
  void stop(int seconds) throws IOException, InterruptedException {
    boolean _ = process.toHandle().destroy();
    if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("The server did not stop in an orderly way");
    }
  }

  /** All that it has said. */
  String said() {
    return String.join("\n", said);
  }

  /** Stops it if it still runs, its database with it; leaves no process behind. */
  @Override
  public void close() {
    try {
      process.destroy();
      if (process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
