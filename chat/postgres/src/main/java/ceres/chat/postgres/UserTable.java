package ceres.chat.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Statements about many rows of {@code "User"} at once. Stateless. */
final class UserTable {
  private static final String FIND =
      "SELECT id, email, name, avatar FROM \"User\" WHERE id = ANY (?)";
  private static final String CREATE =
      """
      INSERT INTO "User" (id, email, name, avatar)
      SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[])
      ON CONFLICT (id) DO NOTHING
      """;
  private static final String REFRESH =
      """
      WITH free AS (SELECT id FROM "User" WHERE id = ANY (?) FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE "User" u SET email = coalesce(said.email, u.email), name = coalesce(said.name, u.name),
        avatar = coalesce(said.avatar, u.avatar)
      FROM free, unnest(?::uuid[], ?::text[], ?::text[], ?::text[]) AS said (id, email, name, avatar)
      WHERE u.id = free.id AND u.id = said.id
      """;

  private UserTable() {}

  /** The rows that there are. */
  static Map<UUID, UserFields> find(Connection connection, List<UUID> ids) throws SQLException {
    Map<UUID, UserFields> found = HashMap.newHashMap(ids.size());
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setArray(1, SqlArrays.uuids(connection, ids, id -> id));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(row.getObject(1, UUID.class), UserFields.read(row, 2));
        }
      }
    }
    return found;
  }

  /** Inserts the rows that there are not, each id once. */
  static void create(Connection connection, List<Entrant> entrants) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(CREATE)) {
      insert.setArray(1, SqlArrays.uuids(connection, entrants, Entrant::id));
      insert.setArray(2, SqlArrays.texts(connection, entrants, one -> one.said().email()));
      insert.setArray(3, SqlArrays.texts(connection, entrants, UserTable::nameOf));
      insert.setArray(4, SqlArrays.texts(connection, entrants, one -> one.said().avatar()));
      insert.executeUpdate();
    }
  }

  /**
   * Updates rows by what is said of them, each at most once. A row that somebody else is changing
   * at this moment stays as they make it, so that nobody waits for them.
   */
  static void refresh(Connection connection, List<Map.Entry<UUID, UserFields>> rows)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REFRESH)) {
      Array ids = SqlArrays.uuids(connection, rows, Map.Entry::getKey);
      update.setArray(1, ids);
      update.setArray(2, ids);
      update.setArray(3, SqlArrays.texts(connection, rows, row -> row.getValue().email()));
      update.setArray(4, SqlArrays.texts(connection, rows, row -> row.getValue().name()));
      update.setArray(5, SqlArrays.texts(connection, rows, row -> row.getValue().avatar()));
      update.executeUpdate();
    }
  }

  private static String nameOf(Entrant entrant) {
    return DisplayName.of(entrant.said().name(), entrant.said().email(), entrant.id());
  }
}
