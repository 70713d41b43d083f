package ceres.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.chat.postgres.DatabaseAddress;
import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The database of an application, entered by a role that may do what the paper says, and no more.
 */
class ApplicationDatabaseTest {
  private static final String HEADING = "## The database of your application";

  private static final String APPLICATION =
      """
      CREATE TABLE "User" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text, name text NOT NULL,
        avatar text, "passwordHash" text);
      CREATE TABLE "Invoice" (id uuid PRIMARY KEY, amount numeric);
      """;

  private final TestDatabase owner = TestDatabase.create();
  private final String role = "ceres_of_" + owner.address().database();

  /** The statements of the paper, with names that no other test has. */
  private List<String> statements(int block) {
    return OperationsPaper.blocks(HEADING, "sql")
        .get(block)
        .lines()
        .map(line -> line.replaceAll("\\bceres\\b", role))
        .map(line -> line.replaceAll("\\bapp\\b", owner.address().database()))
        .toList();
  }

  /** What a role may do that nobody has granted anything; the tables are there, and migrated. */
  private void prepare() {
    owner.execute(APPLICATION);
    TestServer.start(owner, Map.of()).close();
    owner.execute("REVOKE ALL ON DATABASE " + owner.address().database() + " FROM PUBLIC");
    owner.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
  }

  private TestDatabase asRole() {
    DatabaseAddress address = owner.address();
    return TestDatabase.at(
        new DatabaseAddress(
            address.servers(), address.database(), role, "change-me", address.properties()));
  }

  private TestServer start(Map<String, String> settings) {
    return TestServer.start(asRole(), settings);
  }

  private static void chat(TestServer server) {
    try (ChatClient ada = server.connect("Ada", "granted");
        ChatClient bob = server.connect("Bob", "granted")) {
      ada.next("room_history");
      assertThat(
              ada.call("send_message", Map.of("roomId", "granted", "content", "hello"))
                  .get("status")
                  .asString())
          .isEqualTo("ok");
      assertThat(bob.next("new_message").get("content").asString()).isEqualTo("hello");
      assertThat(
              ada.call("fetch_history", Map.of("roomId", "granted"))
                  .get("messages")
                  .get(0)
                  .get("content")
                  .asString())
          .isEqualTo("hello");
    }
  }

  @Test
  void the_role_of_the_paper_chats_and_reads_nothing_else() {
    prepare();
    statements(0).forEach(owner::execute);
    try (TestServer server = start(Map.of())) {
      chat(server);
    }
    assertThat(owner.query("SELECT name FROM \"User\" ORDER BY name"))
        .containsExactly("Ada", "Bob");
    for (String forbidden :
        List.of(
            "SELECT \"passwordHash\" FROM \"User\"",
            "SELECT * FROM \"Invoice\"",
            "UPDATE \"User\" SET name = 'Eve'",
            "DELETE FROM \"ChatMessage\"",
            "CREATE TABLE more (id int)")) {
      assertThatThrownBy(() -> asRole().execute(forbidden))
          .hasStackTraceContaining("permission denied");
    }
  }

  @Test
  void users_are_refreshed_with_one_grant_more() {
    prepare();
    statements(0).forEach(owner::execute);
    statements(1).forEach(owner::execute);
    owner.execute(
        "INSERT INTO \"User\" (id, name) VALUES ('" + Tokens.idOf("Ada") + "', 'An old name')");
    try (TestServer server = start(Map.of("REFRESH_USERS", "true"))) {
      chat(server);
    }
    assertThat(owner.query("SELECT name FROM \"User\" ORDER BY name"))
        .containsExactly("Ada", "Bob");
  }

  static Stream<String> grants() {
    return OperationsPaper.blocks(HEADING, "sql")
        .getFirst()
        .lines()
        .filter(line -> line.startsWith("GRANT"));
  }

  @ParameterizedTest
  @MethodSource("grants")
  void without_any_of_the_grants_there_is_no_chat(String missing) {
    prepare();
    List<String> all = statements(0);
    List<String> paper = OperationsPaper.blocks(HEADING, "sql").getFirst().lines().toList();
    List<String> others = new ArrayList<>(all);
    others.remove(paper.indexOf(missing));
    assertThat(others).hasSize(all.size() - 1);
    others.forEach(owner::execute);
    assertThatThrownBy(
            () -> {
              try (TestServer server = start(Map.of())) {
                chat(server);
              }
            })
        .isInstanceOfAny(AssertionError.class, IllegalStateException.class);
  }
}
