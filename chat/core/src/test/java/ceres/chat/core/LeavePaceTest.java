package ceres.chat.core;

import static ceres.chat.core.LeavePace.AT_ONCE;
import static ceres.chat.core.LeavePace.DELIVERIES_PER_SECOND;
import static ceres.chat.core.World.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ChatEvent.UserLeft;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Users who are lost all at once leave a large room one after the other. */
class LeavePaceTest {
  private static final int LISTENERS = 1_000;
  private static final int AT_ONCE_COUNT =
      (int) (DELIVERIES_PER_SECOND * AT_ONCE.toMillis() / 1_000 / LISTENERS);

  private static final int PER_SECOND = DELIVERIES_PER_SECOND / LISTENERS;

  private final World world = new World();
  private final List<Connection> listeners = connect("there", LISTENERS);

  @Test
  void thoseWhoAreLostTogetherLeaveAsFastAsTheRoomCanBeTold() {
    lose("lost", 400);
    int atOnce = told();
    assertThat(atOnce).isBetween(AT_ONCE_COUNT, AT_ONCE_COUNT + 1);
    assertThat(present()).isEqualTo(LISTENERS + 400 - atOnce);
    world.time.advance(Duration.ofSeconds(1));
    assertThat(told()).isBetween(PER_SECOND - 1, PER_SECOND + 1);
    world.time.advance(Duration.ofSeconds(1));
    assertThat(present()).isEqualTo(LISTENERS);
    assertThat(world.delivery.faults()).isEmpty();
  }

  @Test
  void whoIsBackBeforeTheirTurnHasNotLeft() {
    List<Connection> lost = lose("lost", 400);
    int atOnce = told();
    List<Connection> back = connect("lost", 400);
    world.time.advance(Duration.ofSeconds(3));
    assertThat(told()).isZero();
    assertThat(present()).isEqualTo(LISTENERS + 400);
    assertThat(atOnce).isLessThan(50);
    assertThat(back.getLast().presence(ROOM)).contains(lost.getLast().user());
  }

  @Test
  void whoHasAnotherConnectionTakesNoTurn() {
    connect("lost", 400);
    List<Connection> second = connect("lost", 400);
    second.forEach(connection -> connection.closed(false));
    List<Connection> gone = connect("gone", 1);
    gone.getFirst().closed(false);
    world.time.advance(ChatConfig.DEFAULTS.leaveDelay());
    assertThat(told()).isOne();
    assertThat(present()).isEqualTo(LISTENERS + 400);
  }

  @Test
  void aRoomThatIsToldLittleIsToldAtOnce() {
    LeavePace pace = new LeavePace(Long.MAX_VALUE);
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.take(Long.MAX_VALUE + i, 10)).isZero();
    }
  }

  @Test
  void aTimeWithoutAnyLeavingIsNotSavedUp() {
    LeavePace pace = new LeavePace(0);
    long later = Duration.ofHours(1).toNanos();
    assertThat(pace.take(later, DELIVERIES_PER_SECOND)).isZero();
    assertThat(pace.take(later, 1)).isEqualTo(Duration.ofSeconds(1).minus(AT_ONCE));
  }

  private List<Connection> connect(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> world.connectTo(name + i, ROOM)).toList();
  }

  /** They come, are lost together, and their time is over. */
  private List<Connection> lose(String name, int count) {
    List<Connection> lost = connect(name, count);
    lost.forEach(connection -> connection.closed(false));
    world.time.advance(ChatConfig.DEFAULTS.leaveDelay());
    return lost;
  }

  private int told() {
    return (int)
        world.take(listeners.getFirst()).stream().filter(UserLeft.class::isInstance).count();
  }

  private int present() {
    return listeners.getFirst().presence(ROOM).size();
  }
}
