package ceres.chat.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a database is and as whom to enter it. Immutable; {@link #toString} keeps the password.
 *
 * @param servers the servers to try, one after the other; at least one
 * @param database the name of the database
 * @param user the role
 * @param password the role's password, or null where the server asks for none
 * @param properties further connection properties, under the driver's own names
 */
public record DatabaseAddress(
    List<Server> servers,
    String database,
    String user,
    @Nullable String password,
    Map<String, String> properties) {

  /** Copies what could change. */
  public DatabaseAddress {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("A database address needs at least one server.");
    }
    servers = List.copyOf(servers);
    properties = Map.copyOf(properties);
  }

  /**
   * Reads a URL: {@code postgresql://user:password@host:port/database?parameters} as PostgreSQL's
   * own tools understand it, {@code postgres://…}, or {@code jdbc:postgresql:…}.
   *
   * @throws IllegalArgumentException with a sentence that names the problem and never contains the
   *     password, when the URL is malformed
   */
  public static DatabaseAddress parse(String url) {
    return url.startsWith("jdbc:") ? JdbcUrl.parse(url) : DatabaseUrl.parse(url);
  }

  /** The same server, another database. */
  DatabaseAddress withDatabase(String name) {
    return new DatabaseAddress(servers, name, user, password, properties);
  }

  /** The same database as somebody else. */
  DatabaseAddress withUser(String name, @Nullable String secret) {
    return new DatabaseAddress(servers, database, name, secret, properties);
  }

  /** A new data source with this address's properties, opening plain connections. */
  PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(servers.stream().map(Server::host).toArray(String[]::new));
    source.setPortNumbers(servers.stream().mapToInt(Server::port).toArray());
    source.setDatabaseName(database);
    source.setUser(user);
    if (password != null) {
      source.setPassword(password);
    }
    source.setTcpKeepAlive(true);
    source.setApplicationName("ceres");
    properties.forEach((name, value) -> set(source, name, value));
    return source;
  }

  private static void set(PGSimpleDataSource source, String name, String value) {
    try {
      source.setProperty(name, value);
    } catch (SQLException e) {
      throw new IllegalArgumentException(
          "The parameter " + name + " of the database URL has a value that is not allowed.", e);
    }
  }

  /** For people: servers, database and user. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("postgresql://").append(user).append('@');
    for (int i = 0; i < servers.size(); i++) {
      text.append(i == 0 ? "" : ",").append(servers.get(i));
    }
    return text.append('/').append(database).toString();
  }

  /**
   * One server.
   *
   * @param host a name or an address; IPv6 addresses without brackets
   * @param port 1 to 65535
   */
  public record Server(String host, int port) {
    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
