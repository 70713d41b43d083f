package ceres.chat.postgres;

import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads rooms from {@code "ChatMessage"}, by the index on {@code ("roomId", "createdAt", id)}.
 * Stateless.
 */
final class MessagePages {
  private static final Comparator<StoredMessage> ORDER =
      Comparator.comparing(StoredMessage::position);

  private MessagePages() {}

  /**
   * A room's messages between two places, both exclusive, oldest first.
   *
   * @param forwards whether to begin with the oldest, otherwise with the newest
   * @param limit at most this many
   */
  static List<StoredMessage> read(
      Connection connection,
      String roomId,
      Message.@Nullable Position before,
      Message.@Nullable Position after,
      boolean forwards,
      int limit)
      throws SQLException {
    List<StoredMessage> messages = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(sql(before != null, after != null, forwards, limit))) {
      int parameter = 1;
      select.setString(parameter++, roomId);
      if (before != null) {
        parameter = bind(select, parameter, before);
      }
      if (after != null) {
        bind(select, parameter, after);
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          messages.add(StoredMessage.read(rows));
        }
      }
    }
    messages.sort(ORDER);
    return messages;
  }

  /**
   * The place of a message in its room.
   *
   * @throws ChatException {@link ErrorCode#INVALID_PAYLOAD} where the room has no such message
   */
  static Message.Position position(Connection connection, String roomId, UUID id)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            StoredMessage.SELECT
                + """
                 FROM "ChatMessage" m LEFT JOIN "User" u ON u.id = m."userId"
                 WHERE m.id = ? AND m."roomId" = ?\
                """)) {
      select.setObject(1, id);
      select.setString(2, roomId);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new ChatException(
              ErrorCode.INVALID_PAYLOAD, "There is no such message in this room");
        }
        return StoredMessage.read(rows).position();
      }
    }
  }

  /** The limit is part of the text, so that the planner knows it. */
  static String sql(boolean before, boolean after, boolean forwards, int limit) {
    String direction = forwards ? "" : " DESC";
    return StoredMessage.SELECT
        + " FROM (SELECT * FROM \"ChatMessage\" WHERE \"roomId\" = ?"
        + (before ? " AND (\"createdAt\", id) < (?, ?)" : "")
        + (after ? " AND (\"createdAt\", id) > (?, ?)" : "")
        + (" ORDER BY \"createdAt\"" + direction + ", id" + direction)
        + (" LIMIT " + limit + ") m LEFT JOIN \"User\" u ON u.id = m.\"userId\"");
  }

  private static int bind(PreparedStatement select, int parameter, Message.Position place)
      throws SQLException {
    select.setObject(parameter, place.createdAt().atOffset(ZoneOffset.UTC));
    select.setObject(parameter + 1, place.id());
    return parameter + 2;
  }
}
