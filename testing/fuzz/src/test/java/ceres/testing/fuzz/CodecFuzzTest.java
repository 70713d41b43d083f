package ceres.testing.fuzz;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short run of each codec's target; {@code scripts/fuzz} is the long one. */
class CodecFuzzTest {
  private static final int INPUTS = 20_000;
  private static final long SEED = 1;

  @ParameterizedTest
  @EnumSource
  void what_is_right_is_taken(CodecTarget target) {
    target.seeds().forEach(input -> accept(target, input, "a seed"));
  }

  @ParameterizedTest
  @EnumSource
  void what_once_broke_something_breaks_nothing_now(CodecTarget target) {
    for (Path file : Findings.of(target)) {
      accept(target, Findings.read(file), file.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothing_breaks_it(CodecTarget target) {
    Mutator mutator = new Mutator(new SplittableRandom(SEED));
    for (int i = 0; i < INPUTS; i++) {
      accept(target, mutator.oneOf(target.seeds()), "seed " + SEED + ", input " + i);
    }
  }

  private static void accept(CodecTarget target, byte[] input, String origin) {
    try {
      target.accept(input);
    } catch (RuntimeException | Error fault) {
      throw new AssertionError(origin + ": " + HexFormat.of().formatHex(input), fault);
    }
  }
}
