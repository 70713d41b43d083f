package ceres.testing.soak;

import ceres.testing.soak.ledger.Entry;
import ceres.testing.soak.ledger.Ledger;
import ceres.testing.soak.world.World;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Enters the rows of the store into a ledger. Stateless. */
final class Rows {
  private static final String ALL =
      """
      SELECT "roomId", id, "userId", content FROM "ChatMessage"
      ORDER BY "roomId", "createdAt", id
      """;
  private static final int AT_ONCE = 1_000;

  private Rows() {}

  /** Returns how many there are. */
  static long enter(World world, Ledger ledger) throws SQLException {
    long count = 0;
    try (Connection connection = world.connect()) {
      connection.setAutoCommit(false); // else all of them would be here at once
      try (PreparedStatement select = connection.prepareStatement(ALL)) {
        select.setFetchSize(AT_ONCE);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            String room = rows.getString(1);
            UUID id = rows.getObject(2, UUID.class);
            UUID user = rows.getObject(3, UUID.class);
            String text = rows.getString(4);
            ledger.add(at -> new Entry.Row(at, room, id, user, text));
            count++;
          }
        }
      }
    }
    return count;
  }
}
