package ceres.chat.postgres;

import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.MessageLog.Outcome;
import ceres.chat.core.MessageLog.Saved;
import ceres.chat.postgres.Pending.Row;
import ceres.chat.postgres.Teller.Told;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages whose time ended while it was unknown whether they are stored: the database may have
 * carried a statement out whose answer was lost. Their senders were told that they are not saved;
 * if they are, their rooms are told as soon as that is known, because their histories have them.
 *
 * <p>They are of one group at most, since nothing else is written before they are settled.
 *
 * <p>Confined to the writer's thread.
 */
final class Doubts {
  private static final Logger LOG = LoggerFactory.getLogger(Doubts.class);

  private final List<Row> rows = new ArrayList<>();

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void add(List<Row> doubtful) {
    rows.addAll(doubtful);
  }

  /**
   * Looks what became of them, and forgets them.
   *
   * @param connection on which nothing that was begun before can be stored any more
   */
  List<Told> settle(Connection connection) throws SQLException {
    Set<UUID> stored = MessageTable.stored(connection, rows);
    List<Told> told = new ArrayList<>(rows.size());
    for (Row row : rows) {
      boolean isStored = stored.contains(row.stamp().id());
      Outcome outcome = isStored ? new Saved(row.message()) : new NotSaved();
      told.add(new Told(row.pending(), outcome));
    }
    if (!stored.isEmpty()) {
      LOG.info(
          "{} messages are found saved, of which the database did not say so in time",
          stored.size());
    }
    rows.clear();
    return told;
  }
}
