package ceres.chat.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks whether the tables that exist can be used as they are. Stateless. */
final class Schema {
  private static final Set<String> UUID = Set.of("uuid");
  private static final Set<String> TEXT = Set.of("text", "character varying", "citext");
  private static final Set<String> TIME = Set.of("timestamp with time zone");

  private static final Map<String, Set<String>> USER =
      Map.of("id", UUID, "email", TEXT, "name", TEXT, "avatar", TEXT);
  private static final Map<String, Set<String>> MESSAGE =
      Map.of(
          "id",
          UUID,
          "userId",
          UUID,
          "roomId",
          TEXT,
          "content",
          TEXT,
          "createdAt",
          TIME,
          "clientId",
          UUID);

  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(a.atttypid, NULL), a.atttypmod,
        a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND a.attgenerated = '',
        EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique
          AND i.indpred IS NULL AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum),
        c.relkind IN ('r', 'p')
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private Schema() {}

  /**
   * A sentence on what makes the existing tables unusable, or null.
   *
   * @param complete whether a missing table or column is a problem too
   */
  static @Nullable String problem(Connection connection, boolean complete) throws SQLException {
    String users = problem(connection, "User", USER, complete);
    return users != null ? users : problem(connection, "ChatMessage", MESSAGE, complete);
  }

  private static @Nullable String problem(
      Connection connection, String table, Map<String, Set<String>> expected, boolean complete)
      throws SQLException {
    Map<String, Column> columns = columns(connection, table);
    String name = "\"" + table + "\"";
    for (Map.Entry<String, Set<String>> entry : expected.entrySet()) {
      String quoted = name + ".\"" + entry.getKey() + "\"";
      Column column = columns.get(entry.getKey());
      if (column == null) {
        boolean needed = !columns.isEmpty() && !isAdded(entry.getKey());
        if (complete || needed) {
          return "The column " + quoted + " is missing in the database.";
        }
        continue;
      }
      String problem = problem(entry.getKey(), column, entry.getValue());
      if (problem != null) {
        return "The column " + quoted + " " + problem + ".";
      }
    }
    if (table.equals("ChatMessage")) {
      for (Map.Entry<String, Column> entry : columns.entrySet()) {
        if (entry.getValue().demanded() && !expected.containsKey(entry.getKey())) {
          return "The column %s.\"%s\" must not be null and has no default, so Ceres cannot write there."
              .formatted(name, entry.getKey());
        }
      }
    }
    return null;
  }

  private static @Nullable String problem(String name, Column column, Set<String> types) {
    if (!column.isTable()) {
      return "belongs to a view or foreign table, and Ceres needs a table";
    }
    if (!types.contains(column.type())) {
      return "has the type " + column.type() + ", and Ceres needs " + List.copyOf(types).getFirst();
    }
    if (name.equals("createdAt") && column.modifier() >= 0 && column.modifier() < 3) {
      return "keeps less than milliseconds";
    }
    return name.equals("id") && !column.unique() ? "is neither a primary key nor unique" : null;
  }

  /** Whether the migration adds this column where it is missing. */
  private static boolean isAdded(String column) {
    return Set.of("clientId", "email", "name", "avatar").contains(column);
  }

  private static Map<String, Column> columns(Connection connection, String table)
      throws SQLException {
    Map<String, Column> columns = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
      select.setString(1, "\"" + table + "\"");
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          columns.put(
              String.valueOf(row.getString(1)),
              new Column(
                  String.valueOf(row.getString(2)),
                  row.getInt(3),
                  row.getBoolean(4),
                  row.getBoolean(5),
                  row.getBoolean(6)));
        }
      }
    }
    return columns;
  }

  private record Column(
      String type, int modifier, boolean demanded, boolean unique, boolean isTable) {}
}
