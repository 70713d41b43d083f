package ceres.chat.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server on a data directory, by PostgreSQL's own programs.
 *
 * <p>The server runs in a session of its own, so that a Ctrl-C, which goes to all processes of the
 * terminal, leaves it to us to stop it once all is saved. It listens on 127.0.0.1 only and asks for
 * a password. Started by root, which PostgreSQL refuses to run as, it runs in a user namespace in
 * which that user is nobody in particular.
 *
 * <p>Immutable; the state is the directory's.
 */
final class PostgresServer {
  static final String USER = "ceres";
  static final String DATABASE = "postgres";
  private static final String PASSWORD_FILE = "ceres.password";

  private final Path programs;
  private final Path data;
  private final Path log;
  private final List<String> prefix;

  /**
   * A server that may or may not run, on a directory that may or may not exist.
   *
   * @param home where PostgreSQL is
   * @param data its data directory, absolute
   * @param log the file for its log
   */
  PostgresServer(Path home, Path data, Path log) {
    programs = home.resolve("bin");
    this.data = data;
    this.log = log;
    prefix = RootGuard.prefix(home);
  }

  /** Makes the data directory: completely, or not at all. */
  void create(String password) throws IOException {
    Path fresh = data.resolveSibling(data.getFileName() + ".new");
    PostgresBinaries.delete(fresh);
    Path secret = Files.createTempFile(data.resolveSibling("."), "password-", "");
    try {
      Files.writeString(secret, password);
      Result result =
          run(
              Duration.ofMinutes(2),
              "initdb",
              "--pgdata=" + fresh,
              "--username=" + USER,
              "--pwfile=" + secret,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--no-instructions");
      if (result.code() != 0) {
        throw failure("PostgreSQL could not set up " + data, result.output());
      }
      Files.move(secret, fresh.resolve(PASSWORD_FILE));
      Files.move(fresh, data);
    } finally {
      Files.deleteIfExists(secret);
      PostgresBinaries.delete(fresh);
    }
  }

  /** The password it was made with. */
  String password() throws IOException {
    return Files.readString(data.resolve(PASSWORD_FILE)).strip();
  }

  /**
   * Starts, and waits until connections are taken.
   *
   * @throws EmbeddedDatabaseException with what the server's log says
   */
  void start(int port) throws IOException {
    Files.deleteIfExists(log);
    String options =
        String.join(
            " -c ",
            "-p " + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "log_checkpoints=off",
            "logging_collector=off",
            "log_destination=stderr");
    Result result =
        run(
            Duration.ofMinutes(6),
            "pg_ctl",
            "--pgdata=" + data,
            "--log=" + log,
            "--options=" + options,
            "--wait",
            "--timeout=300",
            "start");
    if (result.code() != 0) {
      throw failure("PostgreSQL does not start on " + data, readLog() + result.output());
    }
  }

  /**
   * Stops and waits, at most half a minute.
   *
   * @param mode {@code fast} ends sessions in order, {@code immediate} is like a power failure
   * @return whether nothing runs any more
   */
  boolean stop(String mode) throws IOException {
    if (process().isEmpty()) {
      return true;
    }
    run(
        Duration.ofSeconds(40),
        "pg_ctl",
        "--pgdata=" + data,
        "--mode=" + mode,
        "--wait",
        "--timeout=30",
        "stop");
    return process().isEmpty();
  }

  /** The server's process on this directory: what the pid file names, if it is that indeed. */
  Optional<ProcessHandle> process() {
    return named().filter(process -> isThisServer(process.info().commandLine().orElse("")));
  }

  /**
   * Removes a pid file whose number belongs to some other program by now, or that was cut off by a
   * power failure. Any other left-over file is PostgreSQL's own business, which also looks for
   * remains of the old server.
   */
  void dropMisleadingPidFile() throws IOException {
    Optional<String> command = named().flatMap(process -> process.info().commandLine());
    boolean recycled = command.isPresent() && !isThisServer(command.get());
    if (recycled || (isPidFileBroken() && !isRunningUnnamed())) {
      Files.deleteIfExists(pidFile());
    }
  }

  private boolean isPidFileBroken() throws IOException {
    if (!Files.exists(pidFile())) {
      return false;
    }
    List<String> lines = Files.readAllLines(pidFile(), StandardCharsets.ISO_8859_1);
    return lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,18}");
  }

  private boolean isRunningUnnamed() {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> isThisServer(process.info().commandLine().orElse("")));
  }

  private Optional<ProcessHandle> named() {
    try {
      List<String> lines = Files.readAllLines(pidFile(), StandardCharsets.UTF_8);
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(ProcessHandle::isAlive);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private boolean isThisServer(String command) {
    return (command + " ").contains("/postgres -D " + data + " ");
  }

  private Path pidFile() {
    return data.resolve("postmaster.pid");
  }

  private String readLog() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  /** The last line that says why, after whatever stands before the severity. */
  private static EmbeddedDatabaseException failure(String sentence, String output) {
    String why = "";
    for (String line : output.split("\n", -1)) {
      for (String severity : List.of("FATAL:", "PANIC:", "error:", "LOG:  could not")) {
        int at = line.indexOf(severity);
        if (at >= 0) {
          why = line.substring(line.indexOf(':', at) + 1).strip();
        }
      }
      if (why.isEmpty() && line.startsWith("pg_ctl:")) {
        why = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return new EmbeddedDatabaseException(sentence + (why.isEmpty() ? "." : ": " + why + "."));
  }

  private Result run(Duration limit, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(programs.resolve(program).toString());
    command.addAll(Arrays.asList(arguments));
    return Result.of(command, limit);
  }

  /**
   * What a program that ended said.
   *
   * @param code its exit status, -1 where it did not end in time
   */
  record Result(int code, String output) {

    static Result of(List<String> command, Duration limit) throws IOException {
      Path output = Files.createTempFile("ceres-", ".out");
      try {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(output.toFile()).redirectInput(ProcessBuilder.Redirect.PIPE);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          return new Result(-1, Files.readString(output, StandardCharsets.ISO_8859_1));
        }
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        return new Result(process.exitValue(), text);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EmbeddedDatabaseException("The embedded database was interrupted.", e);
      } finally {
        Files.deleteIfExists(output);
      }
    }
  }
}
