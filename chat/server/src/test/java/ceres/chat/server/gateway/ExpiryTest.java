package ceres.chat.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final Clock clock = new Clock();
  private final Expiry expiry = new Expiry(clock, clock::now, Duration.ofSeconds(30));
  private final List<String> expired = new ArrayList<>();

  @Test
  void aTokenExpiresAtItsExp() {
    expiry.start(named("ada"), NOON.plusSeconds(60));
    clock.goTo(NOON.plusMillis(59_999));
    assertThat(expired).isEmpty();
    clock.goTo(NOON.plusSeconds(60));
    assertThat(expired).containsExactly("ada");
  }

  @Test
  void aTokenThatIsAcceptedLateExpiresAtTheEndOfTheLeeway() {
    expiry.start(named("ada"), NOON);
    expiry.start(named("bob"), NOON.minusSeconds(20));
    clock.goTo(NOON.plusSeconds(10));
    assertThat(expired).containsExactly("bob");
    clock.goTo(NOON.plusSeconds(30));
    assertThat(expired).containsExactly("bob", "ada");
  }

  @Test
  void theFirstToExpireIsTheFirstToBeTold() {
    expiry.start(named("third"), NOON.plusSeconds(3));
    expiry.start(named("first"), NOON.plusSeconds(1));
    expiry.start(named("second"), NOON.plusSeconds(2));
    clock.goTo(NOON.plusSeconds(5));
    assertThat(expired).containsExactly("first", "second", "third");
  }

  @Test
  void aCancelledOneNeverExpires() {
    Expiry.Deadline ada = named("ada");
    expiry.start(ada, NOON.plusSeconds(1));
    expiry.cancel(ada);
    expiry.cancel(ada);
    clock.goTo(NOON.plusSeconds(9));
    assertThat(expired).isEmpty();
  }

  @Test
  void aNewTokenTakesThePlaceOfTheOldOne() {
    Expiry.Deadline ada = named("ada");
    expiry.start(ada, NOON.plusSeconds(1));
    expiry.start(ada, NOON.plusSeconds(5));
    clock.goTo(NOON.plusSeconds(4));
    assertThat(expired).isEmpty();
    clock.goTo(NOON.plusSeconds(5));
    assertThat(expired).containsExactly("ada");
  }

  @Test
  void aTokenForTenThousandYearsIsNoFault() {
    expiry.start(named("ada"), Instant.parse("9999-12-31T23:59:59Z"));
    clock.goTo(NOON.plus(Duration.ofDays(4_000)));
    assertThat(expired).isEmpty();
  }

  @Test
  void aClockThatJumpsDisconnectsNobodyEarlierOrLater() {
    for (Duration jump : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
      expired.clear();
      Instant begin = clock.real();
      expiry.start(named("ada"), clock.now().plusSeconds(60));
      clock.jump(jump);
      expiry.start(named("bob"), clock.now().plusSeconds(30));
      clock.goTo(begin.plusSeconds(59));
      assertThat(expired).containsExactly("bob");
      clock.goTo(begin.plusSeconds(60));
      assertThat(expired).containsExactly("bob", "ada");
    }
  }

  @Test
  void tenThousandTokensNeedOneTimerAndExpireInOrder() {
    Random random = new Random(7);
    record Token(Expiry.Deadline deadline, String name, int second) {}
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Token token = new Token(named("t" + i), "t" + i, 1 + i * 7_919 % 10_007);
      tokens.add(token);
      expiry.start(token.deadline(), NOON.plusSeconds(token.second()));
      assertThat(clock.waiting()).isEqualTo(1);
    }
    List<Token> left = tokens.stream().filter(_ -> random.nextInt(3) > 0).toList();
    tokens.stream()
        .filter(token -> !left.contains(token))
        .forEach(t -> expiry.cancel(t.deadline()));
    clock.goTo(NOON.plusSeconds(20_000));
    assertThat(expired)
        .isEqualTo(
            left.stream().sorted(Comparator.comparingInt(Token::second)).map(Token::name).toList());
  }

  private Expiry.Deadline named(String name) {
    return new Expiry.Deadline() {
      @Override
      void expired() {
        expired.add(name);
      }
    };
  }

  /**
   * Time that goes where it is told to, and runs what is due on the way; its clock may be wrong.
   */
  private static final class Clock implements Timers {
    private record Task(Instant at, Runnable code) {}

    private final List<Task> tasks = new ArrayList<>();
    private Instant now = NOON;
    private Duration wrong = Duration.ZERO;

    /** What the clock shows. */
    Instant now() {
      return now.plus(wrong);
    }

    /** What time it is. */
    Instant real() {
      return now;
    }

    void jump(Duration by) {
      wrong = wrong.plus(by);
    }

    @Override
    public long nanoTime() {
      return Duration.between(NOON, now).toNanos();
    }

    int waiting() {
      return tasks.size();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable code) {
      Task task = new Task(now.plus(delay), code);
      tasks.add(task);
      return () -> tasks.remove(task);
    }

    void goTo(Instant later) {
      while (true) {
        Task next = tasks.stream().min(Comparator.comparing(Task::at)).orElse(null);
        if (next == null || next.at().isAfter(later)) {
          now = later;
          return;
        }
        tasks.remove(next);
        now = next.at();
        next.code().run();
      }
    }
  }
}
