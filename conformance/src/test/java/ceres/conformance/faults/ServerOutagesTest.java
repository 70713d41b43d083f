package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.ServerProcess;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What can happen to a whole PostgreSQL, one thing after the other, while people chat at one and
 * the same process of Ceres, which is never started anew.
 */
@Execution(ExecutionMode.CONCURRENT)
class ServerOutagesTest {
  private static final String CANNOT_SAVE = "messages cannot be saved";
  private static final List<String> NO_DATABASE =
      List.of("the database does not answer, or takes no writes", CANNOT_SAVE);

  /** However long an outage lasts: what begins and what ends is told once each. */
  private static final int LINES_OF_AN_OUTAGE = 12;

  @TempDir private Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();

  private <T extends AutoCloseable> T opened(T resource) {
    open.addFirst(resource);
    return resource;
  }

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  Stream<DynamicTest> one_process_lives_through_it_all() throws Exception {
    OwnPostgres postgres = opened(new OwnPostgres(directory));
    TestDatabase database = postgres.database();
    Map<String, String> settings = new HashMap<>(Witnesses.settings());
    settings.put("DATABASE_URL", database.url());
    ServerProcess server = opened(ServerProcess.start(settings, 60));
    Witnesses witnesses = opened(Witnesses.at(server.port()));
    Readiness readiness = new Readiness(server.management());
    return Stream.of(
        dynamicTest(
            "a restart under load",
            () -> {
              database.execute("ALTER SYSTEM SET max_connections = 30");
              int before = server.lines().size();
              postgres.stop();
              postgres.startAgain();
              witnesses.awaitSaved();
              readiness.awaitReady();
              assertFew(server, before);
            }),
        outage("stopped", server, witnesses, postgres::stop, postgres::startAgain, NO_DATABASE),
        outage("frozen", server, witnesses, postgres::freeze, postgres::thaw, NO_DATABASE),
        outage(
            "read-only, as after a failover to a standby",
            server,
            witnesses,
            () -> readOnly(database, "on"),
            () -> readOnly(database, "off"),
            NO_DATABASE),
        outageByOthersWhoTakeAllConnections(database, server, witnesses),
        outageOfTheDisk(database, server, witnesses),
        dynamicTest(
            "all that was acknowledged is there, once, and was seen once and in order",
            () -> {
              witnesses.finish();
              witnesses.testify(database);
              assertThat(witnesses.notSaved()).isPositive();
              assertThat(server.stop()).isZero();
            }));
  }

  @AfterEach
  void closeAll() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  /** What goes wrong, and what mends it. */
  private interface Step {
    void run() throws Exception;
  }

  private static DynamicTest outage(
      String name,
      ServerProcess server,
      Witnesses witnesses,
      Step begin,
      Step end,
      List<String> reasons) {
    return dynamicTest(
        name,
        () -> {
          Readiness readiness = new Readiness(server.management());
          readiness.awaitReady();
          int before = server.lines().size();
          begin.run();
          CompletableFuture<?> newcomer = CompletableFuture.runAsync(() -> comeIn(server));
          readiness.awaitNotReady(reasons);
          witnesses.awaitNotSaved();
          newcomer.join();
          end.run();
          witnesses.awaitSaved();
          readiness.awaitReady();
          assertFew(server, before);
        });
  }

  /** Who comes is told something in time: that it does not work, or that they are in. */
  private static void comeIn(ServerProcess server) {
    try (ChatClient newcomer = ChatClient.open(server.port())) {
      newcomer.authenticate(Map.of("token", Tokens.of("Newcomer")));
    }
  }

  private static void assertFew(ServerProcess server, int before) {
    List<String> lines = server.lines();
    assertThat(lines.subList(before, lines.size())).hasSizeLessThanOrEqualTo(LINES_OF_AN_OUTAGE);
  }

  private static void readOnly(TestDatabase database, String value) {
    database.execute("ALTER SYSTEM SET default_transaction_read_only = " + value);
    database.query("SELECT pg_reload_conf()");
  }

  private static DynamicTest outageByOthersWhoTakeAllConnections(
      TestDatabase database, ServerProcess server, Witnesses witnesses) {
    List<Connection> others = new ArrayList<>();
    return outage(
        "others take all connections, and ours are ended",
        server,
        witnesses,
        () -> {
          others.add(database.connect());
          // The place of a session that was ended is free a moment later, for whoever is first.
          await()
              .pollInterval(Duration.ofMillis(5))
              .during(Duration.ofMillis(300))
              .atMost(Duration.ofSeconds(20))
              .until(() -> takeAll(database, others) == 0 && endOurs(others.getFirst()) == 0);
        },
        () -> {
          for (Connection other : others) {
            other.close();
          }
        },
        NO_DATABASE);
  }

  /** SQLState 53100: it reads, and answers all questions, and cannot write. */
  private DynamicTest outageOfTheDisk(
      TestDatabase database, ServerProcess server, Witnesses witnesses) throws IOException {
    if (!SmallDisk.isPossible(directory)) {
      return dynamicTest("the disk is full", () -> assumeTrue(false, "root may mount one"));
    }
    SmallDisk disk = opened(new SmallDisk(directory));
    return outage(
        "the disk is full",
        server,
        witnesses,
        () -> {
          disk.take(database);
          disk.fill();
        },
        disk::makeRoom,
        List.of(CANNOT_SAVE));
  }

  /** Returns how many there were. */
  private static int takeAll(TestDatabase database, List<Connection> others) {
    int before = others.size();
    try {
      while (true) {
        others.add(database.connect());
      }
    } catch (SQLException full) {
      assertThat(full.getSQLState()).isEqualTo("53300");
    }
    return others.size() - before;
  }

  /** Returns how many there were. */
  private static int endOurs(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE application_name LIKE 'ceres%'")) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }
}
