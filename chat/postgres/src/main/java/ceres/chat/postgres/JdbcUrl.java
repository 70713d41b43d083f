package ceres.chat.postgres;

import ceres.chat.postgres.DatabaseAddress.Server;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Reads {@code jdbc:postgresql:} URLs, as the driver does. Stateless. */
final class JdbcUrl {
  private JdbcUrl() {}

  static DatabaseAddress parse(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "The database URL begins with 'jdbc:' but not with 'jdbc:postgresql:'.");
    }
    Properties parsed;
    try {
      parsed = Driver.parseURL(url, new Properties());
    } catch (RuntimeException e) {
      parsed = null;
    }
    if (parsed == null) {
      throw new IllegalArgumentException(
          "The database URL is not of the form"
              + " jdbc:postgresql://host:port/database?user=…&password=….");
    }
    Map<String, String> properties = new HashMap<>();
    for (String name : parsed.stringPropertyNames()) {
      properties.put(name, String.valueOf(parsed.getProperty(name)));
    }
    List<Server> servers =
        servers(
            take(properties, PGProperty.PG_HOST, "localhost"),
            take(properties, PGProperty.PG_PORT, "5432"));
    String user = take(properties, PGProperty.USER, DatabaseUrl.systemUser());
    String database = take(properties, PGProperty.PG_DBNAME, user);
    String password = properties.remove(PGProperty.PASSWORD.getName());
    return new DatabaseAddress(servers, database, user, password, properties);
  }

  private static List<Server> servers(String hosts, String ports) {
    String[] host = hosts.split(",", -1);
    String[] port = ports.split(",", -1);
    List<Server> servers = new ArrayList<>();
    for (int i = 0; i < host.length; i++) {
      String name = host[i];
      if (name.startsWith("[") && name.endsWith("]")) {
        name = name.substring(1, name.length() - 1);
      }
      servers.add(new Server(name, DatabaseUrl.port(port[Math.min(i, port.length - 1)])));
    }
    return servers;
  }

  private static String take(Map<String, String> from, PGProperty property, String otherwise) {
    @Nullable String value = from.remove(property.getName());
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
