package ceres.conformance.support;

import ceres.chat.postgres.DatabaseAddress;
import ceres.chat.postgres.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own on a real PostgreSQL, which is started once for all tests of the JVM. */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final DatabaseAddress address;

  private TestDatabase(DatabaseAddress address) {
    this.address = address;
  }

  /** A new and empty one. */
  public static TestDatabase create() {
    DatabaseAddress server = Holder.SERVER.config().address();
    String name = "test" + COUNT.incrementAndGet();
    new TestDatabase(server).execute("CREATE DATABASE " + name);
    return new TestDatabase(
        new DatabaseAddress(
            server.servers(), name, server.user(), server.password(), server.properties()));
  }

  /** One that is there already. */
  public static TestDatabase at(DatabaseAddress address) {
    return new TestDatabase(address);
  }

  /** Where it is. */
  public DatabaseAddress address() {
    return address;
  }

  /** As a URL, password included. */
  public String url() {
    DatabaseAddress.Server server = address.servers().getFirst();
    return "postgresql://"
        + address.user()
        + ":"
        + address.password()
        + "@"
        + server
        + "/"
        + address.database()
        + "?sslmode=disable";
  }

  /** A plain connection. */
  public Connection connect() throws SQLException {
    DatabaseAddress.Server server = address.servers().getFirst();
    return DriverManager.getConnection(
        "jdbc:postgresql://" + server + "/" + address.database() + "?sslmode=disable",
        address.user(),
        address.password());
  }

  /** Runs a statement. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of a query, as text. */
  public List<String> query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static final class Holder {
    static final EmbeddedDatabase SERVER = start();

    private static EmbeddedDatabase start() {
      try {
        Path directory = Files.createTempDirectory("ceres-test");
        EmbeddedDatabase database = EmbeddedDatabase.start(directory);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(() -> {
                  stopAtOnce(directory);
                  database.close();
                  delete(directory);
                }));
        return database;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Without the checkpoint that would write dozens of databases to a disk that they leave now.
     */
    private static void stopAtOnce(Path directory) {
      try {
        Path file = directory.resolve("postgres").resolve("postmaster.pid");
        String pid = Files.readAllLines(file).getFirst().strip();
        new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
        ProcessHandle.of(Long.parseLong(pid))
            .ifPresent(process ->
                process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join());
      } catch (IOException | InterruptedException e) {
        System.err.println("the database is stopped the slow way: " + e);
      }
    }

    private static void delete(Path directory) {
      try (var paths = Files.walk(directory)) {
        paths
            .sorted((first, second) -> second.compareTo(first))
            .forEach(path -> path.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
