package ceres.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Histogram histogram = new Histogram();

  @Test
  void an_empty_one_says_nothing_took_any_time() {
    assertThat(histogram.millis(.5)).isZero();
    assertThat(histogram.millis(1)).isZero();
    assertThat(histogram.distribution()).isEmpty();
  }

  @Test
  void parts_are_within_one_percent() {
    for (int micros = 1; micros <= 100_000; micros++) {
      histogram.record(micros * 1_000L);
    }
    assertThat(histogram.millis(.5)).isEqualTo(50, within(.5));
    assertThat(histogram.millis(.99)).isEqualTo(99, within(1.));
    assertThat(histogram.millis(.999)).isEqualTo(99.9, within(1.));
  }

  @Test
  void the_longest_is_exact() {
    histogram.record(1);
    histogram.record(123_456_789);
    assertThat(histogram.millis(1)).isEqualTo(123.456789);
  }

  @Test
  void a_minute_and_a_nanosecond_both_fit() {
    histogram.record(1);
    histogram.record(60_000_000_000L);
    assertThat(histogram.millis(.4)).isLessThan(.001);
    assertThat(histogram.millis(.6)).isEqualTo(60_000, within(600.));
  }

  @Test
  void the_distribution_ends_before_the_last_one() {
    for (int i = 0; i < 1_000; i++) {
      histogram.record(1_000_000);
    }
    assertThat(histogram.distribution())
        .hasSize(22)
        .allSatisfy(point -> assertThat(point[1]).isEqualTo(1, within(.01)));
  }

  @Test
  void what_was_forgotten_counts_no_more() {
    histogram.record(5_000_000);
    histogram.clear();
    assertThat(histogram.count()).isZero();
    assertThat(histogram.millis(1)).isZero();
  }
}
