package ceres.bench.server;

import ceres.bench.load.Token;
import ceres.chat.postgres.DatabaseAddress;
import ceres.chat.postgres.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The PostgreSQL for all servers that are measured, durable as any (fsync on), with a new database
 * for each start of a server, in which the users exist already. Confined to one thread.
 */
public final class BenchDatabase implements AutoCloseable {
  private static final String SEED = "seed";
  private static final String TABLES =
      """
      CREATE TABLE "User" (
        id uuid PRIMARY KEY, email text, name text NOT NULL, avatar text);
      CREATE TABLE "ChatMessage" (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        "userId" uuid NOT NULL REFERENCES "User" (id),
        "roomId" varchar(128) NOT NULL,
        content varchar(1000) NOT NULL,
        "createdAt" timestamptz(3) NOT NULL DEFAULT clock_timestamp());
      CREATE INDEX ON "ChatMessage" ("roomId", "createdAt" DESC);
      """;

  private final EmbeddedDatabase server;
  private final Path directory;
  private int made;

  private BenchDatabase(EmbeddedDatabase server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  /**
   * Starts PostgreSQL on a data directory, which is made if there is none.
   *
   * @param users how many persons there are
   */
  public static BenchDatabase start(Path directory, int users) throws SQLException {
    BenchDatabase database = new BenchDatabase(EmbeddedDatabase.start(directory), directory);
    try {
      database.execute("postgres", "DROP DATABASE IF EXISTS " + SEED);
      database.execute("postgres", "CREATE DATABASE " + SEED);
      database.execute(SEED, TABLES);
      database.addUsers(users);
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  /** The address of a new database, as a URL with a password. */
  public String fresh() throws SQLException {
    dropLast();
    String name = "bench" + ++made;
    execute("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + SEED);
    execute("postgres", "CHECKPOINT");
    DatabaseAddress address = server.config().address();
    return "postgresql://%s:%s@%s/%s?sslmode=disable"
        .formatted(address.user(), address.password(), address.servers().getFirst(), name);
  }

  /** How many messages the newest database holds. */
  public long savedMessages() throws SQLException {
    try (Connection connection = connect("bench" + made);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM \"ChatMessage\"")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** PostgreSQL's first process. */
  public long pid() throws IOException {
    Path file = directory.resolve("postgres").resolve("postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).getFirst().strip());
  }

  private void addUsers(int users) throws SQLException {
    try (Connection connection = connect(SEED);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO \"User\" (id, email, name) VALUES (?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (int user = 0; user < users; user++) {
        insert.setObject(1, Token.userId(user));
        insert.setString(2, Token.email(user));
        insert.setString(3, Token.name(user));
        insert.addBatch();
        if (user % 1_000 == 999) {
          int[] _ = insert.executeBatch();
        }
      }
      int[] _ = insert.executeBatch();
      connection.commit();
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("VACUUM ANALYZE");
      }
    }
  }

  private void dropLast() throws SQLException {
    if (made > 0) {
      execute("postgres", "DROP DATABASE IF EXISTS bench" + made + " WITH (FORCE)");
    }
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect(String database) throws SQLException {
    DatabaseAddress address = server.config().address();
    return DriverManager.getConnection(
        "jdbc:postgresql://%s/%s?sslmode=disable".formatted(address.servers().getFirst(), database),
        address.user(),
        address.password());
  }

  @Override
  public void close() {
    server.close();
  }
}
