package ceres.conformance.faults;

import ceres.chat.postgres.DatabaseAddress;
import ceres.chat.postgres.EmbeddedDatabase;
import ceres.conformance.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL that a test may crash, freeze and start again on the same port. */
final class OwnPostgres implements AutoCloseable {
  private final EmbeddedDatabase embedded;
  private final Path data;
  private final Path log;
  private final Path control;

  OwnPostgres(Path directory) throws IOException {
    embedded = EmbeddedDatabase.start(directory);
    Path place = directory.toRealPath();
    data = place.resolve("postgres");
    log = place.resolve("again.log");
    try (Stream<Path> programs = Files.list(place.resolve("programs"))) {
      control = programs.toList().getFirst().resolve("bin").resolve("pg_ctl");
    }
  }

  TestDatabase database() {
    return TestDatabase.at(embedded.config().address());
  }

  /** Like a power failure. */
  void crash() {
    stop("immediate");
  }

  /** As its operators stop it: sessions are ended. */
  void stop() {
    stop("fast");
  }

  private void stop(String mode) {
    run(control.toString(), "--pgdata=" + data, "--mode=" + mode, "--wait", "stop");
  }

  void startAgain() {
    DatabaseAddress.Server server = embedded.config().address().servers().getFirst();
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
  void freeze() {
    signal("-STOP");
  }

  void thaw() {
    signal("-CONT");
  }

  @Override
  public void close() {
    if (process(data).isPresent()) {
      thaw();
    }
    embedded.close();
  }

  /** The server on a data directory, if it runs. */
  static java.util.Optional<ProcessHandle> process(Path data) {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
      return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
    } catch (IOException | RuntimeException e) {
      return java.util.Optional.empty();
    }
  }

  private void signal(String signal) {
    ProcessHandle server = process(data).orElseThrow();
    List<String> command = new ArrayList<>(List.of("kill", signal));
    command.add(Long.toString(server.pid()));
    server.descendants().forEach(child -> command.add(Long.toString(child.pid())));
    int _ = runPlain(command); // Not 0 where one of them has just ended.
  }

  private void run(String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("unshare", "--user"));
    }
    all.addAll(List.of(command));
    if (runPlain(all) != 0) {
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

  private static int runPlain(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " does not end");
      }
      return process.exitValue();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
