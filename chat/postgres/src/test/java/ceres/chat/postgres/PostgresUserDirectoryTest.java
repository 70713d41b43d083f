package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.User;
import ceres.chat.core.UserDirectory.Claims;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresUserDirectoryTest {
  private final DatabaseAddress address = TestServer.newDatabase();
  private final UUID id = UUID.randomUUID();
  private final Database database = Database.open(TestServer.quick(address));
  private final Database refreshing =
      Database.open(TestServer.quick(address).withRefreshUsers(true));

  @BeforeAll
  void forbidSomeRows() {
    TestServer.sql(
        address,
        "CREATE UNIQUE INDEX one_address ON \"User\" (email)",
        "ALTER TABLE \"User\" ADD CONSTRAINT no_mallory CHECK (name <> 'Mallory')");
  }

  @AfterAll
  void close() {
    database.close();
    refreshing.close();
  }

  private Claims claims(@Nullable String email, @Nullable String name, @Nullable String avatar) {
    return new Claims(id(), email, name, avatar);
  }

  private UUID id() {
    return id;
  }

  private static User admit(Database database, Claims claims) {
    return database.users().admit(claims).toCompletableFuture().join();
  }

  private String row(UUID user) {
    return TestServer.query(
        address, "SELECT email, name, avatar FROM \"User\" WHERE id = '" + user + "'");
  }

  private static void assertRefused(Database database, Claims claims, ErrorCode code) {
    assertThatThrownBy(() -> admit(database, claims))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(ChatException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void anUnknownUserGetsARowFromTheClaims() {
    UUID ann = UUID.randomUUID();
    Claims claims = new Claims(ann, "ann@example.org", "Ann", "https://a/b.png");
    assertThat(admit(database, claims))
        .isEqualTo(new User(ann, "ann@example.org", "Ann", "https://a/b.png"));
    assertThat(row(ann)).isEqualTo("ann@example.org|Ann|https://a/b.png");
  }

  @Test
  void aNameFallsBackToTheAddressAndThatToTheId() {
    UUID bob = UUID.randomUUID();
    assertThat(admit(database, new Claims(bob, "bob@example.org", " ", null)).name())
        .isEqualTo("bob");
    UUID eve = UUID.fromString("12345678-0000-4000-8000-000000000000");
    User shown = admit(database, new Claims(eve, null, null, null));
    assertThat(shown).isEqualTo(new User(eve, null, "user-12345678", null));
    assertThat(row(eve)).isEqualTo("null|user-12345678|null");
  }

  @Test
  void anExistingRowFillsInAndStaysAsItIsUnlessAskedToBeRefreshed() {
    TestServer.sql(
        address, "INSERT INTO \"User\" VALUES ('" + id + "', 'row@example.org', 'Row', 'pic')");
    assertThat(admit(database, claims(null, null, null)))
        .isEqualTo(new User(id, "row@example.org", "Row", "pic"));
    assertThat(admit(database, claims(null, "Claim", null)))
        .isEqualTo(new User(id, "row@example.org", "Claim", "pic"));
    assertThat(row(id)).isEqualTo("row@example.org|Row|pic");

    assertThat(admit(refreshing, claims(null, "Claim", null)).name()).isEqualTo("Claim");
    assertThat(row(id)).isEqualTo("row@example.org|Claim|pic");
    String version = "SELECT xmin FROM \"User\" WHERE id = '" + id + "'";
    String before = TestServer.query(address, version);
    assertThat(admit(refreshing, claims(null, "Claim", null)).name()).isEqualTo("Claim");
    assertThat(TestServer.query(address, version)).isEqualTo(before);
  }

  @Test
  void aRowThatTheTableForbidsMeansAnInvalidToken() {
    UUID first = UUID.randomUUID();
    admit(database, new Claims(first, "taken@example.org", "First", null));
    assertRefused(
        database,
        new Claims(UUID.randomUUID(), "taken@example.org", "Second", null),
        ErrorCode.TOKEN_INVALID);
    assertRefused(
        database, new Claims(UUID.randomUUID(), null, "Mallory", null), ErrorCode.TOKEN_INVALID);
    assertRefused(
        database, new Claims(UUID.randomUUID(), null, "nul\0", null), ErrorCode.TOKEN_INVALID);
    // An existing user is not locked out by a refresh that the table forbids.
    assertThat(admit(refreshing, new Claims(first, null, "Mallory", null)).name())
        .isEqualTo("Mallory");
    assertThat(row(first)).contains("First");
  }

  @Test
  void manyConnectionsOfANewUserAtOnceMakeOneRow() {
    UUID carl = UUID.randomUUID();
    CompletableFuture<?>[] all =
        IntStream.range(0, 50)
            .mapToObj(i -> database.users().admit(new Claims(carl, null, "Carl " + i, null)))
            .map(stage -> stage.toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(all).join();
    assertThat(row(carl)).startsWith("null|Carl ");
  }

  @Test
  void anAbsentDatabaseIsAnInternalError() {
    DatabaseAddress other = TestServer.newDatabase();
    try (Database gone = Database.open(TestServer.quick(other))) {
      TestServer.sql(
          address,
          "ALTER DATABASE " + other.database() + " ALLOW_CONNECTIONS false",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
              + other.database()
              + "'");
      assertRefused(gone, new Claims(UUID.randomUUID(), null, "Dora", null), ErrorCode.INTERNAL);
      assertThat(gone.isReady().toCompletableFuture().join()).isFalse();
    }
    assertThat(database.isReady().toCompletableFuture().join()).isTrue();
  }
}
