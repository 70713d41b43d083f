package ceres.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final Score CALIBRATION = new Score(0, 1_000, 1, .01);

  @TempDir Path folder;

  @Test
  void less_than_a_byte_more_is_no_rise() {
    assertThat(compare(new Score(24, 5, 0, .01), new Score(24.9, 5, 0, .01)).rose()).isEmpty();
    assertThat(compare(new Score(0, 5, 0, .01), new Score(.001, 5, 0, .01)).rose()).isEmpty();
  }

  @Test
  void a_byte_more_of_few_is_a_rise() {
    assertThat(compare(new Score(24, 5, 0, .01), new Score(25, 5, 0, .01)).rose())
        .containsExactly("It.does");
  }

  @Test
  void one_percent_more_of_many_is_no_rise_and_more_is() {
    assertThat(compare(new Score(10_000, 5, 0, .01), new Score(10_099, 5, 0, .01)).rose())
        .isEmpty();
    assertThat(compare(new Score(10_000, 5, 0, .01), new Score(10_101, 5, 0, .01)).rose())
        .containsExactly("It.does");
  }

  @Test
  void the_baseline_says_what_is_tolerated() {
    assertThat(compare(new Score(10_000, 5, 0, .2), new Score(11_900, 5, 0, .01)).rose()).isEmpty();
  }

  @Test
  void a_machine_of_half_the_speed_is_no_change() {
    Comparison comparison =
        new Comparison(
            scores(Map.of("Calibration.count", CALIBRATION, "It.does", new Score(0, 50, 1, .01))),
            scores(
                Map.of(
                    "Calibration.count", new Score(0, 2_000, 1, .01),
                    "It.does", new Score(0, 100, 1, .01))));
    assertThat(comparison.timeRatio("It.does")).isEqualTo(1, within(1e-9));
    assertThat(comparison.text()).contains("×1.00").doesNotContain("slower");
  }

  @Test
  void twice_the_time_is_said_and_breaks_nothing() {
    Comparison comparison = compare(new Score(8, 50, 1, .01), new Score(8, 100, 1, .01));
    assertThat(comparison.timeRatio("It.does")).isEqualTo(2, within(1e-9));
    assertThat(comparison.text()).contains("×2.00  slower\n").endsWith("No allocations rose.\n");
    assertThat(comparison.rose()).isEmpty();
  }

  @Test
  void a_time_that_may_be_an_error_is_not_said() {
    assertThat(compare(new Score(8, 50, 30, .01), new Score(8, 100, 50, .01)).text())
        .doesNotContain("slower");
  }

  @Test
  void without_a_calibration_nothing_is_said_of_time() {
    Scores then = scores(Map.of("It.does", new Score(8, 50, 1, .01)));
    Scores now = scores(Map.of("It.does", new Score(16, 500, 1, .01)));
    assertThat(new Comparison(then, now).text())
        .contains("allocates more")
        .doesNotContain("×")
        .endsWith("Allocations rose: 1.\n");
  }

  @Test
  void what_is_new_or_was_not_measured_is_said() {
    Scores then = scores(Map.of("Old.one", new Score(8, 50, 1, .01)));
    Scores now = scores(Map.of("New.one", new Score(9, 50, 1, .01)));
    assertThat(new Comparison(then, now).text())
        .containsPattern("New\\.one .* new\n")
        .contains("not measured: Old.one\n");
  }

  @Test
  void a_baseline_is_read_as_it_was_written() throws IOException {
    Scores scores =
        scores(
            Map.of(
                "It.does [size 10]", new Score(24, 12.34, .56, .01),
                "It.rarely", new Score(4_567.8, 1_234_567, Double.NaN, .2)));
    Path file = folder.resolve("baseline.json");
    scores.write(file);
    assertThat(Scores.ofBaseline(file)).isEqualTo(scores);
  }

  @Test
  void a_new_baseline_keeps_what_was_not_measured_and_what_is_tolerated() {
    Scores older =
        scores(Map.of("It.does", new Score(8, 50, 1, .2), "Old.one", new Score(9, 50, 1, .01)));
    Scores newer = scores(Map.of("It.does", new Score(16, 60, 2, .01)));
    assertThat(newer.over(older).byName())
        .containsEntry("It.does", new Score(16, 60, 2, .2))
        .containsEntry("Old.one", new Score(9, 50, 1, .01))
        .hasSize(2);
  }

  @Test
  void what_jmh_writes_is_read_with_the_bytes_of_the_best_iteration() throws IOException {
    Path file = folder.resolve("jmh.json");
    Files.writeString(
        file,
        """
        [{"benchmark": "ceres.bench.micro.FanOut.broadcast", "params": {"members": "1000"},
          "primaryMetric": {"score": 2.5, "scoreError": "NaN", "scoreUnit": "us/op"},
          "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 150, "scoreUnit": "B/op",
            "scorePercentiles": {"0.0": 120.001, "50.0": 140}}}}]
        """);
    assertThat(Scores.ofJmh(file).byName())
        .containsOnly(
            Map.entry(
                "FanOut.broadcast [members 1000]", new Score(120.001, 2_500, Double.NaN, .01)));
  }

  private static Comparison compare(Score then, Score now) {
    return new Comparison(
        scores(Map.of("Calibration.count", CALIBRATION, "It.does", then)),
        scores(Map.of("Calibration.count", CALIBRATION, "It.does", now)));
  }

  private static Scores scores(Map<String, Score> scores) {
    return new Scores(new TreeMap<>(scores));
  }
}
