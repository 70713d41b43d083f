package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.User;
import ceres.chat.core.UserDirectory.Claims;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Users who come together are let in together, and are no burden to each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserGroupsTest {
  private static final String LOCK_TABLE = "LOCK TABLE \"User\"";
  private static final int MANY = 200;

  private final DatabaseAddress address = TestServer.newDatabase();
  private final Database database = Database.open(TestServer.quick(address).withRefreshUsers(true));

  @BeforeAll
  void forbidMallory() {
    TestServer.sql(
        address, "ALTER TABLE \"User\" ADD CONSTRAINT no_mallory CHECK (name <> 'Mallory')");
  }

  @AfterAll
  void close() {
    database.close();
  }

  /** Somebody else, in the middle of a transaction. */
  private final class Somebody implements AutoCloseable {
    private final Connection connection;

    Somebody(String sql) throws SQLException {
      connection = address.dataSource().getConnection();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.commit();
      connection.close();
    }
  }

  private CompletableFuture<User> admit(UUID id, String name) {
    return database.users().admit(new Claims(id, null, name, null)).toCompletableFuture();
  }

  private CompletableFuture<User> admit(String name) {
    return admit(UUID.randomUUID(), name);
  }

  private String nameOf(UUID id) {
    return TestServer.query(address, "SELECT name FROM \"User\" WHERE id = '" + id + "'");
  }

  private static void assertFails(CompletableFuture<User> admission, ErrorCode code) {
    assertThatThrownBy(admission::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(ChatException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void whoeverComesMeanwhileIsAskedForTogether() throws Exception {
    List<CompletableFuture<User>> all = new ArrayList<>();
    try (Somebody _ = new Somebody(LOCK_TABLE)) {
      for (int i = 0; i < MANY; i++) {
        all.add(admit("User " + i));
      }
      await()
          .during(Duration.ofMillis(200))
          .until(() ->
              TestServer.query(
                      address,
                      "SELECT count(*) FROM pg_locks WHERE relation = '\"User\"'::regclass"
                          + " AND NOT granted")
                  .equals("2"));
      assertThat(all).noneMatch(CompletableFuture::isDone);
    }

    for (int i = 0; i < MANY; i++) {
      assertThat(all.get(i).join().name()).isEqualTo("User " + i);
    }
  }

  @Test
  void onlyTheGuiltyOfAGroupAreRefused() throws Exception {
    List<CompletableFuture<User>> all = new ArrayList<>();
    try (Somebody _ = new Somebody(LOCK_TABLE)) {
      for (int i = 0; i < MANY; i++) {
        all.add(admit(i % 50 == 7 ? "Mallory" : "User " + i));
      }
    }

    for (int i = 0; i < MANY; i++) {
      if (i % 50 == 7) {
        assertFails(all.get(i), ErrorCode.TOKEN_INVALID);
      } else {
        assertThat(all.get(i).join().name()).isEqualTo("User " + i);
      }
    }
  }

  @Test
  void onlyTheGuiltyOfAGroupAreNotRefreshed() throws Exception {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      ids.add(UUID.randomUUID());
      admit(ids.get(i), "Before").join();
    }
    List<CompletableFuture<User>> all = new ArrayList<>();
    try (Somebody _ = new Somebody(LOCK_TABLE)) {
      for (int i = 0; i < MANY; i++) {
        all.add(admit(ids.get(i), i == 100 ? "Mallory" : "After"));
      }
    }

    for (int i = 0; i < MANY; i++) {
      assertThat(all.get(i).join().name()).isEqualTo(i == 100 ? "Mallory" : "After");
      assertThat(nameOf(ids.get(i))).isEqualTo(i == 100 ? "Before" : "After");
    }
  }

  @Test
  void whoeverHasNeedOfARowThatSomebodyIsInsertingWaitsAlone() throws Exception {
    UUID known = UUID.randomUUID();
    admit(known, "Known").join();
    UUID taken = UUID.randomUUID();
    CompletableFuture<User> waits;
    List<CompletableFuture<User>> others = new ArrayList<>();
    try (Somebody _ =
        new Somebody("INSERT INTO \"User\" (id, name) VALUES ('" + taken + "', 'Taken')")) {
      for (int i = 0; i < MANY; i++) {
        others.add(admit("User " + i));
      }
      waits = admit(taken, "Taken");
      others.add(admit(known, "Known"));
      CompletableFuture.allOf(others.toArray(CompletableFuture<?>[]::new)).join();
      assertThat(waits).isNotDone();
    }

    assertThat(waits.join().name()).isEqualTo("Taken");
  }

  @Test
  void aRowThatSomebodyIsChangingStaysAsTheyMakeItAndNobodyWaits() throws Exception {
    UUID ann = UUID.randomUUID();
    admit(ann, "Ann").join();
    try (Somebody _ = new Somebody("UPDATE \"User\" SET name = 'Anna' WHERE id = '" + ann + "'")) {
      assertThat(admit(ann, "Anne").join().name()).isEqualTo("Anne");
    }

    assertThat(nameOf(ann)).isEqualTo("Anna");
    assertThat(admit(ann, "Anne").join().name()).isEqualTo("Anne");
    assertThat(nameOf(ann)).isEqualTo("Anne");
  }

  @Test
  void whoWaitsForAGroupThatHangsHasTheTimeOfOneReadAndNoMore() throws Exception {
    List<CompletableFuture<User>> all = new ArrayList<>();
    long begun = System.nanoTime();
    try (Somebody _ = new Somebody(LOCK_TABLE)) {
      for (int i = 0; i <= PostgresUserDirectory.GROUPS; i++) {
        all.add(admit("User " + i));
      }
      for (CompletableFuture<User> admission : all) {
        assertFails(admission, ErrorCode.INTERNAL);
      }
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(1_900), Duration.ofMillis(3_500));
  }
}
