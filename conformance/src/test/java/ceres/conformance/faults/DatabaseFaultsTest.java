package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Something is wrong with the database of a server, in the middle of sends, and is mended; the
 * server stays. Each time: all that was acknowledged is stored, all else is answered in time and
 * not doubled when it is sent again, everyone sees everything once and in order, and the server
 * says of itself what is the matter.
 */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseFaultsTest {
  private static final String CANNOT_SAVE = "messages cannot be saved";
  private static final String NO_DATABASE = "the database does not answer, or takes no writes";
  private static final Duration READ_WITHIN = Witnesses.READ.plusSeconds(4);

  private final ClerksDatabase database = new ClerksDatabase();

  /** What goes wrong, and what mends it. */
  private interface Step {
    void run() throws Exception;
  }

  private record Fault(Step begin, Step end, List<String> reasons) {}

  private void goThrough(Fault fault) throws Exception {
    try (TestServer server = TestServer.start(database.clerks(), Witnesses.settings());
        Witnesses witnesses = Witnesses.at(server.port())) {
      Readiness readiness = new Readiness(server.management());
      readiness.awaitReady();
      fault.begin().run();
      readiness.awaitNotReady(fault.reasons());
      witnesses.awaitNotSaved();
      fault.end().run();
      witnesses.awaitSaved();
      readiness.awaitReady();
      witnesses.finish();
      witnesses.testify(database.owners());
    }
  }

  private static String join(ChatClient client, String room) {
    long began = System.nanoTime();
    String status = client.call("join_room", room).path("code").asString("ok");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(READ_WITHIN);
    return status;
  }

  /** A statement for each group, and each takes longer than an attempt may. */
  @Test
  void a_database_that_takes_too_long_to_commit() throws Exception {
    goThrough(
        new Fault(
            () -> sleepOnCommit("1.5"),
            () -> database.owners().execute("DROP FUNCTION sleep() CASCADE"),
            List.of(CANNOT_SAVE)));
  }

  private void sleepOnCommit(String seconds) {
    database
        .owners()
        .execute(
            """
            CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS
              'BEGIN PERFORM pg_sleep(%s); RETURN NULL; END';
            CREATE TRIGGER sleep AFTER INSERT ON "ChatMessage" EXECUTE FUNCTION sleep()
            """
                .formatted(seconds));
  }

  @Test
  void a_database_that_is_slow_but_not_too_slow_saves_everything() throws Exception {
    try (TestServer server = TestServer.start(database.clerks(), Witnesses.settings());
        Witnesses witnesses = Witnesses.at(server.port());
        ChatClient joiner = server.connect("Joiner")) {
      sleepOnCommit("0.4");
      witnesses.awaitSaved();
      assertThat(join(joiner, "general")).isEqualTo("ok");
      assertThat(server.management().get("/readyz").status()).isEqualTo(200);
      assertThat(server.management().metric("ceres_log_queue_messages")).isLessThan(50);
      database.owners().execute("DROP FUNCTION sleep() CASCADE");
      witnesses.finish();
      witnesses.testify(database.owners());
      assertThat(witnesses.notSaved()).isZero();
    }
  }

  /** As by {@code VACUUM FULL} or a migration. Who reads waits, who comes does not. */
  @Test
  void a_table_that_is_locked_for_maintenance() throws Exception {
    try (Connection maintenance = database.owners().connect()) {
      maintenance.setAutoCommit(false);
      goThrough(
          new Fault(
              () ->
                  maintenance
                      .createStatement()
                      .execute("LOCK TABLE \"ChatMessage\" IN ACCESS EXCLUSIVE MODE"),
              maintenance::commit,
              List.of(CANNOT_SAVE)));
    }
  }

  @Test
  void reads_of_a_locked_table_fail_in_time_and_keep_nobody_from_coming_in() throws Exception {
    try (TestServer server = TestServer.start(database.clerks(), Witnesses.settings());
        Connection maintenance = database.owners().connect()) {
      var joiners = IntStream.range(0, 8).mapToObj(i -> server.connect("J" + i)).toList();
      maintenance.setAutoCommit(false);
      maintenance.createStatement().execute("LOCK TABLE \"ChatMessage\" IN ACCESS EXCLUSIVE MODE");
      long began = System.nanoTime();
      var answers =
          joiners.stream().map(joiner -> joiner.request("join_room", joiner.id())).toList();
      server.connect("Newcomer").close();
      assertThat(answers).as("while joins wait").anyMatch(answer -> !answer.isDone());
      assertThat(answers)
          .allSatisfy(
              answer -> assertThat(answer.join().path("code").asString()).isEqualTo("INTERNAL"));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(READ_WITHIN);
      maintenance.commit();
      joiners.forEach(joiner -> assertThat(join(joiner, "general")).isEqualTo("ok"));
      joiners.forEach(ChatClient::close);
    }
  }

  /** SQLState 28P01, as after somebody changed it. */
  @Test
  void a_password_that_is_not_good_any_more() throws Exception {
    goThrough(
        new Fault(
            () -> database.lockOut(true), database::letIn, List.of(NO_DATABASE, CANNOT_SAVE)));
  }

  /** SQLState 53300, by the limit of the role. */
  @Test
  void a_role_that_may_have_no_more_connections() throws Exception {
    goThrough(
        new Fault(
            () -> database.lockOut(false), database::letIn, List.of(NO_DATABASE, CANNOT_SAVE)));
  }
}
