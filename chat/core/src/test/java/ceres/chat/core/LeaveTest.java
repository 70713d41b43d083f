package ceres.chat.core;

import static ceres.chat.core.ErrorCode.INVALID_ROOM;
import static ceres.chat.core.ErrorCode.NOT_IN_ROOM;
import static ceres.chat.core.World.ROOM;
import static ceres.chat.core.World.failure;
import static ceres.chat.core.World.thrown;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaveTest {
  private final World world = new World();
  private final Connection bob = world.connectTo("bob", ROOM);
  private final Connection ann = world.connectTo("ann", ROOM);

  @Test
  void whoLeavesGetsUserLeftOnceAndTheOthersToo() {
    ann.leave(ROOM);

    assertThat(world.take(ann)).containsExactly(world.left(ann));
    assertThat(world.take(bob)).containsExactly(world.left(ann));
    assertThat(bob.presence(ROOM)).containsExactly(bob.user());
    assertThat(world.delivery.entered(ROOM)).containsExactly(bob.id());
  }

  @Test
  void whoLeftHearsAndSaysNothingAnyMore() {
    ann.leave(ROOM);
    world.delivery.clear();

    assertThat(bob.send(ROOM, "hello", null)).isCompleted();
    assertThat(world.take(ann)).isEmpty();
    assertThat(failure(ann.send(ROOM, "hello?", null))).isEqualTo(NOT_IN_ROOM);
  }

  @Test
  void oneTabOfTwoLeavesUnseen() {
    Connection secondTab = world.connectTo("ann", ROOM);

    ann.leave(ROOM);

    assertThat(world.take(ann)).containsExactly(world.left(ann));
    assertThat(world.take(secondTab)).isEmpty();
    assertThat(world.take(bob)).isEmpty();

    secondTab.leave(ROOM);

    assertThat(world.take(secondTab)).containsExactly(world.left(ann));
    assertThat(world.take(bob)).containsExactly(world.left(ann));
    assertThat(world.take(ann)).isEmpty();
  }

  @Test
  void leavingARoomThatOneIsNotInDoesNothing() {
    Connection carol = world.connect("carol");

    carol.leave(ROOM);
    carol.leave("no such room");
    ann.leave(ROOM);
    world.delivery.clear();
    ann.leave(ROOM);

    assertThat(world.take(carol)).isEmpty();
    assertThat(world.take(ann)).isEmpty();
    assertThat(world.take(bob)).isEmpty();
    assertThat(world.chat.roomCount()).isOne();
    assertThat(world.delivery.faults()).isEmpty();
  }

  @Test
  void leavingOneRoomLeavesTheOthers() {
    assertThat(ann.join("elsewhere")).isCompleted();

    ann.leave(ROOM);

    assertThat(ann.presence("elsewhere")).containsExactly(ann.user());
  }

  @Test
  void aRoomThatEverybodyLeftIsForgotten() {
    ann.leave(ROOM);
    assertThat(world.chat.roomCount()).isOne();
    bob.leave(ROOM);
    assertThat(world.chat.roomCount()).isZero();
  }

  @Test
  void comingBackIsNews() {
    ann.leave(ROOM);
    world.delivery.clear();

    assertThat(ann.join(ROOM)).isCompleted();

    assertThat(world.take(bob)).containsExactly(world.joined(ann));
  }

  @Test
  void aRoomWithoutAValidNameCannotBeLeft() {
    assertThat(thrown(() -> ann.leave(""))).isEqualTo(INVALID_ROOM);
  }
}
