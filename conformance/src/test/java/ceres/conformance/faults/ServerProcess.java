package ceres.conformance.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import ceres.chat.server.Main;
import ceres.conformance.support.Management;
import ceres.conformance.support.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {
  private static final String LISTENING = "Ceres is listening on http://127.0.0.1:";
  private static final Pattern MANAGEMENT =
      Pattern.compile("  health  http://127\\.0\\.0\\.1:(\\d+)/readyz");

  private final Process process;
  private final Output output;
  private final int port;

  private ServerProcess(Process process, Output output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /**
   * Returns when it listens.
   *
   * @param settings where the data is
   * @param seconds how long that may take
   */
  static ServerProcess start(Map<String, String> settings, int seconds) {
    return start(settings, seconds, List.of(), List.of());
  }

  /**
   * The same by another program, or with options of the JVM.
   *
   * @param starter a program and its arguments, to which the server's command is added
   */
  static ServerProcess start(
      Map<String, String> settings, int seconds, List<String> starter, List<String> options) {
    List<String> command = new ArrayList<>(starter);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("HOST", "127.0.0.1");
    builder.environment().put("PORT", "0");
    builder.environment().put("JWT_SECRET", Tokens.SECRET);
    builder.environment().put("RATE_LIMITS", "off");
    builder.environment().put("MANAGEMENT_PORT", "0");
    builder.environment().put("MANAGEMENT_TOKEN", Management.TOKEN);
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      Output output = new Output(process);
      Thread _ = Thread.ofVirtual().name("output").start(output);
      try {
        return new ServerProcess(process, output, output.port.get(seconds, TimeUnit.SECONDS));
      } catch (Exception e) {
        process.destroyForcibly();
        throw new AssertionError("the server does not listen: " + output.lines, e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what the server says, to the end, so that it never waits for us. */
  private static final class Output implements Runnable {
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    Output(Process process) {
      this.process = process;
    }

    @Override
    public void run() {
      try (BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          lines.add(line);
          if (line.startsWith(LISTENING)) {
            port.complete(Integer.valueOf(line.substring(LISTENING.length())));
          }
        }
      } catch (IOException e) {
        lines.add(e.toString());
      }
      port.completeExceptionally(new IOException("it ended"));
      end.complete(true);
    }
  }

  int port() {
    return port;
  }

  /** Where it is managed. */
  Management management() {
    Matcher address = MANAGEMENT.matcher(String.join("\n", lines()));
    if (!address.find()) {
      throw new AssertionError("no management address in " + lines());
    }
    return new Management(Integer.parseInt(address.group(1)));
  }

  /** Its process. */
  ProcessHandle handle() {
    return process.toHandle();
  }

  /** What it has said so far, on both channels. */
  List<String> lines() {
    return List.copyOf(output.lines);
  }

  /** SIGTERM, without waiting for the end. {@link Process#destroy} would stop listening to it. */
  void beginToStop() {
    boolean _ = process.toHandle().destroy();
  }

  /** Waits until it has ended, and all that it said is here; returns the exit code. */
  int ended() {
    await(process);
    output.end.orTimeout(10, TimeUnit.SECONDS).join();
    return process.exitValue();
  }

  /** {@code kill -9}. */
  void kill() {
    await(process.destroyForcibly());
  }

  /** SIGTERM; returns the exit code. */
  int stop() {
    beginToStop();
    return ended();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server does not stop");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
