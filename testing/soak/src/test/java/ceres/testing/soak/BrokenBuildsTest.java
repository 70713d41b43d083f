package ceres.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.soak.check.Rule;
import ceres.testing.soak.check.Violation;
import ceres.testing.soak.fault.FaultKind;
import ceres.testing.soak.fault.Strike;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers with a mistake in them: the checker says each time what is wrong, and nothing else. */
class BrokenBuildsTest {
  private static final long SEED = 1;
  private static final int TIMES = 4;

  /** On a busy machine a race may be won by who should lose it, for as long as a round takes. */
  private static final int ROUNDS = 4;

  private static final Set<Rule> NONE = EnumSet.noneOf(Rule.class);
  private static final String CORE = "chat/core/src/main/java/ceres/chat/core/";
  private static final String POSTGRES = "chat/postgres/src/main/java/ceres/chat/postgres/";
  private static final String SOCKETS = "socketio/server/src/main/java/ceres/socketio/server/";

  @TempDir private Path folder;

  /**
   * Something wrong.
   *
   * @param what the server does
   * @param strike what brings it to light
   * @param visitors people who come and go meanwhile
   * @param found what is found then
   * @param consequences what may be found, too
   */
  record Mistake(
      String what,
      BrokenBuild build,
      Strike strike,
      int visitors,
      Rule found,
      Set<Rule> consequences) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake(
            "acknowledges before the commit",
            new BrokenBuild(
                POSTGRES + "GroupWriter.java",
                "tell(rows, store(",
                """
                if (first) {
                  tell(
                      rows,
                      rows.stream()
                          .<Outcome>map(row -> new ceres.chat.core.MessageLog.Saved(row.message()))
                          .toList());
                }
                List<?> _ = List.of(rows, store(\
                """),
            new Strike(700, List.of(FaultKind.SERVER_KILLED, FaultKind.DATABASE_UNHEARD), 300),
            0,
            Rule.LOST,
            EnumSet.of(Rule.GAP, Rule.MISSED)),
        new Mistake(
            "skips the buffer of joins",
            new BrokenBuild(CORE + "Tail.java", "messages.addLast(message);", ""),
            new Strike(200, List.of(FaultKind.DATABASE_LATE), 2_500),
            12,
            Rule.GAP,
            NONE),
        new Mistake(
            "forgets the client id",
            new BrokenBuild(
                POSTGRES + "MessageTable.java",
                "insert.setArray(6, SqlArrays.uuids(connection, rows, row -> draft(row).clientId()));",
                "insert.setArray(6, SqlArrays.uuids(connection, rows, row -> null));"),
            new Strike(500, List.of(FaultKind.CLIENTS_DEAF), 300),
            0,
            Rule.STORED_TWICE,
            NONE),
        new Mistake(
            "leaves one out in recovery",
            new BrokenBuild(
                SOCKETS + "PacketLog.java",
                "all.subList(from, all.size())",
                "all.subList(Math.min(from + 1, all.size()), all.size())"),
            new Strike(500, List.of(FaultKind.CLIENTS_DEAF), 500),
            0,
            Rule.GAP,
            EnumSet.of(Rule.FOREIGN_ROOM)),
        new Mistake(
            "tells a group backwards",
            new BrokenBuild(
                POSTGRES + "Teller.java",
                "for (Told told : outcomes) {",
                "for (Told told : outcomes.reversed()) {"),
            new Strike(300, List.of(FaultKind.DATABASE_LATE), 2_000),
            0,
            Rule.ORDER,
            EnumSet.of(Rule.GAP, Rule.MISSED)));
  }

  private List<String> options(Mistake mistake) throws IOException {
    return Stream.of(Scene.QUICK, mistake.build().compile(folder)).flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  @Execution(ExecutionMode.CONCURRENT)
  void the_checker_finds_what_is_wrong_with_a_server_that(Mistake mistake) throws Exception {
    List<String> options = options(mistake);
    Set<Rule> broken = EnumSet.noneOf(Rule.class);
    for (int round = 0; round < ROUNDS && !broken.contains(mistake.found()); round++) {
      Plan plan =
          new Plan(
              SEED + round,
              Stream.of(
                      Plan.talkers(SEED, 10, 2, 40),
                      Plan.visitors(mistake.visitors(), "room-0", 20))
                  .flatMap(List::stream)
                  .toList(),
              Collections.nCopies(TIMES, mistake.strike()).iterator(),
              Duration.ofMinutes(1));
      Outcome outcome = Scene.run(plan, folder.resolve("round-" + round), options);
      outcome.violations().stream().map(Violation::rule).forEach(broken::add);
    }
    assertThat(broken)
        .contains(mistake.found())
        .isSubsetOf(
            Stream.concat(Stream.of(mistake.found()), mistake.consequences().stream()).toList());
  }
}
