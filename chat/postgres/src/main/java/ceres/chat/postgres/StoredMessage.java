package ceres.chat.postgres;

import ceres.chat.core.Message;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code "ChatMessage"} with its author. Immutable.
 *
 * @param message the message, its time cut to milliseconds
 * @param position its place in full precision, for rows that others wrote
 */
record StoredMessage(Message message, Message.Position position) {

  /** The columns that {@link #read} reads, of a message {@code m} and its author {@code u}. */
  static final String SELECT =
      """
      SELECT m.id, m."roomId", m.content, m."createdAt", m."userId", u.name, u.avatar, u.email\
      """;

  private static final UUID NOBODY = new UUID(0, 0);

  /** Reads the current row. */
  static StoredMessage read(ResultSet row) throws SQLException {
    UUID id = or(row.getObject(1, UUID.class), NOBODY);
    Instant createdAt = or(row.getObject(4, OffsetDateTime.class), OffsetDateTime.MIN).toInstant();
    UUID author = or(row.getObject(5, UUID.class), NOBODY);
    String name = DisplayName.of(row.getString(6), row.getString(8), author);
    return new StoredMessage(
        new Message(
            id,
            or(row.getString(2), ""),
            or(row.getString(3), ""),
            createdAt.truncatedTo(ChronoUnit.MILLIS),
            new Message.Author(author, name, row.getString(7))),
        new Message.Position(createdAt, id));
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
