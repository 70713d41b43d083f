package ceres.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.soak.fault.FaultKind;
import ceres.testing.soak.fault.Strike;
import ceres.testing.soak.ledger.Entry;
import ceres.testing.soak.ledger.Ledger;
import ceres.testing.soak.people.Manners;
import ceres.testing.soak.world.ChatProcess;
import ceres.testing.soak.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM of a server under load, whose clients come back to the next one. */
class GracefulRestartTest {
  private static final long SEED = 3;
  private static final int LISTENERS = 300;
  private static final Strike RESTART = new Strike(1_000, List.of(FaultKind.SERVER_STOPPED), 0);

  @TempDir private Path folder;

  @Test
  void nobody_misses_a_message_and_clients_are_sent_away_in_waves_that_the_metrics_show()
      throws Exception {
    List<Manners> people = new ArrayList<>(Plan.talkers(SEED, 16, 2, 100));
    people.addAll(Plan.listeners(LISTENERS));
    Plan plan = new Plan(SEED, people, List.of(RESTART).iterator(), Duration.ofMinutes(1));
    Outcome outcome;
    try (World world = Scene.world(ChatProcess.ownClasses())) {
      outcome = Scene.run(plan, world, folder, 20);
    }
    assertThat(outcome.violations()).isEmpty();
    assertThat(outcome.figures().begunAnew()).isGreaterThanOrEqualTo(people.size());
    assertThat(sentAway(outcome))
        .as("sessions sent away so far, each time that /metrics was read")
        .isSorted()
        .anyMatch(count -> count > 0 && count < people.size());
    List<Long> lost = lost(outcome.ledger());
    assertThat(lost).hasSizeGreaterThanOrEqualTo(people.size());
    assertThat(lost.getLast() - lost.getFirst())
        .as("milliseconds from the first client that lost its connection to the last")
        .isGreaterThanOrEqualTo(250);
  }

  /** What the first server said. */
  private static List<Integer> sentAway(Outcome outcome) {
    long pid = outcome.samples().getFirst().pid();
    return outcome.samples().stream()
        .filter(sample -> sample.pid() == pid)
        .map(Samples.Sample::sentAway)
        .toList();
  }

  /** When each client first lost its connection after the restart began, in order. */
  private static List<Long> lost(Path file) {
    try (Stream<ceres.testing.soak.ledger.Line> lines = Ledger.read(file)) {
      List<String> seen = new ArrayList<>();
      List<Long> times = new ArrayList<>();
      boolean[] begun = {false};
      lines.forEach(line -> {
        begun[0] |= line.entry() instanceof Entry.Fault;
        if (begun[0] && line.entry() instanceof Entry.Lost it && !seen.contains(it.who())) {
          seen.add(it.who());
          times.add(it.at());
        }
      });
      return times;
    }
  }
}
