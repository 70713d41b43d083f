package ceres.chat.postgres;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * After which failures the pool must not use a connection again, besides those that it knows by
 * itself: a server that has become read-only may have a successor elsewhere. Stateless.
 */
final class BrokenConnections implements SQLExceptionOverride {
  private static final String READ_ONLY = "25006";

  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    return isReadOnly(failure) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }

  /** Whether the server takes no writes. */
  static boolean isReadOnly(SQLException failure) {
    return READ_ONLY.equals(failure.getSQLState());
  }
}
