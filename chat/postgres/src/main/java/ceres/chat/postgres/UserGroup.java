package ceres.chat.postgres;

import ceres.chat.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a group of users in by a few statements: one that finds them all, one that creates whom it
 * did not find, one that refreshes whose row is to follow their token. Whoever needs no more than
 * the first is answered before the others begin. A statement that the table refuses is repeated for
 * each half, until only the guilty rows fail.
 *
 * <p>Immutable; to be run by one thread at a time.
 *
 * @param entrants in the order of their coming
 * @param refresh whether existing rows follow the tokens
 */
record UserGroup(List<Entrant> entrants, boolean refresh) {
  private static final Logger LOG = LoggerFactory.getLogger(UserGroup.class);

  /** A statement that concerns all rows of a list. */
  private interface Statement<T> {
    void run(List<T> rows) throws SQLException;
  }

  /** What becomes of a row that the table forbids. */
  private interface Refusal<T> {
    void of(T row, SQLException failure);
  }

  /**
   * Answers those who wait for an answer.
   *
   * @return those who are to be asked for alone, since somebody else's lock keeps one of them
   */
  List<Entrant> admit(Connection connection) throws SQLException {
    List<Entrant> unknown = admitFound(connection, waiting());
    if (unknown.isEmpty()) {
      return List.of();
    }
    try {
      halving(unknown, rows -> UserTable.create(connection, rows), UserGroup::refuse);
    } catch (SQLException e) {
      if (unknown.size() > 1 && Fault.of(e) == Fault.BLOCKED) {
        return waiting();
      }
      throw e;
    }
    for (Entrant hidden : admitFound(connection, waiting())) {
      LOG.warn("A user was refused: the row could not be stored, or is hidden");
      hidden.fail(ErrorCode.TOKEN_INVALID);
    }
    return List.of();
  }

  private List<Entrant> waiting() {
    return entrants.stream().filter(Entrant::waits).toList();
  }

  /** Lets those in who have a row, and returns the others. */
  private List<Entrant> admitFound(Connection connection, List<Entrant> wanted)
      throws SQLException {
    if (wanted.isEmpty()) {
      return List.of();
    }
    Map<UUID, UserFields> rows =
        UserTable.find(connection, wanted.stream().map(Entrant::id).toList());
    List<Entrant> unknown = new ArrayList<>(0);
    Map<UUID, UserFields> stale = new LinkedHashMap<>(0);
    List<Runnable> afterRefresh = new ArrayList<>(0);
    for (Entrant entrant : wanted) {
      UserFields row = rows.get(entrant.id());
      UserFields shown = row == null ? null : entrant.said().orElse(row);
      if (shown == null) {
        unknown.add(entrant);
      } else if (refresh && !shown.equals(row)) {
        stale.merge(entrant.id(), entrant.said(), (before, now) -> now.orElse(before));
        afterRefresh.add(() -> entrant.admit(shown));
      } else {
        entrant.admit(shown);
      }
    }
    if (!stale.isEmpty()) {
      halving(
          List.copyOf(stale.entrySet()),
          some -> UserTable.refresh(connection, some),
          (_, e) -> LOG.warn("A user's row could not be refreshed: {}", Fault.describe(e)));
      afterRefresh.forEach(Runnable::run);
    }
    return unknown;
  }

  private static void refuse(Entrant entrant, SQLException failure) {
    LOG.warn("A user was refused, because the row cannot be inserted: {}", Fault.describe(failure));
    entrant.fail(ErrorCode.TOKEN_INVALID);
  }

  private static <T> void halving(List<T> rows, Statement<T> statement, Refusal<T> refusal)
      throws SQLException {
    try {
      statement.run(rows);
    } catch (SQLException e) {
      if (!Fault.isForbiddenRow(e)) {
        throw e;
      }
      if (rows.size() == 1) {
        refusal.of(rows.getFirst(), e);
        return;
      }
      int half = rows.size() / 2;
      halving(rows.subList(0, half), statement, refusal);
      halving(rows.subList(half, rows.size()), statement, refusal);
    }
  }
}
