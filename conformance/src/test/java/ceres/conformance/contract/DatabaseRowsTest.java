package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.hasKeys;
import static ceres.conformance.contract.Shapes.isOk;
import static ceres.conformance.contract.Shapes.list;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The section “Database”. */
class DatabaseRowsTest {
  /** The documented tables. */
  private static final String DOCUMENTED =
      """
      CREATE TABLE "User" (id uuid PRIMARY KEY, email text, name text, avatar text);
      CREATE TABLE "ChatMessage" (id uuid PRIMARY KEY, "userId" uuid REFERENCES "User" (id),
        "roomId" varchar(128), content varchar(1000), "createdAt" timestamptz(3));
      """;

  /** The same as an application might have made them. */
  private static final String APPLICATION =
      """
      CREATE TABLE "User" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL UNIQUE,
        name text NOT NULL, avatar text, "passwordHash" text, "createdAt" timestamptz DEFAULT now());
      CREATE TABLE "ChatMessage" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        "userId" uuid NOT NULL REFERENCES "User" (id) ON DELETE CASCADE, "roomId" text NOT NULL,
        content text NOT NULL, "createdAt" timestamptz(3) NOT NULL DEFAULT now());
      CREATE INDEX ON "ChatMessage" ("roomId");
      """;

  private static final String PLAN =
      """
      EXPLAIN SELECT id, content FROM "ChatMessage" WHERE "roomId" = 'room7'
      ORDER BY "createdAt" DESC, id DESC LIMIT 50
      """;

  private static void fill(TestDatabase database) {
    database.execute(
        """
        INSERT INTO "User" (id, email, name)
        SELECT gen_random_uuid(), 'a' || n || '@b', 'u' || n FROM generate_series(1, 50) n;
        INSERT INTO "ChatMessage" (id, "userId", "roomId", content, "createdAt")
        SELECT gen_random_uuid(), (SELECT id FROM "User" ORDER BY id LIMIT 1), 'room' || n % 20,
          'text ' || n, now() - n * interval '1 second' FROM generate_series(1, 5000) n;
        ANALYZE
        """);
  }

  private static List<String> columns(TestDatabase database, String table) {
    return database.query(
        "SELECT column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')',"
            + " '(' || datetime_precision || ')', '') || ' ' || is_nullable"
            + " FROM information_schema.columns WHERE table_name = '"
            + table
            + "' ORDER BY ordinal_position");
  }

  private static void chats(TestServer server, String room) {
    try (ChatClient ada = server.connect("Ada", room);
        ChatClient bob = server.connect("Bob", room)) {
      isOk(ada.call("send_message", Map.of("roomId", room, "content", "it works")), "message");
      Shapes.isLiveMessage(bob.next("new_message"), room, "Ada", "it works");
    }
  }

  @Test
  @DisplayName("tables · an empty database gets the documented ones")
  void empty_database() {
    TestDatabase database = TestDatabase.create();
    try (TestServer server = TestServer.start(database, Map.of())) {
      assertThat(columns(database, "User"))
          .containsExactly("id uuid NO", "email text YES", "name text NO", "avatar text YES");
      assertThat(columns(database, "ChatMessage"))
          .containsExactly(
              "id uuid NO",
              "userId uuid NO",
              "roomId character varying(128) NO",
              "content character varying(1000) NO",
              "createdAt timestamp with time zone(3) NO",
              "clientId uuid YES");
      assertThat(
              database.query(
                  """
                  SELECT confrelid::regclass::text || ' ' || pg_get_constraintdef(oid)
                  FROM pg_constraint WHERE conrelid = '"ChatMessage"'::regclass AND contype = 'f'
                  """))
          .containsExactly("\"User\" FOREIGN KEY (\"userId\") REFERENCES \"User\"(id)");
      chats(server, "empty");
    }
  }

