package ceres.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TailTest {
  private final FakeLog log = new FakeLog();
  private final Tail tail = new Tail(2);
  private final Message first = log.store("r", "first");
  private final Message second = log.store("r", "second");
  private final Message third = log.store("r", "third");

  @Test
  void nothingIsKeptWhileNobodyReads() {
    tail.add(first);

    assertThat(tail.size()).isZero();
  }

  @Test
  void noMoreIsKeptThanAHistoryShows() {
    tail.open();
    tail.add(first);
    tail.add(second);
    tail.add(third);

    assertThat(tail.size()).isEqualTo(2);
    assertThat(tail.completing(List.of())).containsExactly(second, third);
    assertThat(tail.completing(List.of(first))).containsExactly(second, third);
    assertThat(tail.completing(List.of(first, second))).containsExactly(second, third);
    assertThat(tail.completing(List.of(second, third))).containsExactly(second, third);
  }

  @Test
  void theLastReaderTakesTheTailWithIt() {
    tail.open();
    tail.open();
    tail.add(first);

    tail.close();
    assertThat(tail.isOpen()).isTrue();
    assertThat(tail.size()).isOne();

    tail.close();
    assertThat(tail.isOpen()).isFalse();
    assertThat(tail.size()).isZero();
  }
}
