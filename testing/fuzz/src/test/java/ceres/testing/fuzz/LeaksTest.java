package ceres.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A short run; {@code scripts/leaks} is the long one. */
class LeaksTest {

  @Test
  void who_came_and_went_in_any_way_leaves_nothing_behind() throws Exception {
    try (Leaks leaks = new Leaks()) {
      leaks.comeAndGo(1_000);
      LiveObjects before = leaks.settled();
      leaks.comeAndGo(3_000);
      assertThat(leaks.findings()).isEmpty();
      assertThat(leaks.settled().moreThan(before, Leaks::isCounted)).isEmpty();
    }
  }
}
