package ceres.chat.postgres;

import ceres.chat.core.Draft;
import ceres.chat.core.Message;
import ceres.chat.core.MessageLog.Duplicate;
import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.MessageLog.Outcome;
import ceres.chat.core.MessageLog.Saved;
import ceres.chat.postgres.Pending.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Writes groups of messages into {@code "ChatMessage"}: one statement, which in auto-commit mode is
 * one transaction and one round trip. Stateless.
 *
 * <p>The times go as numbers of milliseconds, so that no session's time zone or format matters.
 */
final class MessageTable {
  private static final String INSERT =
      """
      INSERT INTO "ChatMessage" (id, "userId", "roomId", content, "createdAt", "clientId")
      SELECT id, author, room, text, timestamptz 'epoch' + interval '1 millisecond' * millis, client
      FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::uuid[])
        AS new (id, author, room, text, millis, client)
      """;
  private static final String INSERT_MISSING = INSERT + "ON CONFLICT DO NOTHING";
  private static final String FIND =
      StoredMessage.SELECT
          + """
          , m."clientId" FROM "ChatMessage" m LEFT JOIN "User" u ON u.id = m."userId"
          WHERE m.id = ANY (?::uuid[]) OR (m."clientId" IS NOT NULL AND (m."userId", m."clientId") IN
            (SELECT author, client FROM unnest(?::uuid[], ?::uuid[]) AS sent (author, client)))
          """;

  private static final String STORED = "SELECT id FROM \"ChatMessage\" WHERE id = ANY (?::uuid[])";

  private MessageTable() {}

  /** The ids of those rows that are stored. */
  static Set<UUID> stored(Connection connection, List<Row> rows) throws SQLException {
    Set<UUID> ids = new HashSet<>();
    try (PreparedStatement find = connection.prepareStatement(STORED)) {
      find.setArray(1, SqlArrays.uuids(connection, rows, row -> row.stamp().id()));
      try (ResultSet result = find.executeQuery()) {
        while (result.next()) {
          ids.add(result.getObject(1, UUID.class));
        }
      }
    }
    return ids;
  }

  /**
   * Stores the rows that are not stored yet, and says what became of each, in their order. Where no
   * row can be stored yet, PostgreSQL need not look for each whether it is, an eighth of its work.
   *
   * @param first whether nobody has tried to store these rows before
   * @throws SQLException where not a row was stored, or where that is unknown
   */
  static List<Outcome> store(Connection connection, List<Row> rows, boolean first)
      throws SQLException {
    boolean isNew = first && rows.stream().allMatch(row -> draft(row).clientId() == null);
    int stored;
    try (PreparedStatement insert = connection.prepareStatement(isNew ? INSERT : INSERT_MISSING)) {
      insert.setArray(1, SqlArrays.uuids(connection, rows, row -> row.stamp().id()));
      insert.setArray(2, SqlArrays.uuids(connection, rows, MessageTable::author));
      insert.setArray(3, SqlArrays.texts(connection, rows, row -> draft(row).roomId()));
      insert.setArray(4, SqlArrays.texts(connection, rows, row -> draft(row).content()));
      insert.setArray(5, SqlArrays.longs(connection, rows, MessageTable::millis));
      insert.setArray(6, SqlArrays.uuids(connection, rows, row -> draft(row).clientId()));
      stored = insert.executeUpdate();
    }
    if (stored == rows.size()) {
      return rows.stream().<Outcome>map(row -> new Saved(row.message())).toList();
    }
    return resolve(connection, rows);
  }

  /** Some were stored before, by an earlier attempt or under the same client id: which, and how? */
  private static List<Outcome> resolve(Connection connection, List<Row> rows) throws SQLException {
    Map<UUID, Message> byId = new HashMap<>();
    Map<Sent, Message> bySent = new HashMap<>();
    List<Row> retried = rows.stream().filter(row -> draft(row).clientId() != null).toList();
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setArray(1, SqlArrays.uuids(connection, rows, row -> row.stamp().id()));
      find.setArray(2, SqlArrays.uuids(connection, retried, MessageTable::author));
      find.setArray(3, SqlArrays.uuids(connection, retried, row -> draft(row).clientId()));
      try (var result = find.executeQuery()) {
        while (result.next()) {
          Message message = StoredMessage.read(result).message();
          byId.put(message.id(), message);
          UUID clientId = result.getObject(9, UUID.class);
          if (clientId != null) {
            bySent.put(new Sent(message.author().id(), clientId), message);
          }
        }
      }
    }
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    for (Row row : rows) {
      outcomes.add(outcome(row, byId, bySent));
    }
    return outcomes;
  }

  private static Outcome outcome(Row row, Map<UUID, Message> byId, Map<Sent, Message> bySent) {
    if (byId.containsKey(row.stamp().id())) {
      return new Saved(row.message());
    }
    UUID clientId = draft(row).clientId();
    Message first = clientId == null ? null : bySent.get(new Sent(author(row), clientId));
    return first == null ? new NotSaved() : new Duplicate(first);
  }

  private static Draft draft(Row row) {
    return row.pending().draft();
  }

  private static UUID author(Row row) {
    return draft(row).author().id();
  }

  private static long millis(Row row) {
    return row.stamp().createdAt().toEpochMilli();
  }

  /** Whose client id. */
  private record Sent(UUID author, UUID clientId) {}
}
