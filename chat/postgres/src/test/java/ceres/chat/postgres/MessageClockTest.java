package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.Message;
import ceres.chat.core.Message.Position;
import ceres.chat.postgres.MessageClock.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MessageClockTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");
  private static final UUID GREATEST = new UUID(-1, -1);

  private Instant now = NOON;
  private final MessageClock clock = new MessageClock(() -> now, new Random(7));

  private static Position position(Stamp stamp) {
    return new Position(stamp.createdAt(), stamp.id());
  }

  private static Position stored(Instant createdAt) {
    return new Position(createdAt, GREATEST);
  }

  @Test
  void idsAreVersionSevenWithTheMessagesTime() {
    for (int i = 0; i < 1_000; i++) {
      Stamp stamp = clock.next();
      assertThat(stamp.id().version()).isEqualTo(7);
      assertThat(stamp.id().variant()).isEqualTo(2);
      assertThat(stamp.id().getMostSignificantBits() >>> 16)
          .isEqualTo(stamp.createdAt().toEpochMilli());
    }
    assertThat(clock.next().createdAt()).isEqualTo(NOON);
  }

  @Test
  void stampsAscendWhateverTheSystemsClockDoes() {
    Random jumps = new Random(1);
    Stamp last = clock.next();
    for (int i = 0; i < 100_000; i++) {
      now = now.plusMillis(jumps.nextInt(11) - 5);
      if (i % 10_000 == 0) {
        now = now.minus(Duration.ofHours(1));
      }
      Stamp next = clock.next();
      assertThat(position(next)).isGreaterThan(position(last));
      assertThat(Message.Position.class.cast(new Position(NOON, next.id())))
          .isGreaterThan(new Position(NOON, last.id()));
      last = next;
    }
  }

  @Test
  void aFullMillisecondFlowsOverIntoTheNext() {
    RandomGenerator ones = () -> -1L;
    MessageClock full = new MessageClock(() -> now, ones);
    Stamp last = full.next();
    for (int i = 0; i < 10_000; i++) {
      Stamp next = full.next();
      assertThat(position(next)).isGreaterThan(position(last));
      last = next;
    }
  }

  @Test
  void idsOfOneMillisecondAreHardToGuess() {
    UUID one = clock.next().id();
    UUID two = clock.next().id();
    assertThat(two.getLeastSignificantBits() - one.getLeastSignificantBits()).isGreaterThan(1);
  }

  @Test
  void followsRowsOfOthersEvenWithMicroseconds() {
    clock.next();
    Instant theirs = NOON.plusMillis(5_000).plusNanos(123_000);
    assertThat(clock.observe(stored(theirs))).isTrue();
    assertThat(clock.next().createdAt()).isAfter(theirs);
    assertThat(clock.next().createdAt()).isEqualTo(NOON.plusMillis(5_002));
  }

  @Test
  void followsRowsBeforeTheFirstStamp() {
    assertThat(clock.observe(stored(NOON.plusSeconds(60)))).isTrue();
    assertThat(clock.next().createdAt()).isEqualTo(NOON.plusSeconds(60).plusMillis(1));
  }

  @Test
  void readingItsOwnMessagesCostsNothing() {
    for (int i = 0; i < 1_000; i++) {
      clock.observe(position(clock.next()));
    }
    assertThat(clock.next().createdAt()).isEqualTo(NOON);
  }

  @Test
  void doesNotFollowRowsMoreThanADayAhead() {
    Stamp before = clock.next();
    assertThat(clock.observe(stored(NOON.plus(Duration.ofHours(25))))).isFalse();
    assertThat(clock.observe(stored(Instant.MAX))).isFalse();
    assertThat(clock.observe(stored(Instant.MIN))).isTrue();
    assertThat(clock.next().createdAt()).isEqualTo(before.createdAt());
  }
}
