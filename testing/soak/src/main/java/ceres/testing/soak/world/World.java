package ceres.testing.soak.world;

import ceres.chat.postgres.DatabaseAddress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server with a database of its own on a PostgreSQL, a network in front of it, and one between
 * the two.
 *
 * <p>Thread-safe by its monitor, as far as the server goes; one thread may do things to the rest.
 */
public final class World implements AutoCloseable {
  private static final int STARTS_WITHIN_SECONDS = 60;

  private final PostgresProcess postgres;
  private final DatabaseAddress address;
  private final List<String> options;
  private final Map<String, String> settings;
  private final TcpProxy front = new TcpProxy();
  private final TcpProxy back = new TcpProxy();
  private @Nullable ChatProcess server;

  /**
   * Makes the database, and no server yet.
   *
   * @param database its name
   * @param options of the server's JVM
   * @param more settings of the server, besides the address of its database
   */
  public World(
      PostgresProcess postgres, String database, List<String> options, Map<String, String> more)
      throws IOException, SQLException {
    this.postgres = postgres;
    this.options = List.copyOf(options);
    DatabaseAddress owner = postgres.address();
    DatabaseAddress.Server place = owner.servers().getFirst();
    back.leadTo(place.port());
    try (Connection connection = connect(owner);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    }
    address =
        new DatabaseAddress(
            owner.servers(), database, owner.user(), owner.password(), owner.properties());
    settings = new HashMap<>(more);
    settings.put(
        "DATABASE_URL",
        "postgresql://%s:%s@127.0.0.1:%d/%s?sslmode=disable"
            .formatted(owner.user(), owner.password(), back.port(), database));
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s/%s?sslmode=disable"
            .formatted(address.servers().getFirst(), address.database()),
        address.user(),
        address.password());
  }

  /** A connection to the database that no fault concerns but those of PostgreSQL itself. */
  public Connection connect() throws SQLException {
    return connect(address);
  }

  public PostgresProcess postgres() {
    return postgres;
  }

  /** Between clients and server. */
  public TcpProxy front() {
    return front;
  }

  /** Between server and database. */
  public TcpProxy back() {
    return back;
  }

  /** Starts the server; returns when it listens, and clients reach it. */
  public void start() {
    ChatProcess started = new ChatProcess(List.of(), options, settings, STARTS_WITHIN_SECONDS);
    synchronized (this) {
      server = started;
    }
    front.leadTo(started.port());
  }

  /** The server, be it alive or not. */
  public synchronized ChatProcess server() {
    ChatProcess current = server;
    if (current == null) {
      throw new IllegalStateException("no server was started");
    }
    return current;
  }

  /** Ends the server, and the networks. */
  @Override
  public void close() {
    front.close();
    back.heal();
    synchronized (this) {
      if (server != null) {
        server.thaw();
        server.kill();
      }
    }
    back.close();
  }
}
