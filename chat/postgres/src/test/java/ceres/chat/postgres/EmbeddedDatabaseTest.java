package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  @TempDir private Path temporary;

  private Path place() {
    return temporary.resolve("ceres data");
  }

  /** Saves the time of setting up a database, by copying one. */
  private void copyTemplate() throws Exception {
    Files.createDirectory(place(), OWNER_ONLY);
    TestServer.copyTemplate(place().resolve("postgres"));
  }

  private EmbeddedDatabase start() {
    return EmbeddedDatabase.start(place(), TestServer.PROGRAMS);
  }

  private PostgresServer server() throws Exception {
    Path place = place().toRealPath();
    return new PostgresServer(
        PostgresBinaries.unpack(TestServer.PROGRAMS),
        place.resolve("postgres"),
        place.resolve("postgres.log"));
  }

  @Test
  void keepsItsDataFromOneStartToTheNext() throws Exception {
    EmbeddedDatabase first = start();
    TestServer.sql(first.config().address(), "CREATE TABLE kept AS SELECT 42 AS answer");
    assertThat(server().process()).isPresent();
    first.close();
    first.close();
    assertThat(server().process()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place())))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(place().resolve("postgres/ceres.password"))))
        .isEqualTo("rw-------");
    try (EmbeddedDatabase second = start()) {
      DatabaseAddress address = second.config().address();
      assertThat(TestServer.query(address, "SELECT answer FROM kept")).isEqualTo("42");
      assertThat(TestServer.query(address, "SHOW server_version")).startsWith("18.");
      assertThat(TestServer.query(address, "SHOW fsync")).isEqualTo("on");
      assertThat(TestServer.query(address, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(second.config().refreshUsers()).isTrue();
    }
  }

  @Test
  void othersStayOutside() throws Exception {
    copyTemplate();
    try (EmbeddedDatabase database = start()) {
      DatabaseAddress stranger = database.config().address().withUser("ceres", "guess");
      assertThatThrownBy(() -> FirstContact.make(stranger)).hasMessageContaining("refused");
      assertThat(database.config().toString())
          .doesNotContain(String.valueOf(database.config().address().password()));
    }
  }

  @Test
  void aCtrlCDoesNotReachIt() throws Exception {
    copyTemplate();
    try (EmbeddedDatabase database = start()) {
      assertThat(database).isNotNull();
      String pid = Long.toString(server().process().orElseThrow().pid());
      Process ps =
          new ProcessBuilder(
                  "ps", "-o", "pgid=,sid=", "-p", pid + "," + ProcessHandle.current().pid())
              .start();
      String groups = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(groups.strip().lines().map(String::strip).distinct()).hasSize(2);
    }
  }

  @Test
  void aSecondCeresIsRefusedAndTheFirstGoesOn() throws Exception {
    copyTemplate();
    try (EmbeddedDatabase first = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(EmbeddedDatabaseException.class)
          .hasMessageContaining("Another Ceres")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(TestServer.query(first.config().address(), "SELECT 1")).isEqualTo("1");
    }
  }

  /** What a Ceres does that will be killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws Exception {
      EmbeddedDatabase database =
          EmbeddedDatabase.start(Path.of(arguments[0]), Path.of(arguments[1]));
      TestServer.sql(database.config().address(), "CREATE TABLE kept AS SELECT 42 AS answer");
      Files.createFile(Path.of(arguments[0]).resolve("ready"));
      Thread.sleep(60_000);
    }
  }

  @Test
  void theDatabaseOfAKilledCeresIsTakenOver() throws Exception {
    copyTemplate();
    Process victim =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                place().toString(),
                TestServer.PROGRAMS.toString())
            .inheritIO()
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(place().resolve("ready")));
    assertThatThrownBy(this::start).hasMessageContaining("process " + victim.pid());
    victim.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    ProcessHandle orphan = server().process().orElseThrow();
    try (EmbeddedDatabase next = start()) {
      // Where nobody reaps it, a dead process remains, without a command line.
      assertThat(orphan.info().commandLine()).isEmpty();
      assertThat(TestServer.query(next.config().address(), "SELECT answer FROM kept"))
          .isEqualTo("42");
    }
  }

  @Test
  void aPidFileThatNamesAnotherProgramIsNoObstacleAndNoReasonToKill() throws Exception {
    copyTemplate();
    Path pidFile = place().resolve("postgres/postmaster.pid");
    Process bystander = new ProcessBuilder("sleep", "60").start();
    try {
      for (String pid : new String[] {Long.toString(bystander.pid()), "4194304", "nonsense"}) {
        Files.writeString(
            pidFile, pid + "\n" + place().resolve("postgres") + "\n1\n5432\n\n127.0.0.1\n");
        assertThat(server().process()).isEqualTo(Optional.empty());
        start().close();
      }
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroy();
    }
  }

  @Test
  void aDirectoryThatIsAFileIsASentence() throws Exception {
    Files.createFile(place());
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessage(
            "The data directory " + place() + " cannot be used: " + place() + " is a file.");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsASentence() {
    assertThatThrownBy(() -> EmbeddedDatabase.start(Path.of("/proc/ceres"), TestServer.PROGRAMS))
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("/proc/ceres cannot be used");
  }

  @Test
  void dataOfAnotherVersionIsASentence() throws Exception {
    Files.createDirectories(place().resolve("postgres"));
    assertThatThrownBy(this::start).hasMessageContaining("is not a data directory of PostgreSQL");
    Files.writeString(place().resolve("postgres/PG_VERSION"), "17\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("was written by PostgreSQL 17, and Ceres brings PostgreSQL 18");
  }

  @Test
  void brokenDataIsASentenceAndTheLockIsFreeAgain() throws Exception {
    copyTemplate();
    Files.writeString(place().resolve("postgres/global/pg_control"), "broken");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::start)
          .isInstanceOf(EmbeddedDatabaseException.class)
          .hasMessageContaining("PostgreSQL does not start on " + place().resolve("postgres"));
    }
  }
}
