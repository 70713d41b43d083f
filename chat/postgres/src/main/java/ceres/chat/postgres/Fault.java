package ceres.chat.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failed statement means for what is to be done next. */
enum Fault {
  /** The connection is of no more use, and whether the statement was carried out is unknown. */
  LOST,
  /** Not carried out, through no fault of the rows; the same may succeed soon. */
  TRANSIENT,
  /** Not carried out: somebody else's lock was in the way for too long. */
  BLOCKED,
  /** Not carried out: a row, or the statement, is not acceptable. */
  REFUSED;

  static Fault of(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null || state.length() != 5) {
      return LOST;
    }
    return switch (state) {
      case "55P03" -> BLOCKED;
      case "40001", "40P01", "57014" -> TRANSIENT;
      // Unknown completion, read-only after a failover, shutdowns, plans that no longer fit.
      case "40003", "25006", "57P01", "57P02", "57P03", "57P04", "57P05", "0A000", "26000" -> LOST;
      default ->
          switch (state.substring(0, 2)) {
            // Connection, authentication, resources, system and internal errors.
            case "08", "28", "53", "58", "XX", "25" -> LOST;
            default -> state.equals("3D000") ? LOST : REFUSED;
          };
    };
  }

  /**
   * Whether the statement may have been carried out all the same: the database has not said that it
   * failed, or said so when it ended the session, which may be after the commit.
   */
  static boolean isInDoubt(SQLException failure) {
    ServerErrorMessage server =
        failure instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
    return server == null || !"ERROR".equals(server.getSeverity());
  }

  /** Whether a row is not acceptable to the table: constraint, value, trigger or privilege. */
  static boolean isForbiddenRow(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("23")
        || state.startsWith("22")
        || state.startsWith("44")
        || state.equals("42501")
        || state.startsWith("P0");
  }

  /** Names a failure for the log by state, constraint and column, never by values of a row. */
  static String describe(SQLException failure) {
    StringBuilder text = new StringBuilder("SQLState ").append(failure.getSQLState());
    ServerErrorMessage server =
        failure instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
    if (server != null) {
      append(text, "table", server.getTable());
      append(text, "column", server.getColumn());
      append(text, "constraint", server.getConstraint());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String what, @Nullable String name) {
    if (name != null && !name.isEmpty()) {
      text.append(", ").append(what).append(' ').append(name);
    }
  }
}
