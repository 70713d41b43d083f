package ceres.testing.soak.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static List<Strike> strikes(long seed) {
    Schedule schedule = new Schedule(seed, 4_000, 8_000);
    return Stream.generate(schedule::next).limit(100).toList();
  }

  @Test
  void the_same_seed_gives_the_same_strikes() {
    assertThat(strikes(7)).isEqualTo(strikes(7)).isNotEqualTo(strikes(8));
  }

  @Test
  void every_kind_comes_before_any_comes_again() {
    assertThat(strikes(7).stream().flatMap(strike -> strike.kinds().stream()).limit(18))
        .containsExactlyInAnyOrder(FaultKind.values());
  }

  @Test
  void two_at_once_are_at_different_places_and_all_is_bounded() {
    assertThat(strikes(7))
        .allSatisfy(strike -> {
          assertThat(strike.kinds()).isSorted().hasSizeBetween(1, 2);
          assertThat(strike.kinds().stream().map(FaultKind::place)).doesNotHaveDuplicates();
          assertThat(strike.quietMillis()).isBetween(2_000, 4_000);
          assertThat(strike.millis()).isBetween(2_000, 8_000);
        })
        .anySatisfy(strike -> assertThat(strike.kinds()).hasSize(2));
  }
}
