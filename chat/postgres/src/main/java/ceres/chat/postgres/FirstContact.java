package ceres.chat.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first connection to a database, and the sentence to say where there is none. Stateless. */
final class FirstContact {
  private static final Logger LOG = LoggerFactory.getLogger(FirstContact.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String STARTING_UP = "57P03";

  private FirstContact() {}

  /**
   * Connects once.
   *
   * @throws DatabaseUnavailableException with a sentence that says why not
   */
  static void make(DatabaseAddress address) {
    PGSimpleDataSource source = address.dataSource();
    source.setConnectTimeout(5);
    source.setLoginTimeout(5);
    source.setSocketTimeout(5);
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT current_setting('fsync')")) {
        if (row.next() && "off".equals(row.getString(1))) {
          LOG.warn("The database runs with fsync off: a power failure may cost saved messages");
        }
        return;
      } catch (SQLException e) {
        if (!STARTING_UP.equals(e.getSQLState()) || System.nanoTime() > until) {
          throw new DatabaseUnavailableException(sentence(address, e), e);
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailableException("The start was interrupted.", e);
    }
  }

  private static String sentence(DatabaseAddress address, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String where = " at " + address + ".";
    return switch (state) {
      case "28P01", "28000" -> "The database refused this user, password or host" + where;
      case "3D000" -> "The server has no such database" + where;
      case "42501" -> "This user may not connect to the database" + where;
      case "53300" -> "The database has no connection to spare" + where;
      case STARTING_UP -> "The database is starting up or shutting down, and stays so" + where;
      case "08004" -> "The database wants a password, or refuses the connection" + where;
      default ->
          state.startsWith("08")
              ? "The database cannot be reached" + where
              : "The database cannot be used (" + Fault.describe(e) + ")" + where;
    };
  }
}
