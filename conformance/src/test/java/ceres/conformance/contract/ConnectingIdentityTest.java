package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.hasKeys;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The rows “who is it” and “unknown user” of the section “Connecting”. */
class ConnectingIdentityTest {
  @AutoClose private static final TestServer SERVER = TestServer.start();

  private static ChatClient connect(TestServer server, String claims) {
    return ChatClient.connect(server.port(), Tokens.hmac("HS256", claims));
  }

  /** How the others see the user of these claims: id, email, name, avatar. */
  private static List<String> seen(TestServer server, String claims) {
    try (ChatClient client = connect(server, claims)) {
      client.join("seen");
      JsonNode joined = client.next("user_joined");
      JsonNode message =
          client
              .call("send_message", Map.of("roomId", "seen", "content", "it is me"))
              .get("message");
      JsonNode user = message.get("user");
      assertThat(text(joined, "userId")).isEqualTo(text(user, "id"));
      return List.of(
          text(user, "id"),
          joined.get("email").asString("null"),
          text(user, "name"),
          user.get("avatar").asString("null"));
    }
  }

  private static String idOf(String claims) {
    return seen(SERVER, claims).getFirst();
  }

  private static List<String> row(TestDatabase database, String id) {
    return database.query(
        "SELECT coalesce(email, 'null') || '|' || name || '|' || coalesce(avatar, 'null')"
            + " FROM \"User\" WHERE id = '"
            + id
            + "'");
  }

  @Test
  @DisplayName("who is it · userId, else id, else sub")
  void order_of_claims() {
    String a = UUID.randomUUID().toString();
    String b = UUID.randomUUID().toString();
    String c = UUID.randomUUID().toString();
    String sub = "\"sub\":\"" + c + "\"";
    String id = "\"id\":\"" + b + "\"," + sub;
    assertThat(idOf("{" + sub + "}")).isEqualTo(c);
    assertThat(idOf("{" + id + "}")).isEqualTo(b);
    assertThat(idOf("{\"userId\":\"" + a + "\"," + id + "}")).isEqualTo(a);
  }

  @Test
  @DisplayName("who is it · a UUID is taken as it is")
  void uuid_as_it_is() {
    assertThat(idOf("{\"sub\":\"00000000-0000-0000-0000-00000000002A\"}"))
        .isEqualTo("00000000-0000-0000-0000-00000000002a");
  }

  @Test
  @DisplayName("who is it · anything else becomes UUIDv5(issuer, value), always the same")
  void uuid_v5() {
    String ceres = "{\"iss\":\"https://issuer.example\",\"sub\":\"auth0|42\"}";
    assertThat(idOf(ceres)).isEqualTo("55dd76e9-b193-577e-8fcd-5fba61a72a8f");
    assertThat(idOf("{\"iss\":\"https://other.example\",\"sub\":\"auth0|42\"}"))
        .isEqualTo("50c8ccd2-a119-5743-a247-2f9394e80a25");
    assertThat(idOf("{\"sub\":\"auth0|42\"}")).isEqualTo("19ab441a-4af3-5556-8229-53755e44a943");
    try (TestServer another = TestServer.start()) {
      assertThat(seen(another, ceres).getFirst()).isEqualTo(idOf(ceres));
    }
  }

  @Test
  @DisplayName("who is it · a number is as good as its digits")
  void number() {
    assertThat(idOf("{\"userId\":42}"))
        .isEqualTo(idOf("{\"userId\":\"42\"}"))
        .isEqualTo(idOf("{\"sub\":\"42\"}"));
  }

  @Test
  @DisplayName("who is it · email, name and avatar (or picture) come from the claims")
  void from_the_claims() {
    String id = UUID.randomUUID().toString();
    for (String key : new String[] {"avatar", "picture"}) {
      String claims =
          "{\"sub\":\"%s\",\"email\":\"e@x\",\"name\":\"Eve <b>\",\"%s\":\"https://x/y.png\"}"
              .formatted(id, key);
      assertThat(seen(SERVER, claims)).containsExactly(id, "e@x", "Eve <b>", "https://x/y.png");
    }
  }

  @Test
  @DisplayName("who is it · what the claims lack comes from the user's row")
  void from_the_row() {
    String id = UUID.randomUUID().toString();
    SERVER
        .database()
        .execute("INSERT INTO \"User\" VALUES ('" + id + "', 'r@x', 'Row', 'https://x/row.png')");
    assertThat(seen(SERVER, "{\"sub\":\"" + id + "\"}"))
        .containsExactly(id, "r@x", "Row", "https://x/row.png");
    assertThat(seen(SERVER, "{\"sub\":\"" + id + "\",\"name\":\"Claim\"}"))
        .containsExactly(id, "r@x", "Claim", "https://x/row.png");
  }

