package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SavingTest {
  private long now = Long.MAX_VALUE - 7;
  private final Saving saving = new Saving(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void whatIsOverInASecondIsNothingToSpeakOf() {
    assertThat(saving.works()).isTrue();
    assertThat(saving.failed(true)).isFalse();
    pass(Duration.ofMillis(999));
    assertThat(saving.failed(true)).isFalse();
    assertThat(saving.works()).isTrue();
    assertThat(saving.recovered()).as("to be told").isFalse();
  }

  @Test
  void whatTakesLongerIsToldOnce() {
    assertThat(saving.failed(true)).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(saving.works()).isFalse();
    assertThat(saving.failed(true)).isTrue();
    assertThat(saving.failed(true)).isFalse();
    assertThat(saving.recovered()).isTrue();
    assertThat(saving.recovered()).isFalse();
  }

  @Test
  void aMessageThatIsSavedIsTheEndOfIt() {
    assertThat(saving.failed(true)).isFalse();
    pass(Duration.ofSeconds(5));
    assertThat(saving.works()).isFalse();
    assertThat(saving.isFailing()).isTrue();
    assertThat(saving.recovered()).as("nobody was told").isFalse();
    assertThat(saving.works()).isTrue();
    assertThat(saving.isFailing()).isFalse();
  }

  @Test
  void tenSecondsAfterAStatementThatFailedTheDatabaseIsBelievedAgain() {
    assertThat(saving.mayBeBelieved()).isTrue();
    assertThat(saving.failed(true)).isFalse();
    pass(Duration.ofMillis(9_999));
    assertThat(saving.mayBeBelieved()).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(saving.mayBeBelieved()).isTrue();
  }

  @Test
  void aDatabaseThatCannotBeReachedIsBelievedAsSoonAsItAnswers() {
    assertThat(saving.failed(false)).isFalse();
    assertThat(saving.mayBeBelieved()).isTrue();
  }
}
