package ceres.testing.soak.world;

import ceres.chat.postgres.DatabaseAddress;
import ceres.chat.postgres.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL that can be crashed, frozen and started again on the same port.
 *
 * <p>Confined to one thread.
 */
public class PostgresProcess implements AutoCloseable {
  private final EmbeddedDatabase embedded;
  private final Path data;
  private final Path log;
  private final Path control;

  /** Starts one in a folder, which is made where there is none. */
  public PostgresProcess(Path directory) throws IOException {
    embedded = EmbeddedDatabase.start(directory);
    Path place = directory.toRealPath();
    data = place.resolve("postgres");
    log = place.resolve("again.log");
    try (Stream<Path> programs = Files.list(place.resolve("programs"))) {
      control = programs.toList().getFirst().resolve("bin").resolve("pg_ctl");
    }
  }

  /** Where it is. */
  public DatabaseAddress address() {
    return embedded.config().address();
  }

  /** Like a power failure. */
  public void crash() {
    stop("immediate");
  }

  /** As its operators stop it: sessions are ended. */
  public void stop() {
    stop("fast");
  }

  private void stop(String mode) {
    run(control.toString(), "--pgdata=" + data, "--mode=" + mode, "--wait", "stop");
  }

  /** After it stopped: on the same port. */
  public void startAgain() {
    DatabaseAddress.Server server = address().servers().getFirst();
    run(
        control.toString(),
        "--pgdata=" + data,
        "--log=" + log,
        "--options=-p "
            + server.port()
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=",
        "--wait",
        "start");
  }

  /** All its processes stop where they are, and keep their connections. */
  public void freeze() {
    signal("-STOP");
  }

  /** They go on. */
  public void thaw() {
    signal("-CONT");
  }

  /**
   * {@code kill -9} of one process that serves a client, after which PostgreSQL ends all others and
   * recovers; of none if there is none.
   */
  public void killBackend() {
    List<ProcessHandle> backends =
        process(data).stream()
            .flatMap(ProcessHandle::children)
            .filter(child -> child.info().commandLine().orElse("").contains("127.0.0.1("))
            .limit(1)
            .toList();
    if (!backends.isEmpty()) {
      Signals.send("-KILL", backends);
    }
  }

  @Override
  public void close() {
    if (process(data).isPresent()) {
      thaw();
    }
    embedded.close();
  }

  /** The server on a data directory, if it runs. */
  public static Optional<ProcessHandle> process(Path data) {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
      return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private void signal(String signal) {
    ProcessHandle server = process(data).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(List.of(server));
    server.descendants().forEach(all::add);
    Signals.send(signal, all);
  }

  private void run(String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("unshare", "--user"));
    }
    all.addAll(List.of(command));
    if (Signals.run(all) != 0) {
      throw new AssertionError(all + " failed");
    }
  }

  private boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(data, "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
