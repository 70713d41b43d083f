package ceres.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.UnderWay.Departure;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FloorsTest {
  private final FakeLog log = new FakeLog();
  private final UnderWay underWay = new UnderWay();
  private final Floors floors = new Floors(underWay, 2);
  private final Message first = log.store("r", "first");
  private final Message second = log.store("r", "second");
  private final Message third = log.store("r", "third");

  @Test
  void whoSawAMessageInTheirHistoryIsAnException() {
    underWay.depart(new CompletableFuture<>());
    floors.shown(Set.of("ann"), List.of(first));

    assertThat(floors.seen(first)).containsExactly("ann");
    assertThat(floors.seen(second)).isEmpty();
  }

  @Test
  void whatIsOlderThanAFullHistoryCountsAsShown() {
    underWay.depart(new CompletableFuture<>());
    floors.shown(Set.of("ann"), List.of(second, third));

    assertThat(floors.seen(first)).containsExactly("ann");
  }

  @Test
  void aMessageThatTheHistoryMissedIsNotKeptBackByALaterRowOfSomebodyElses() {
    underWay.depart(new CompletableFuture<>());
    floors.shown(Set.of("ann"), List.of(third));

    assertThat(floors.seen(first)).isEmpty();
  }

  @Test
  void withNothingOnItsWayThereIsNothingToExcept() {
    floors.shown(Set.of("ann"), List.of(first));

    assertThat(floors.seen(first)).isEmpty();
  }

  @Test
  void theExceptionEndsWhenAllThatWasOnItsWayHasSettled() {
    Departure early = underWay.depart(new CompletableFuture<>());
    Departure late = underWay.depart(new CompletableFuture<>());
    floors.shown(Set.of("ann"), List.of(first));
    Departure after = underWay.depart(new CompletableFuture<>());

    settle(after);
    settle(late);
    assertThat(floors.seen(first)).containsExactly("ann");

    settle(early);
    assertThat(floors.seen(first)).isEmpty();
    assertThat(underWay.isEmpty()).isTrue();
  }

  private void settle(Departure departure) {
    underWay.settle(departure);
    floors.settled();
  }

  @Test
  void whoLeavesHasNoFloorAnyMore() {
    underWay.depart(new CompletableFuture<>());
    floors.shown(Set.of("ann"), List.of(second));
    floors.forget("ann");

    assertThat(floors.seen(second)).isEmpty();
  }

  @Test
  void anotherHistoryTakesThePlaceOfTheOneBefore() {
    underWay.depart(new CompletableFuture<>());
    floors.shown(Set.of("ann"), List.of(first));
    underWay.depart(new CompletableFuture<>());
    floors.shown(Set.of("ann"), List.of(first, second));

    assertThat(floors.seen(second)).containsExactly("ann");
  }
}
