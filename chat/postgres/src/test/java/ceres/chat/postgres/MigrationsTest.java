package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationsTest {
  private static final String USERS =
      "CREATE TABLE \"User\" (id uuid PRIMARY KEY, email text, name text, avatar text)";
  private static final String MESSAGES =
      "CREATE TABLE \"ChatMessage\" (id uuid PRIMARY KEY, \"userId\" uuid REFERENCES \"User\" (id),"
          + " \"roomId\" varchar(128), content varchar(1000), \"createdAt\" timestamptz(3))";
  private static final List<String> APPLICATION =
      List.of(
          "CREATE TABLE \"User\" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL,"
              + " name text NOT NULL, avatar text)",
          "CREATE TABLE \"ChatMessage\" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),"
              + " \"userId\" uuid NOT NULL REFERENCES \"User\"(id), \"roomId\" text NOT NULL,"
              + " content varchar(1000) NOT NULL,"
              + " \"createdAt\" timestamptz(3) NOT NULL DEFAULT clock_timestamp())",
          "CREATE INDEX ON \"ChatMessage\" (\"roomId\", \"createdAt\" DESC)");

  private final DatabaseAddress address = TestServer.newDatabase();

  private void sql(String... statements) {
    TestServer.sql(address, statements);
  }

  private String query(String sql) {
    return TestServer.query(address, sql);
  }

  private void fill() {
    sql(
        "INSERT INTO \"User\" (id, email, name) SELECT gen_random_uuid(), 'a' || n || '@b', 'u' || n"
            + " FROM generate_series(1, 100) n",
        "INSERT INTO \"ChatMessage\" (id, \"userId\", \"roomId\", content, \"createdAt\")"
            + " SELECT gen_random_uuid(), (SELECT id FROM \"User\" LIMIT 1), 'room' || n % 20,"
            + " 'text', now() - n * interval '1 second' FROM generate_series(1, 20000) n",
        "ANALYZE");
  }

  private String plan() {
    String select = MessagePages.sql(false, false, false, 50).replace("?", "'room7'");
    return query("EXPLAIN " + select);
  }

  @Test
  void anEmptyDatabaseGetsTheDocumentedTables() {
    Migrations.run(address);
    assertThat(
            query(
                "SELECT column_name, data_type, character_maximum_length, datetime_precision,"
                    + " is_nullable FROM information_schema.columns WHERE table_name ="
                    + " 'ChatMessage' ORDER BY ordinal_position"))
        .isEqualTo(
            """
            id|uuid|null|null|NO
            userId|uuid|null|null|NO
            roomId|character varying|128|null|NO
            content|character varying|1000|null|NO
            createdAt|timestamp with time zone|null|3|NO
            clientId|uuid|null|null|YES\
            """);
    fill();
    assertThat(plan()).contains("Index Scan").doesNotContain("Sort");
    assertThat(query("SELECT count(*) FROM " + Migrations.HISTORY)).isEqualTo("1");
  }

  @Test
  void eachScriptIsListed() throws Exception {
    URL folder = Migrations.class.getClassLoader().getResource(Migrations.LOCATION);
    try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(folder).toURI()))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Migrations.SCRIPTS);
    }
  }

  @Test
  void aHistoryIsCompleteWhenEachScriptWasCarriedOutAsItIs() throws Exception {
    assertThat(historyIsComplete()).isFalse();
    Migrations.run(address);
    assertThat(historyIsComplete()).isTrue();
    sql("UPDATE ceres_schema_history SET checksum = checksum + 1 WHERE version = '1'");
    assertThat(historyIsComplete()).isFalse();
    assertThatThrownBy(() -> Migrations.run(address))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessage("The database cannot be prepared for Ceres: Flyway failed.");
    sql(
        "UPDATE ceres_schema_history SET checksum = checksum - 1, success = false"
            + " WHERE version = '1'");
    assertThat(historyIsComplete()).isFalse();
    sql("DELETE FROM ceres_schema_history WHERE version = '1'");
    assertThat(historyIsComplete()).isFalse();
    Migrations.run(address);
    assertThat(historyIsComplete()).isTrue();
  }

  @Test
  void aHistoryInAnotherSchemaIsNotOurs() throws Exception {
    Migrations.run(address);
    sql("CREATE SCHEMA app");
    try (Connection connection = address.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO app, public");
      assertThat(SchemaHistory.isComplete(connection)).isFalse();
    }
  }

  @Test
  void tablesThatBecameUnusableAreNamedAlsoWhenNothingIsToBeMigrated() {
    Migrations.run(address);
    sql("ALTER TABLE \"ChatMessage\" DROP COLUMN \"clientId\"");
    assertThatThrownBy(() -> Migrations.run(address))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessage("The column \"ChatMessage\".\"clientId\" is missing in the database.");
  }

  private boolean historyIsComplete() throws SQLException {
    try (Connection connection = address.dataSource().getConnection()) {
      return SchemaHistory.isComplete(connection);
    }
  }

  @Test
  void documentedTablesWithRowsAreUsedAsTheyAre() {
    sql(USERS, MESSAGES);
    fill();
    String before = query("SELECT id, content FROM \"ChatMessage\" ORDER BY id");
    Migrations.run(address);
    assertThat(query("SELECT id, content FROM \"ChatMessage\" ORDER BY id")).isEqualTo(before);
    assertThat(plan()).doesNotContain("Sort");
    String user = query("SELECT id FROM \"User\" LIMIT 1");
    String insert =
        "INSERT INTO \"ChatMessage\" VALUES (gen_random_uuid(), '%s', 'r', 't', now(), '%s')"
            .formatted(user, UUID.randomUUID());
    sql(insert);
    assertThatThrownBy(() -> sql(insert)).hasMessageContaining("unique");
  }

  @Test
  void theTablesOfAnApplicationKeepTheirIndexesAndDefaults() {
    sql(APPLICATION.toArray(String[]::new));
    fill();
    Migrations.run(address);
    assertThat(plan()).doesNotContain("Sort");
    assertThat(query("SELECT count(*) FROM pg_indexes WHERE tablename = 'ChatMessage'"))
        .isEqualTo("4");
    assertThat(
            query("SELECT data_type FROM information_schema.columns WHERE column_name = 'roomId'"))
        .isEqualTo("text");
  }

  @Test
  void indexesThatServeAreNotMadeAgain() {
    sql(USERS, MESSAGES);
    sql(
        "ALTER TABLE \"ChatMessage\" ADD COLUMN \"clientId\" uuid",
        "CREATE UNIQUE INDEX ON \"ChatMessage\" (\"userId\", \"clientId\")",
        "CREATE INDEX ON \"ChatMessage\" (\"roomId\", \"createdAt\" DESC, id DESC)");
    Migrations.run(address);
    assertThat(query("SELECT count(*) FROM pg_indexes WHERE tablename = 'ChatMessage'"))
        .isEqualTo("3");
  }

  @Test
  void missingColumnsOfUsersAreAdded() {
    sql("CREATE TABLE \"User\" (id uuid PRIMARY KEY)");
    Migrations.run(address);
    assertThat(
            query(
                "SELECT string_agg(column_name, ',' ORDER BY column_name)"
                    + " FROM information_schema.columns WHERE table_name = 'User'"))
        .isEqualTo("avatar,email,id,name");
  }

  @Test
  void aSchemaThatTheUrlNamesIsUsed() {
    sql("CREATE SCHEMA app");
    DatabaseAddress app =
        DatabaseAddress.parse(
            "postgresql://%s:%s@%s/%s?schema=app"
                .formatted(
                    address.user(),
                    address.password(),
                    address.servers().getFirst(),
                    address.database()));
    Migrations.run(app);
    assertThat(query("SELECT schemaname FROM pg_tables WHERE tablename = 'ChatMessage'"))
        .isEqualTo("app");
  }

  @Test
  void serversThatStartAtOnceAllSucceed() {
    sql(USERS, MESSAGES);
    CompletableFuture<?>[] starts =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.runAsync(() -> Migrations.run(address)))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(starts).join();
    Migrations.run(address);
    assertThat(query("SELECT count(*) FROM " + Migrations.HISTORY + " WHERE version = '1'"))
        .isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id uuid | id text | The column \"ChatMessage\".\"id\" has the type text, and Ceres needs uuid.",
        "timestamptz(3) | timestamp | The column \"ChatMessage\".\"createdAt\" has the type"
            + " timestamp without time zone, and Ceres needs timestamp with time zone.",
        "timestamptz(3) | timestamptz(0) | The column \"ChatMessage\".\"createdAt\" keeps less than"
            + " milliseconds.",
        "id uuid PRIMARY KEY | id uuid | The column \"ChatMessage\".\"id\" is neither a primary key"
            + " nor unique.",
        "content varchar(1000), | '' | The column \"ChatMessage\".\"content\" is missing in the"
            + " database.",
        "content | subject text NOT NULL, content | The column \"ChatMessage\".\"subject\" must not"
            + " be null and has no default, so Ceres cannot write there."
      })
  void unusableTablesAreNamedInASentence(String from, String to, String sentence) {
    sql(USERS, MESSAGES.replace(from, to));
    assertThatThrownBy(() -> Migrations.run(address))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessage(sentence);
  }

  @Test
  void aRoleWithoutRightsIsToldSo() {
    String role = "guest_" + address.database();
    sql(USERS, MESSAGES, "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
    DatabaseAddress guest = address.withUser(role, "secret");
    assertThatThrownBy(() -> Migrations.run(guest))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("may not create what is missing")
        .hasMessageNotContaining("secret");

    // Once somebody else has migrated, reading and writing rows is all it needs.
    Migrations.run(address);
    sql(
        "GRANT SELECT, INSERT, UPDATE ON \"User\", \"ChatMessage\" TO " + role,
        "GRANT SELECT ON " + Migrations.HISTORY + " TO " + role);
    Migrations.run(guest);
  }

  @ParameterizedTest
  @CsvSource({
    "wrong password, refused this user",
    "wrong database, no such database",
    "wrong port, cannot be reached"
  })
  void aDatabaseThatCannotBeEnteredIsASentence(String what, String sentence) {
    DatabaseAddress wrong =
        switch (what) {
          case "wrong password" -> address.withUser(address.user(), "nonsense");
          case "wrong database" -> address.withDatabase("nowhere");
          default -> DatabaseAddress.parse("postgresql://ann:nonsense@127.0.0.1:1/chat");
        };
    assertThatThrownBy(() -> Database.open(DatabaseConfig.of(wrong)))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining(sentence)
        .hasMessageEndingWith(".")
        .hasMessageNotContaining("nonsense");
  }
}
