package ceres.chat.core;

import static ceres.chat.core.ErrorCode.INVALID_ROOM;
import static ceres.chat.core.ErrorCode.NOT_IN_ROOM;
import static ceres.chat.core.World.ROOM;
import static ceres.chat.core.World.thrown;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ChatEvent.NewMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TypingTest {
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final World world = new World();
  private final Connection bob = world.connectTo("bob", ROOM);
  private final Connection ann = world.connectTo("ann", ROOM);
  private final Connection secondTab = world.connectTo("ann", ROOM);

  @AfterEach
  void theTypersOwnTabsAreToldNothingOfIt() {
    assertThat(world.take(ann)).doesNotContain(world.typing(ann), world.stopped(ann));
    assertThat(world.take(secondTab)).doesNotContain(world.typing(ann), world.stopped(ann));
  }

  @AfterEach
  void typingLeavesNoTimerBehind() {
    world.time.advance(Duration.ofMinutes(1));
    assertThat(world.time.waiting()).isZero();
  }

  @Test
  void theOtherUsersAreToldThatAUserTypes() {
    ann.typingStart(ROOM);

    assertThat(world.take(bob)).containsExactly(world.typing(ann));
  }

  @Test
  void typingStopEndsItOnce() {
    ann.typingStart(ROOM);
    ann.typingStop(ROOM);
    ann.typingStop(ROOM);
    world.time.advance(Duration.ofMinutes(1));

    assertThat(world.take(bob)).containsExactly(world.typing(ann), world.stopped(ann));
  }

  @Test
  void typingStopOfWhoDoesNotTypeIsSeenByNobody() {
    ann.typingStop(ROOM);

    assertThat(world.take(bob)).isEmpty();
  }

  @Test
  void aMessageEndsItBeforeTheMessageIsSeen() {
    ann.typingStart(ROOM);
    Message message = World.result(secondTab.send(ROOM, "hello", null));
    world.time.advance(Duration.ofMinutes(1));

    assertThat(world.take(bob))
        .containsExactly(world.typing(ann), world.stopped(ann), new NewMessage(message));
  }

  @Test
  void aMessageThatIsRefusedDoesNotEndIt() {
    ann.typingStart(ROOM);
    assertThat(World.failure(ann.send(ROOM, " ", null))).isEqualTo(ErrorCode.EMPTY_MESSAGE);

    assertThat(world.take(bob)).containsExactly(world.typing(ann));
  }

  @Test
  void aMessageToAnotherRoomDoesNotEndIt() {
    assertThat(ann.join("elsewhere")).isCompleted();
    ann.typingStart(ROOM);
    assertThat(ann.send("elsewhere", "hello", null)).isCompleted();

    assertThat(world.take(bob)).containsExactly(world.typing(ann));
  }

  @Test
  void itEndsByItselfAfterTenSeconds() {
    ann.typingStart(ROOM);

    world.time.advance(Duration.ofMillis(9_999));
    assertThat(world.take(bob)).containsExactly(world.typing(ann));

    world.time.advance(Duration.ofMillis(1));
    assertThat(world.take(bob)).containsExactly(world.stopped(ann));
  }

  @Test
  void anotherStartWithinASecondIsSwallowedButProlongsIt() {
    ann.typingStart(ROOM);
    world.time.advance(Duration.ofMillis(999));
    ann.typingStart(ROOM);
    world.time.advance(Duration.ofMillis(9_999));
    assertThat(world.take(bob)).containsExactly(world.typing(ann));

    world.time.advance(Duration.ofMillis(1));
    assertThat(world.take(bob)).containsExactly(world.stopped(ann));
  }

  @Test
  void aStartAfterASecondIsPassedOnHoweverManyWereSwallowed() {
    ann.typingStart(ROOM);
    world.time.advance(Duration.ofMillis(600));
    ann.typingStart(ROOM);
    world.time.advance(Duration.ofMillis(400));
    ann.typingStart(ROOM);

    assertThat(world.take(bob)).containsExactly(world.typing(ann), world.typing(ann));
  }

  @Test
  void aClockThatJumpsChangesNothing() {
    for (Duration jump : List.of(Duration.ofHours(-1), Duration.ofHours(1))) {
      ann.typingStart(ROOM);
      world.time.jump(jump);
      ann.typingStart(ROOM);
      assertThat(world.take(bob)).containsExactly(world.typing(ann));

      world.time.advance(Duration.ofMillis(9_999));
      assertThat(world.take(bob)).isEmpty();
      world.time.advance(Duration.ofMillis(1));
      assertThat(world.take(bob)).containsExactly(world.stopped(ann));
    }
  }

  @Test
  void aStartAfterAnEndIsNoRepetition() {
    ann.typingStart(ROOM);
    ann.typingStop(ROOM);
    ann.typingStart(ROOM);

    assertThat(world.take(bob))
        .containsExactly(world.typing(ann), world.stopped(ann), world.typing(ann));
  }

  @Test
  void aUserTypesOnceOnHoweverManyTabs() {
    ann.typingStart(ROOM);
    secondTab.typingStart(ROOM);
    ann.typingStop(ROOM);
    secondTab.typingStop(ROOM);

    assertThat(world.take(bob)).containsExactly(world.typing(ann), world.stopped(ann));
  }

  @Test
  void leavingEndsItFirst() {
    secondTab.leave(ROOM);
    ann.typingStart(ROOM);
    ann.leave(ROOM);

    assertThat(world.take(bob))
        .containsExactly(world.typing(ann), world.stopped(ann), world.left(ann));
  }

  @Test
  void itEndsWithTheTabOnWhichTheUserTypedLast() {
    ann.typingStart(ROOM);
    secondTab.typingStart(ROOM);

    ann.leave(ROOM);
    assertThat(world.take(bob)).containsExactly(world.typing(ann));

    secondTab.closed(false);
    assertThat(world.take(bob)).containsExactly(world.stopped(ann));
  }

  @Test
  void aDeliberateCloseEndsIt() {
    secondTab.closed(true);
    ann.typingStart(ROOM);
    ann.closed(true);

    assertThat(world.take(bob))
        .containsExactly(world.typing(ann), world.stopped(ann), world.left(ann));
  }

  @Test
  void aLostConnectionEndsItAtOnceAndLeavesLater() {
    secondTab.closed(true);
    ann.typingStart(ROOM);
    ann.closed(false);
    assertThat(world.take(bob)).containsExactly(world.typing(ann), world.stopped(ann));

    world.time.advance(Duration.ofSeconds(5));
    assertThat(world.take(bob)).containsExactly(world.left(ann));
  }

  @Test
  void usersTypeEachOnTheirOwn() {
    Connection carol = world.connectTo("carol", ROOM);
    ann.typingStart(ROOM);
    world.time.advance(Duration.ofMillis(500));
    carol.typingStart(ROOM);
    ann.typingStop(ROOM);

    assertThat(world.take(bob))
        .containsExactly(world.typing(ann), world.typing(carol), world.stopped(ann));
    assertThat(world.take(carol)).containsExactly(world.typing(ann), world.stopped(ann));
  }

  @Test
  void onlyMembersType() {
    Connection carol = world.connect("carol");

    assertThat(thrown(() -> carol.typingStart(ROOM))).isEqualTo(NOT_IN_ROOM);
    assertThat(thrown(() -> carol.typingStop(ROOM))).isEqualTo(NOT_IN_ROOM);
    assertThat(thrown(() -> carol.typingStart("\n"))).isEqualTo(INVALID_ROOM);
    assertThat(thrown(() -> carol.typingStop("\n"))).isEqualTo(INVALID_ROOM);
    assertThat(world.take(bob)).isEmpty();
  }

  @Test
  void oneTimerWaitsWhileAUserTypesAndNoneAfterwards() {
    ann.typingStart(ROOM);
    ann.typingStart(ROOM);
    world.time.advance(A_SECOND);
    secondTab.typingStart(ROOM);
    assertThat(world.time.waiting()).isOne();

    ann.typingStop(ROOM);
    assertThat(world.time.waiting()).isZero();
  }

  @Test
  void aTimeoutThatComesTooLateEndsNothing() {
    ann.typingStart(ROOM);
    Runnable late = world.time.stealNext();
    world.time.advance(A_SECOND);
    ann.typingStart(ROOM);
    world.take(bob);

    late.run();
    assertThat(world.take(bob)).isEmpty();

    ann.typingStop(ROOM);
    late.run();
    assertThat(world.take(bob)).containsExactly(world.stopped(ann));
  }
}
