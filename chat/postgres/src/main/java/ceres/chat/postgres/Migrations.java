package ceres.chat.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the tables into the shape Ceres needs: on an empty database, and on one that has the
 * documented tables already. Which steps were done is kept in {@code ceres_schema_history}; where
 * that says all, Flyway is not even started. Stateless.
 */
final class Migrations {
  static final String HISTORY = "ceres_schema_history";
  static final String LOCATION = "ceres/chat/postgres/migration";

  /** The files in {@link #LOCATION}, in the order of their versions. */
  static final List<String> SCRIPTS = List.of("V1__chat.sql");

  /** "ceres" in ASCII: whoever holds this advisory lock migrates. */
  private static final long LOCK = 0x6365726573L;

  private Migrations() {}

  /**
   * Migrates; of servers that start at once, one after the other.
   *
   * @throws DatabaseUnavailableException with one sentence, where the tables cannot be used
   */
  static void run(DatabaseAddress address) {
    PGSimpleDataSource source = address.dataSource();
    source.setConnectTimeout(5);
    source.setOptions(
        (source.getOptions() == null ? "" : source.getOptions() + " ") + "-c lock_timeout=60s");
    try (Connection connection = source.getConnection()) {
      if (!SchemaHistory.isComplete(connection)) {
        lock(connection);
        demand(connection, false);
        flyway(source);
      }
      demand(connection, true);
    } catch (FlywayException e) {
      throw failed(sqlCause(e), e);
    } catch (SQLException e) {
      throw failed(e, e);
    }
  }

  private static void flyway(PGSimpleDataSource source) {
    LogFactory.setLogCreator(FlywayLog::new);
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:" + LOCATION)
        .table(HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .createSchemas(false)
        .cleanDisabled(true)
        .load()
        .migrate();
  }

  /** For as long as the connection is open. */
  private static void lock(Connection connection) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_lock(?)")) {
      lock.setLong(1, LOCK);
      lock.execute();
    }
  }

  private static void demand(Connection connection, boolean complete) throws SQLException {
    String problem = Schema.problem(connection, complete);
    if (problem != null) {
      throw new DatabaseUnavailableException(problem, null);
    }
  }

  private static DatabaseUnavailableException failed(@Nullable SQLException sql, Exception cause) {
    String state = sql == null ? "" : String.valueOf(sql.getSQLState());
    String why =
        switch (state) {
          case "42501" ->
              "the role of the database URL may not create what is missing there"
                  + " (it needs CREATE on the schema, and to own existing tables)";
          case "3F000" -> "the schema that it would use does not exist";
          case "55P03" -> "somebody else kept its tables locked for a minute";
          default -> sql == null ? "Flyway failed" : Fault.describe(sql);
        };
    return new DatabaseUnavailableException(
        "The database cannot be prepared for Ceres: " + why + ".", cause);
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
