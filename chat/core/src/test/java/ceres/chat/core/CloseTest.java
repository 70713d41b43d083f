package ceres.chat.core;

import static ceres.chat.core.ErrorCode.NOT_IN_ROOM;
import static ceres.chat.core.World.ROOM;
import static ceres.chat.core.World.failure;
import static ceres.chat.core.World.thrown;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CloseTest {
  private static final Duration ALMOST_FIVE_SECONDS = Duration.ofMillis(4_999);
  private static final Duration A_MILLISECOND = Duration.ofMillis(1);

  private final World world = new World();
  private final Connection bob = world.connectTo("bob", ROOM, "elsewhere");
  private final Connection ann = world.connectTo("ann", ROOM, "elsewhere");

  @Test
  void aDeliberateCloseLeavesEveryRoomAtOnce() {
    ann.closed(true);

    assertThat(world.take(bob))
        .containsExactlyInAnyOrder(
            world.left(ann), new ChatEvent.UserLeft("elsewhere", ann.user(), world.now()));
    assertThat(world.take(ann)).isEmpty();
    assertThat(bob.presence(ROOM)).containsExactly(bob.user());
    assertThat(world.time.waiting()).isZero();
  }

  @Test
  void aDeliberateCloseOfOneTabOfTwoIsSeenByNobody() {
    Connection secondTab = world.connectTo("ann", ROOM, "elsewhere");

    ann.closed(true);

    assertThat(world.take(bob)).isEmpty();
    assertThat(world.take(secondTab)).isEmpty();
    assertThat(world.delivery.entered(ROOM)).containsExactly(bob.id(), secondTab.id());
  }

  @Test
  void aLostConnectionCountsForFiveSecondsAndThenLeaves() {
    ann.closed(false);

    world.time.advance(ALMOST_FIVE_SECONDS);
    assertThat(world.take(bob)).isEmpty();
    assertThat(bob.presence(ROOM)).containsExactly(bob.user(), ann.user());

    world.time.advance(A_MILLISECOND);
    assertThat(world.take(bob))
        .containsExactlyInAnyOrder(
            world.left(ann), new ChatEvent.UserLeft("elsewhere", ann.user(), world.now()));
    assertThat(bob.presence(ROOM)).containsExactly(bob.user());
  }

  @Test
  void aLostConnectionHearsNothing() {
    ann.closed(false);

    assertThat(bob.send(ROOM, "hello", null)).isCompleted();

    assertThat(world.take(ann)).isEmpty();
    assertThat(world.delivery.entered(ROOM)).containsExactly(bob.id());
  }

  @Test
  void aBlipIsSeenByNobody() {
    ann.closed(false);
    world.time.advance(ALMOST_FIVE_SECONDS);
    Connection back = world.connect("ann");

    assertThat(back.join(ROOM)).isCompleted();
    assertThat(back.join("elsewhere")).isCompleted();
    world.time.advance(Duration.ofMinutes(1));

    assertThat(world.take(bob)).isEmpty();
    assertThat(bob.presence(ROOM)).containsExactly(bob.user(), ann.user());
  }

  @Test
  void comingBackTooLateIsNews() {
    ann.closed(false);
    world.time.advance(Duration.ofSeconds(5));
    world.delivery.clear();
    Connection back = world.connect("ann");

    assertThat(back.join(ROOM)).isCompleted();

    assertThat(world.take(bob)).containsExactly(world.joined(ann));
  }

  @Test
  void theLastOfSeveralLostConnectionsIsTheOneThatLeaves() {
    Connection secondTab = world.connectTo("ann", ROOM);
    ann.closed(false);
    world.time.advance(Duration.ofSeconds(3));
    secondTab.closed(false);
    world.time.advance(Duration.ofSeconds(2));
    assertThat(bob.presence(ROOM)).containsExactly(bob.user(), ann.user());
    world.delivery.clear();

    world.time.advance(Duration.ofSeconds(3));

    assertThat(world.take(bob)).containsExactly(world.left(ann));
  }

  @Test
  void aLostConnectionKeepsTheUserWhileAnotherTabLeaves() {
    Connection secondTab = world.connectTo("ann", ROOM);
    ann.closed(false);

    secondTab.leave(ROOM);

    assertThat(world.take(secondTab)).containsExactly(world.left(ann));
    assertThat(world.take(bob)).isEmpty();

    world.time.advance(Duration.ofSeconds(5));
    assertThat(world.take(bob)).contains(world.left(ann));
  }

  @Test
  void oneTimerServesAllRoomsOfALostConnection() {
    ann.closed(false);

    assertThat(world.time.waiting()).isOne();
  }

  @Test
  void aConnectionWithoutRoomsLeavesNoTimer() {
    world.connect("carol").closed(false);

    assertThat(world.time.waiting()).isZero();
  }

  @Test
  void withoutADelayALostConnectionLeavesAtOnce() {
    World strict =
        new World(
            new ChatConfig(100, Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(1), 50));
    Connection dan = strict.connectTo("dan", ROOM);
    Connection eve = strict.connectTo("eve", ROOM);

    eve.closed(false);

    assertThat(strict.take(dan)).containsExactly(strict.left(eve));
    assertThat(strict.time.waiting()).isZero();
  }

  @Test
  void onlyTheFirstCloseCounts() {
    ann.closed(false);
    ann.closed(true);
    ann.closed(false);

    assertThat(world.take(bob)).isEmpty();
    assertThat(world.time.waiting()).isOne();
    assertThat(world.delivery.faults()).isEmpty();
  }

  @Test
  void aClosedConnectionCanDoNothing() {
    ann.closed(false);
    world.delivery.clear();

    assertThat(failure(ann.join(ROOM))).isEqualTo(NOT_IN_ROOM);
    assertThat(failure(ann.send(ROOM, "hello", null))).isEqualTo(NOT_IN_ROOM);
    assertThat(failure(ann.fetchHistory(ROOM, null, null, 50))).isEqualTo(NOT_IN_ROOM);
    assertThat(thrown(() -> ann.typingStart(ROOM))).isEqualTo(NOT_IN_ROOM);
    assertThat(thrown(() -> ann.presence(ROOM))).isEqualTo(NOT_IN_ROOM);
    ann.leave(ROOM);
    assertThat(world.take(ann)).isEmpty();
    assertThat(world.take(bob)).isEmpty();
  }

  @Test
  void aRoomLivesAsLongAsALostConnectionCounts() {
    bob.closed(true);
    ann.closed(false);
    assertThat(world.chat.roomCount()).isEqualTo(2);

    world.time.advance(Duration.ofSeconds(5));

    assertThat(world.chat.roomCount()).isZero();
    assertThat(world.time.waiting()).isZero();
  }
}
