package ceres.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloorsTest {
  private final FakeLog log = new FakeLog();
  private final Floors floors = new Floors();
  private final Message first = log.store("r", "first");
  private final Message second = log.store("r", "second");
  private final Message third = log.store("r", "third");

  @Test
  void whoSawAMessageInTheirHistoryIsAnExceptionUntilTheRoomIsPastIt() {
    floors.shown("ann", List.of(first, second));

    assertThat(floors.told(first.position())).containsExactly("ann");
    assertThat(floors.told(second.position())).containsExactly("ann");
    assertThat(floors.told(third.position())).isEmpty();
  }

  @Test
  void aHistoryOfWhatWasToldAlreadySetsNoFloor() {
    floors.told(second.position());
    floors.shown("ann", List.of(first, second));

    assertThat(floors.told(second.position())).isEmpty();
  }

  @Test
  void anEmptyHistorySetsNoFloor() {
    floors.shown("ann", List.of());

    assertThat(floors.told(first.position())).isEmpty();
  }

  @Test
  void aFloorThatIsPassedIsForgotten() {
    floors.shown("ann", List.of(second));
    floors.told(second.position());

    assertThat(floors.told(first.position())).isEmpty();
  }

  @Test
  void whoLeavesHasNoFloorAnyMore() {
    floors.shown("ann", List.of(second));
    floors.forget("ann");

    assertThat(floors.told(first.position())).isEmpty();
  }

  @Test
  void anOlderHistoryDoesNotLowerAFloor() {
    floors.shown("ann", List.of(second));
    floors.shown("ann", List.of(first));

    assertThat(floors.told(second.position())).containsExactly("ann");
  }
}
