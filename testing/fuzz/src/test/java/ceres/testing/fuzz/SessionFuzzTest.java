package ceres.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A short run with a live server; {@code scripts/fuzz} is the long one. */
class SessionFuzzTest {
  private static final long SEED = 1;

  @Test
  void nobody_breaks_a_server_or_leaves_anything_behind() throws Exception {
    try (SessionFuzz fuzz = new SessionFuzz(SEED)) {
      fuzz.batch(300);
      LiveObjects before = LiveObjects.now();
      fuzz.batch(300);
      assertThat(fuzz.findings()).isEmpty();
      assertThat(fuzz.left(before)).isEmpty();
    }
  }
}
