package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rates, with time in the test's hand. */
class TokenBucketTest {
  private static final long BEGIN = Long.MAX_VALUE - 5;
  private static final long TENTH = TimeUnit.MILLISECONDS.toNanos(100);

  @Test
  void a_burst_passes_and_one_more_has_to_wait_for_its_turn() {
    TokenBucket bucket = new TokenBucket(new Rate(10, 3), BEGIN);
    assertThat(bucket.take(BEGIN)).isZero();
    assertThat(bucket.take(BEGIN)).isZero();
    assertThat(bucket.take(BEGIN)).isZero();
    assertThat(bucket.take(BEGIN)).isEqualTo(TENTH);
    assertThat(bucket.take(BEGIN + TENTH / 2)).isEqualTo(TENTH / 2);
  }

  @Test
  void who_waits_as_long_as_told_passes_once() {
    TokenBucket bucket = new TokenBucket(new Rate(10, 1), BEGIN);
    assertThat(bucket.take(BEGIN)).isZero();
    assertThat(bucket.take(BEGIN + TENTH)).isZero();
    assertThat(bucket.take(BEGIN + TENTH)).isEqualTo(TENTH);
  }

  @Test
  void a_pause_saves_up_no_more_than_a_burst() {
    TokenBucket bucket = new TokenBucket(new Rate(10, 2), BEGIN);
    long later = BEGIN + 1_000 * TENTH;
    assertThat(bucket.isFull(later)).isTrue();
    assertThat(bucket.take(later)).isZero();
    assertThat(bucket.take(later)).isZero();
    assertThat(bucket.take(later)).isEqualTo(TENTH);
    assertThat(bucket.isFull(later)).isFalse();
    assertThat(bucket.isFull(later + 2 * TENTH)).isTrue();
  }

  @Test
  void without_a_limit_everything_passes() {
    TokenBucket bucket = new TokenBucket(Rate.UNLIMITED, BEGIN);
    for (int i = 0; i < 1_000; i++) {
      assertThat(bucket.take(BEGIN)).isZero();
    }
  }

  @Test
  void a_rate_by_which_nothing_could_happen_is_none() {
    assertThatThrownBy(() -> new Rate(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Rate(-1, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