  @Test
  @DisplayName("unknown user · the row is created on first connection, before any message")
  void row_is_created() {
    String id = UUID.randomUUID().toString();
    String claims =
        "{\"sub\":\"" + id + "\",\"email\":\"n@x\",\"name\":\"New\",\"avatar\":\"a.png\"}";
    try (ChatClient client = connect(SERVER, claims)) {
      assertThat(row(SERVER.database(), id)).containsExactly("n@x|New|a.png");
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  @DisplayName("unknown user · name falls back to the email's local part, that to user- and digits")
  void fallbacks() {
    String byEmail = UUID.randomUUID().toString();
    String byNothing = UUID.randomUUID().toString();
    String nameless = "user-" + byNothing.substring(0, 8);
    assertThat(seen(SERVER, "{\"sub\":\"" + byEmail + "\",\"email\":\"grace.hopper@navy.mil\"}"))
        .containsExactly(byEmail, "grace.hopper@navy.mil", "grace.hopper", "null");
    assertThat(row(SERVER.database(), byEmail))
        .containsExactly("grace.hopper@navy.mil|grace.hopper|null");
    assertThat(seen(SERVER, "{\"sub\":\"" + byNothing + "\"}"))
        .containsExactly(byNothing, "null", nameless, "null");
    assertThat(row(SERVER.database(), byNothing)).containsExactly("null|" + nameless + "|null");
  }

  @Test
  @DisplayName("unknown user · ten first connections at once make one row")
  void ten_at_once() {
    String id = UUID.randomUUID().toString();
    List<ChatClient> clients =
        IntStream.range(0, 10)
            .parallel()
            .mapToObj(i -> connect(SERVER, "{\"sub\":\"" + id + "\",\"name\":\"Many\"}"))
            .toList();
    clients.forEach(ChatClient::close);
    assertThat(row(SERVER.database(), id)).containsExactly("null|Many|null");
  }

  @Test
  @DisplayName("unknown user · a row that exists stays as it is")
  void existing_row_stays() {
    String id = UUID.randomUUID().toString();
    SERVER
        .database()
        .execute("INSERT INTO \"User\" (id, email, name) VALUES ('" + id + "', 'old@x', 'Old')");
    seen(SERVER, "{\"sub\":\"" + id + "\",\"email\":\"new@x\",\"name\":\"New\",\"avatar\":\"n\"}");
    assertThat(row(SERVER.database(), id)).containsExactly("old@x|Old|null");
  }

  @Test
  @DisplayName("unknown user · a row that exists follows the claims with REFRESH_USERS=true")
  void refresh_users() {
    TestDatabase database = SERVER.database();
    try (TestServer server = TestServer.start(database, Map.of("REFRESH_USERS", "true"))) {
      String id = UUID.randomUUID().toString();
      database.execute("INSERT INTO \"User\" VALUES ('" + id + "', 'old@x', 'Old', 'old.png')");
      seen(server, "{\"sub\":\"" + id + "\",\"email\":\"new@x\",\"name\":\"New\"}");
      assertThat(row(database, id)).containsExactly("new@x|New|old.png");
    }
  }

  @Test
  @DisplayName("unknown user · what an existing table forbids is an invalid token, logged")
  void forbidden_row() {
    TestDatabase database = TestDatabase.create();
    database.execute(
        "CREATE TABLE \"User\" (id uuid PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL,"
            + " avatar text)");
    Logger logger = (Logger) LoggerFactory.getLogger("ceres.chat.postgres");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try (TestServer server = TestServer.start(database, Map.of())) {
      String id = UUID.randomUUID().toString();
      isRefused(server, "{\"sub\":\"" + id + "\",\"name\":\"Nameless\"}");
      assertThat(row(database, id)).isEmpty();
      assertThat(log.list)
          .anySatisfy(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains("refused", "column email");
          });

      seen(server, "{\"sub\":\"" + id + "\",\"email\":\"taken@x\"}");
      isRefused(server, "{\"sub\":\"" + UUID.randomUUID() + "\",\"email\":\"taken@x\"}");
      assertThat(seen(server, "{\"sub\":\"" + id + "\"}")).contains("taken@x");
    } finally {
      logger.detachAppender(log);
    }
  }

  private static void isRefused(TestServer server, String claims) {
    try (ChatClient client = ChatClient.open(server.port())) {
      ChatClient.Received answer =
          client.authenticate(Map.of("token", Tokens.hmac("HS256", claims)));
      assertThat(answer.name()).isEqualTo("refused");
      hasKeys(answer.payload(), "message", "data");
      assertThat(text(answer.payload(), "message")).isEqualTo("Invalid token");
      assertThat(text(answer.payload().get("data"), "code")).isEqualTo("TOKEN_INVALID");
    }
  }
}
