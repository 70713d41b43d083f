package ceres.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloorsTest {
  private final FakeLog log = new FakeLog();
  private final Floors floors = new Floors(2);
  private final Message first = log.store("r", "first");
  private final Message second = log.store("r", "second");
  private final Message third = log.store("r", "third");

  @Test
  void whoSawAMessageInTheirHistoryIsAnException() {
    floors.shown("ann", List.of(first), 2);

    assertThat(floors.seen(first)).containsExactly("ann");
    assertThat(floors.seen(second)).isEmpty();
  }

  @Test
  void whatIsOlderThanAFullHistoryCountsAsShown() {
    floors.shown("ann", List.of(second, third), 2);

    assertThat(floors.seen(first)).containsExactly("ann");
  }

  @Test
  void aMessageThatTheHistoryMissedIsNotKeptBackByALaterRowOfSomebodyElses() {
    floors.shown("ann", List.of(third), 1);

    assertThat(floors.seen(first)).isEmpty();
  }

  @Test
  void withNothingOnItsWayThereIsNothingToExcept() {
    floors.shown("ann", List.of(first), 0);

    assertThat(floors.seen(first)).isEmpty();
  }

  @Test
  void theExceptionEndsWhenAllThatWasOnItsWayHasSettled() {
    floors.shown("ann", List.of(first), 2);

    floors.settled();
    assertThat(floors.seen(first)).containsExactly("ann");

    floors.settled();
    assertThat(floors.seen(first)).isEmpty();
  }

  @Test
  void whoLeavesHasNoFloorAnyMore() {
    floors.shown("ann", List.of(second), 1);
    floors.forget("ann");

    assertThat(floors.seen(second)).isEmpty();
  }

  @Test
  void anotherHistoryTakesThePlaceOfTheOneBefore() {
    floors.shown("ann", List.of(first), 1);
    floors.shown("ann", List.of(first, second), 1);

    assertThat(floors.seen(second)).containsExactly("ann");
  }
}
