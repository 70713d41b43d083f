package ceres.chat.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One PostgreSQL for all tests of this JVM, with a new database for each who asks. */
final class TestServer {
  /** Where PostgreSQL is unpacked once, below the build directory. */
  static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();

  /** A data directory made once, because making one takes seconds. */
  private static final Path TEMPLATE = Path.of("target", "postgres-template").toAbsolutePath();

  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** Started when the first test needs it. */
  private static final class Running {
    private static final EmbeddedDatabase SERVER = start();
  }

  private TestServer() {}

  private static EmbeddedDatabase start() {
    try {
      Path directory = Files.createTempDirectory("ceres-test-");
      copyTemplate(directory.resolve("postgres"));
      EmbeddedDatabase server = EmbeddedDatabase.start(directory, PROGRAMS);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                server.close();
                try {
                  PostgresBinaries.delete(directory);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new data directory for PostgreSQL. */
  static synchronized void copyTemplate(Path to) throws IOException {
    if (!Files.exists(TEMPLATE.resolve("made"))) {
      PostgresBinaries.delete(TEMPLATE);
      EmbeddedDatabase.start(TEMPLATE, PROGRAMS).close();
      Files.createFile(TEMPLATE.resolve("made"));
    }
    Path from = TEMPLATE.resolve("postgres");
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(
            path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** An empty database. */
  static DatabaseAddress newDatabase() {
    DatabaseAddress server = Running.SERVER.config().address();
    String name = "test" + DATABASES.incrementAndGet();
    sql(server, "CREATE DATABASE " + name);
    return server.withDatabase(name);
  }

  /** Limits that suit a test. */
  static DatabaseConfig quick(DatabaseAddress address) {
    return DatabaseConfig.of(address).withLimits(Duration.ofSeconds(3), Duration.ofSeconds(2));
  }

  static void sql(DatabaseAddress address, String... statements) {
    try (Connection connection = address.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All rows as text, columns joined by '|', rows by newlines. */
  static String query(DatabaseAddress address, String sql) {
    try (Connection connection = address.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      StringBuilder text = new StringBuilder();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        text.append(text.isEmpty() ? "" : "\n");
        for (int i = 1; i <= columns; i++) {
          text.append(i == 1 ? "" : "|").append(rows.getString(i));
        }
      }
      return text.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
