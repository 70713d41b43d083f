package ceres.chat.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * Reads what Flyway has written into its table, so that it need not be started where nothing is to
 * be done. Stateless.
 */
final class SchemaHistory {
  private static final String EXISTS =
      "SELECT to_regclass(quote_ident(current_schema()) || '."
          + Migrations.HISTORY
          + "') IS NOT NULL";
  private static final String STEPS =
      "SELECT script, checksum, success FROM \""
          + Migrations.HISTORY
          + "\" WHERE type = 'SQL' ORDER BY installed_rank";

  private SchemaHistory() {}

  /**
   * Whether every script that we have was carried out as it is now, and nothing else. Where this is
   * false there is something to do, to check, or to refuse.
   */
  static boolean isComplete(Connection connection) throws SQLException {
    return exists(connection) && steps(connection).equals(expected());
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (Statement ask = connection.createStatement();
        ResultSet row = ask.executeQuery(EXISTS)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static List<Step> steps(Connection connection) throws SQLException {
    List<Step> steps = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(STEPS);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        steps.add(new Step(String.valueOf(row.getString(1)), row.getInt(2), row.getBoolean(3)));
      }
    }
    return steps;
  }

  private static List<Step> expected() {
    return Migrations.SCRIPTS.stream()
        .map(script -> new Step(script, checksum(script), true))
        .toList();
  }

  /** As Flyway does it: over the lines, without what ends them. */
  private static int checksum(String script) {
    String name = "/" + Migrations.LOCATION + "/" + script;
    CRC32 checksum = new CRC32();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(SchemaHistory.class.getResourceAsStream(name)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        checksum.update(line.getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (int) checksum.getValue();
  }

  private record Step(String script, int checksum, boolean success) {}
}
