package ceres.chat.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 18 of our own, durable, for those who have none. In the data directory:
 *
 * <ul>
 *   <li>{@code postgres}: its data, and in it {@code ceres.password}, readable by the owner only
 *   <li>{@code postgres.log}: what it said since its last start
 *   <li>{@code programs}: PostgreSQL itself, unpacked
 *   <li>{@code lock}: locked while a Ceres uses the directory
 * </ul>
 *
 * <p>It listens on 127.0.0.1, on a port that is another one on each start, and asks for the random
 * password, so that other users of the machine stay outside. It outlives a Ceres that was killed;
 * the next one stops it and starts it anew. There is no shutdown hook: whoever starts it closes it,
 * after the {@link Database} that uses it.
 *
 * <p>Thread-safe by its monitor.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String MAJOR = "18";
  private static final int ATTEMPTS = 3;

  private final PostgresServer server;
  private final DataLock lock;
  private final DatabaseConfig config;
  private boolean closed;

  private EmbeddedDatabase(PostgresServer server, DataLock lock, DatabaseConfig config) {
    this.server = server;
    this.lock = lock;
    this.config = config;
  }

  /**
   * Starts the database of a data directory, which is made where there is none. Takes about a
   * second, some more the first time, and longer where a crash has to be recovered from.
   *
   * @param directory the data directory
   * @throws EmbeddedDatabaseException with a sentence that says what is wrong with the directory or
   *     the platform
   */
  public static EmbeddedDatabase start(Path directory) {
    return start(directory, directory.resolve("programs"));
  }

  /** With the programs elsewhere. */
  static EmbeddedDatabase start(Path directory, Path programs) {
    Path place = directory.toAbsolutePath().normalize();
    try {
      makeDirectory(place);
      place = place.toRealPath();
      DataLock lock = DataLock.take(place);
      try {
        Path home = PostgresBinaries.unpack(programs.toAbsolutePath().normalize());
        PostgresServer server =
            new PostgresServer(home, place.resolve("postgres"), place.resolve("postgres.log"));
        return new EmbeddedDatabase(server, lock, prepareAndStart(server, place));
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new EmbeddedDatabaseException(
          "The data directory %s cannot be used: %s.".formatted(place, reason(e)), e);
    }
  }

  /** How to open it; users' rows are ours here, so they follow the tokens. */
  public DatabaseConfig config() {
    return config;
  }

  /** Stops the database, within a minute at the very most. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (lock) {
      if (!server.stop("fast") && !server.stop("immediate")) {
        LOG.warn("The embedded database did not stop; the next start will stop it");
      }
    } catch (IOException e) {
      LOG.warn("The embedded database could not be stopped; the next start will stop it", e);
    }
  }

  private static DatabaseConfig prepareAndStart(PostgresServer server, Path place)
      throws IOException {
    Path data = place.resolve("postgres");
    if (!Files.exists(data)) {
      server.create(randomPassword());
    }
    checkVersion(data);
    if (server.process().isPresent()) {
      LOG.info("Stopping the database that a killed Ceres left behind");
      if (!server.stop("fast") && !server.stop("immediate")) {
        throw new EmbeddedDatabaseException(
            "A PostgreSQL that was left behind on %s does not stop.".formatted(data));
      }
    }
    server.dropMisleadingPidFile();
    int port = startOnFreePort(server);
    DatabaseAddress.Server address = new DatabaseAddress.Server("127.0.0.1", port);
    Map<String, String> properties = Map.of("sslmode", "disable", "gssEncMode", "disable");
    return DatabaseConfig.of(
            new DatabaseAddress(
                List.of(address),
                PostgresServer.DATABASE,
                PostgresServer.USER,
                server.password(),
                properties))
        .withRefreshUsers(true);
  }

  /**
   * Somebody may take the port before the database does, so there is a second attempt, and more.
   */
  private static int startOnFreePort(PostgresServer server) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      try {
        server.start(port);
        return port;
      } catch (EmbeddedDatabaseException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.debug("The embedded database did not start, trying again", e);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static void checkVersion(Path data) throws IOException {
    Path file = data.resolve("PG_VERSION");
    if (!Files.isRegularFile(file)) {
      throw new EmbeddedDatabaseException(
          data + " is not a data directory of PostgreSQL: move it away, or choose another one.");
    }
    String version = Files.readString(file).strip();
    if (!version.equals(MAJOR)) {
      throw new EmbeddedDatabaseException(
          "%s was written by PostgreSQL %s, and Ceres brings PostgreSQL %s: convert it with pg_upgrade or pg_dump."
              .formatted(data, version, MAJOR));
    }
  }

  private static void makeDirectory(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return;
    }
    Files.createDirectories(place.resolveSibling("."));
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    Files.createDirectory(place, PosixFilePermissions.asFileAttribute(ownerOnly));
  }

  private static String randomPassword() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case FileAlreadyExistsException file -> file.getFile() + " is a file";
      case AccessDeniedException denied -> "no permission to write " + denied.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }
}
