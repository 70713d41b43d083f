package ceres.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.soak.fault.FaultKind;
import ceres.testing.soak.fault.Strike;
import ceres.testing.soak.world.ChatProcess;
import ceres.testing.soak.world.PostgresProcess;
import ceres.testing.soak.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of the soak: each kind of fault that is over soon; {@code ./test --soak} is the
 * long one.
 */
class ShortSoakTest {
  private static final long SEED = 20_261_123;
  private static final List<Strike> STRIKES =
      List.of(
          new Strike(1_500, List.of(FaultKind.CLIENTS_CUT), 0),
          new Strike(300, List.of(FaultKind.SERVER_KILLED), 0),
          new Strike(500, List.of(FaultKind.DATABASE_CUT), 0),
          new Strike(300, List.of(FaultKind.SOME_CLIENTS_CUT, FaultKind.BACKEND_KILLED), 0),
          new Strike(300, List.of(FaultKind.SERVER_FROZEN), 800),
          new Strike(300, List.of(FaultKind.CLIENTS_DEAF, FaultKind.DATABASE_LATE), 700),
          new Strike(300, List.of(FaultKind.POSTGRES_CRASHED), 0),
          new Strike(300, List.of(FaultKind.CLIENTS_HELD, FaultKind.POSTGRES_FROZEN), 700),
          new Strike(300, List.of(FaultKind.SERVER_STOPPED), 0));

  @TempDir private Path folder;

  @Test
  void whatever_fails_nothing_is_lost_doubled_or_out_of_order() throws Exception {
    Iterator<Strike> strikes = STRIKES.iterator();
    Plan plan = new Plan(SEED, Plan.talkers(SEED, 16, 4, 150), strikes, Duration.ofMinutes(3));
    try (PostgresProcess postgres = new PostgresProcess(folder.resolve("data"));
        World world = new World(postgres, "soak", ChatProcess.ownClasses(), SoakRun.SETTINGS)) {
      world.start();
      Outcome outcome = Scene.run(plan, world, folder.resolve("run"), 500);
      assertThat(outcome.violations()).isEmpty();
      assertThat(strikes.hasNext()).as("more was to be done").isFalse();
      assertThat(outcome.figures().acknowledged()).isGreaterThan(300);
      assertThat(outcome.figures().recovered()).isGreaterThan(10);
      assertThat(outcome.figures().begunAnew()).isGreaterThan(10);
    }
  }
}
