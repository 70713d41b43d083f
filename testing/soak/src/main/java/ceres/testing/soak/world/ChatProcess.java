package ceres.testing.soak.world;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chat server as a process of its own, on the loopback interface, which can be killed, stopped
 * where it is, and ended in an orderly way.
 *
 * <p>Thread-safe: immutable, but for what it says, which is kept in a concurrent queue.
 */
public class ChatProcess implements AutoCloseable {
  private static final String MAIN = "ceres.chat.server.Main";
  private static final String LISTENING = "Ceres is listening on http://127.0.0.1:";
  private static final Pattern MANAGEMENT =
      Pattern.compile("  health  http://127\\.0\\.0\\.1:(\\d+)/readyz");
  private static final int SAYS_ALL_WITHIN_SECONDS = 10;
  private static final int MOST_LINES = 2_000;
  private static final int STOPS_WITHIN_SECONDS = 40;

  private final Process process;
  private final Output output;
  private final int port;

  /**
   * Starts it, with a port of its own for clients and one for its management; returns when it
   * listens.
   *
   * @param starter a program and its arguments, to which the server's command is added; may be
   *     empty
   * @param options of the JVM, its class path among them
   * @param settings by their names in the environment; where the data is, and the secret, at least
   * @param seconds how long that may take
   */
  public ChatProcess(
      List<String> starter, List<String> options, Map<String, String> settings, int seconds) {
    this(command(starter, options), settings, seconds);
  }

  /** The same by a command that is complete. */
  protected ChatProcess(List<String> command, Map<String, String> settings, int seconds) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("HOST", "127.0.0.1");
    builder.environment().put("PORT", "0");
    builder.environment().put("RATE_LIMITS", "off");
    builder.environment().put("MANAGEMENT_PORT", "0");
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    try {
      process = builder.start();
      process.getOutputStream().close();
      output = new Output(process);
      Thread _ = Thread.ofVirtual().name("output").start(output);
      port = listening(seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(List<String> starter, List<String> options) {
    List<String> command = new ArrayList<>(starter);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add(MAIN);
    return command;
  }

  private int listening(int seconds) {
    try {
      return output.port.get(seconds, TimeUnit.SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
      throw new AssertionError("the server does not listen: " + output.lines, e);
    }
  }

  /** The options of a JVM that has the classes of this one. */
  public static List<String> ownClasses() {
    return List.of("-cp", System.getProperty("java.class.path"));
  }

  /** Reads what the server says, to the end, so that it never waits for us. */
  private static final class Output implements Runnable {
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Integer> management = new CompletableFuture<>();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final Queue<String> lines = new ConcurrentLinkedDeque<>();
    private int kept;

    Output(Process process) {
      this.process = process;
    }

    @Override
    public void run() {
      try (BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          keep(line);
          Matcher address = MANAGEMENT.matcher(line);
          if (line.startsWith(LISTENING)) {
            port.complete(Integer.valueOf(line.substring(LISTENING.length())));
          } else if (address.matches()) {
            management.complete(Integer.valueOf(address.group(1)));
          }
        }
      } catch (IOException e) {
        keep(e.toString());
      }
      port.completeExceptionally(new IOException("it ended"));
      management.completeExceptionally(new IOException("it ended"));
      end.complete(true);
    }

    /** The first lines say where it listens; of the others only the newest are kept. */
    private void keep(String line) {
      if (kept < MOST_LINES) {
        kept++;
      } else {
        lines.remove();
      }
      lines.add(line);
    }
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** Its process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** The port of its management address. */
  public int managementPort() {
    try {
      return output.management.get(SAYS_ALL_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no management address in " + lines(), e);
    }
  }

  /** The newest of what it has said so far, on both channels. */
  public List<String> lines() {
    return List.copyOf(output.lines);
  }

  /** SIGTERM, without waiting for the end. {@link Process#destroy} would stop listening to it. */
  public void beginToStop() {
    boolean _ = process.toHandle().destroy();
  }

  /** Waits until it has ended, and all that it said is here; returns the exit code. */
  public int ended() {
    await(process);
    output.end.orTimeout(10, TimeUnit.SECONDS).join();
    return process.exitValue();
  }

  /** {@code kill -9}. */
  public void kill() {
    await(process.destroyForcibly());
  }

  /** It stops where it is, and keeps its connections. */
  public void freeze() {
    Signals.send("-STOP", List.of(process.toHandle()));
  }

  /** It goes on. */
  public void thaw() {
    Signals.send("-CONT", List.of(process.toHandle()));
  }

  /** SIGTERM; returns the exit code. */
  public int stop() {
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
      if (!process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server does not stop");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
