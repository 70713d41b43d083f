package ceres.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A short run; {@code scripts/leaks} is the long one. */
class LeaksTest {
  private static final int CLIENTS = 3_000;

  @Test
  void who_came_and_went_in_any_way_leaves_nothing_behind() throws Exception {
    try (Leaks leaks = new Leaks()) {
      leaks.comeAndGo(1_000);
      LiveObjects before = leaks.settled();
      leaks.comeAndGo(CLIENTS);
      LiveObjects after = leaks.settled();
      assertThat(leaks.findings()).isEmpty();
      assertThat(Leaks.left(before, after, CLIENTS)).isEmpty();
    }
  }
}