  @Test
  @DisplayName("tables · what is stored is what was told")
  void stored() {
    TestDatabase database = TestDatabase.create();
    try (TestServer server = TestServer.start(database, Map.of());
        ChatClient ada = server.connect("Ada", "stored")) {
      UUID clientId = UUID.randomUUID();
      JsonNode message =
          ada.call(
                  "send_message",
                  Map.of("roomId", "stored", "content", " hello ", "clientId", clientId.toString()))
              .get("message");
      assertThat(
              database.query(
                  """
                  SELECT concat_ws('|', id, "userId", "roomId", content, "clientId", to_char(
                    "createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                  FROM "ChatMessage"
                  """))
          .containsExactly(
              String.join(
                  "|",
                  text(message, "id"),
                  Tokens.idOf("Ada").toString(),
                  "stored",
                  "hello",
                  clientId.toString(),
                  text(message, "createdAt")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DOCUMENTED, APPLICATION})
  @DisplayName("tables · those that exist are used as they are, and nothing is dropped")
  void existing_tables(String ddl) {
    TestDatabase database = TestDatabase.create();
    database.execute(ddl);
    fill(database);
    List<String> users = columns(database, "User");
    List<String> messages = columns(database, "ChatMessage");
    String rows =
        "SELECT concat_ws('|', id, \"userId\", \"roomId\", content) FROM \"ChatMessage\" ORDER BY id";
    String indexes = "SELECT indexname FROM pg_indexes WHERE tablename = 'ChatMessage'";
    List<String> rowsBefore = database.query(rows);
    List<String> indexesBefore = database.query(indexes);
    try (TestServer server = TestServer.start(database, Map.of())) {
      assertThat(database.query(rows)).isEqualTo(rowsBefore);
      assertThat(columns(database, "User")).isEqualTo(users);
      assertThat(columns(database, "ChatMessage"))
          .containsAll(messages)
          .hasSize(messages.size() + 1)
          .last()
          .isEqualTo("clientId uuid YES");
      assertThat(database.query(indexes)).containsAll(indexesBefore);
      try (ChatClient ada = server.connect("Ada", "room7")) {
        JsonNode history = ada.next("room_history");
        assertThat(list(history.get("messages"))).hasSize(50);
        assertThat(Shapes.contents(history)).last().isEqualTo("text 7");
        assertThat(Shapes.contents(history)).first().isEqualTo("text 987");
      }
      chats(server, "room7");
    }
    try (TestServer again = TestServer.start(database, Map.of())) {
      chats(again, "room7");
      assertThat(columns(database, "ChatMessage")).hasSize(messages.size() + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", DOCUMENTED, APPLICATION})
  @DisplayName("index · the last 50 of a room without a sort")
  void index(String ddl) {
    TestDatabase database = TestDatabase.create();
    if (!ddl.isEmpty()) {
      database.execute(ddl);
    }
    TestServer.start(database, Map.of()).close();
    fill(database);
    assertThat(String.join("\n", database.query(PLAN)))
        .contains("Index")
        .doesNotContain("Sort")
        .doesNotContain("Seq Scan");
  }

  @Test
  @DisplayName("createdAt · always three digits and Z, in the order of createdAt and id")
  void created_at() {
    TestDatabase database = TestDatabase.create();
    try (TestServer server = TestServer.start(database, Map.of())) {
      String ada = Tokens.idOf("Ada").toString();
      database.execute(
          """
          INSERT INTO "User" (id, name) VALUES ('%1$s', 'Ada');
          INSERT INTO "ChatMessage" (id, "userId", "roomId", content, "createdAt") VALUES
            ('ffffffff-0000-4000-8000-000000000000', '%1$s', 'times', 'a', '2026-02-07T10:00:00Z'),
            ('00000000-0000-4000-8000-000000000002', '%1$s', 'times', 'c', '2026-02-07T10:00:00.12Z'),
            ('00000000-0000-4000-8000-000000000001', '%1$s', 'times', 'b', '2026-02-07T10:00:00.12Z'),
            ('00000000-0000-4000-8000-000000000000', '%1$s', 'times', 'd', '2026-02-07T12:00:00.5+01:00');
          """
              .formatted(ada));
      try (ChatClient bob = server.connect("Bob", "times")) {
        List<JsonNode> messages = list(bob.next("room_history").get("messages"));
        assertThat(Shapes.each(messages, "content")).containsExactly("a", "b", "c", "d");
        assertThat(Shapes.each(messages, "createdAt"))
            .containsExactly(
                "2026-02-07T10:00:00.000Z",
                "2026-02-07T10:00:00.120Z",
                "2026-02-07T10:00:00.120Z",
                "2026-02-07T11:00:00.500Z");
        messages.forEach(
            message -> Shapes.isPastMessage(message, "times", "Ada", text(message, "content")));
        JsonNode page =
            bob.call(
                "fetch_history", Map.of("roomId", "times", "before", text(messages.get(2), "id")));
        assertThat(Shapes.contents(page)).containsExactly("a", "b");
      }
    }
  }

  @Test
  @DisplayName("tables · rows of an application may lack what is nullable")
  void nulls() {
    TestDatabase database = TestDatabase.create();
    database.execute(DOCUMENTED);
    String author = UUID.randomUUID().toString();
    database.execute(
        """
        INSERT INTO "User" VALUES ('%s', NULL, NULL, NULL);
        INSERT INTO "ChatMessage" VALUES
          (gen_random_uuid(), '%s', 'nulls', 'nameless', '2026-02-07T10:00:00Z'),
          (gen_random_uuid(), NULL, 'nulls', 'orphan', '2026-02-07T10:00:01Z');
        """
            .formatted(author, author));
    try (TestServer server = TestServer.start(database, Map.of());
        ChatClient ada = server.connect("Ada", "nulls")) {
      List<JsonNode> messages = list(ada.next("room_history").get("messages"));
      assertThat(Shapes.each(messages, "content")).containsExactly("nameless", "orphan");
      for (JsonNode message : messages) {
        hasKeys(message, "id", "content", "roomId", "createdAt", "user");
        hasKeys(message.get("user"), "id", "name", "avatar");
        assertThat(text(message.get("user"), "name")).startsWith("user-");
      }
      isOk(ada.call("send_message", Map.of("roomId", "nulls", "content", "after")), "message");
    }
  }

  @Test
  @DisplayName("tables · two servers may start on one database at once")
  void two_servers() {
    TestDatabase database = TestDatabase.create();
    database.execute(DOCUMENTED);
    List<TestServer> servers =
        List.of(1, 2).parallelStream().map(_ -> TestServer.start(database, Map.of())).toList();
    servers.forEach(server -> chats(server, "two servers"));
    servers.forEach(TestServer::close);
  }
}
