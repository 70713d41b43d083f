package ceres.conformance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.postgres.Database;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What clients say never becomes SQL: {@link FixedSql} is all there is in {@code chat/postgres},
 * outside of which there is none ({@link ArchitectureTest}).
 */
class SqlTest {

  @Test
  void what_is_given_to_the_database_as_sql_is_fixed() {
    List<FixedSql> looks =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackagesOf(Database.class).stream()
                .map(SqlTest::look)
                .toList();
    assertThat(looks.stream().mapToInt(FixedSql::found).sum()).isGreaterThan(12);
    assertThat(looks).flatExtracting(FixedSql::variable).isEmpty();
  }

  @Test
  void sql_that_is_not_fixed_would_be_found() {
    FixedSql look = look(new ClassFileImporter().importClass(Careless.class));
    assertThat(look.found()).isEqualTo(8);
    assertThat(look.variable())
        .extracting(place -> place.substring(place.lastIndexOf('.') + 1))
        .containsExactlyInAnyOrder("joined", "formatted", "given", "kept", "made", "eitherOf");
  }

  private static FixedSql look(JavaClass type) {
    URI place = type.getSource().orElseThrow().getUri();
    try (InputStream in = place.toURL().openStream()) {
      return new FixedSql(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As one must not do it, but for the last two. Never run. */
  @SuppressWarnings("unused")
  static final class Careless {
    private final String sql;

    Careless(String sql) {
      this.sql = sql;
    }

    static void joined(Statement statement, String name) throws SQLException {
      boolean _ = statement.execute("DELETE FROM t WHERE name = '" + name + "'");
    }

    static void formatted(Statement statement, String name) throws SQLException {
      int _ = statement.executeUpdate("DELETE FROM t WHERE name = '%s'".formatted(name));
    }

    static void given(Connection connection, String sql) throws SQLException {
      PreparedStatement _ = connection.prepareStatement(sql);
    }

    void kept(Connection connection) throws SQLException {
      PreparedStatement _ = connection.prepareStatement(sql);
    }

    static void made(Statement statement, String name) throws SQLException {
      statement.addBatch(order(name));
    }

    static void eitherOf(Connection connection, boolean all, String name) throws SQLException {
      PreparedStatement _ = connection.prepareStatement(all ? "SELECT 1" : "SELECT " + name);
    }

    static void oneOfTwo(Connection connection, boolean all) throws SQLException {
      PreparedStatement _ = connection.prepareStatement(all ? "SELECT 1" : "SELECT 2");
    }

    static void limited(Connection connection, int limit) throws SQLException {
      PreparedStatement _ = connection.prepareStatement(limited(limit));
    }

    private static String limited(int limit) {
      return "SELECT 1 LIMIT " + limit;
    }

    private static String order(String name) {
      return "SELECT 1 ORDER BY " + name;
    }
  }
}
