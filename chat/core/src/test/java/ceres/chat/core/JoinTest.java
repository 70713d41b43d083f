package ceres.chat.core;

import static ceres.chat.core.ErrorCode.INTERNAL;
import static ceres.chat.core.ErrorCode.INVALID_ROOM;
import static ceres.chat.core.ErrorCode.NOT_IN_ROOM;
import static ceres.chat.core.ErrorCode.TOO_MANY_ROOMS;
import static ceres.chat.core.World.ROOM;
import static ceres.chat.core.World.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class JoinTest {
  private final World world = new World();

  @Test
  void theJoinerGetsTheHistoryThenTheirOwnUserJoined() {
    Message first = world.log.store(ROOM, "first");
    Message second = world.log.store(ROOM, "second");
    Connection ann = world.connect("ann");

    assertThat(ann.join(ROOM)).isCompleted();

    assertThat(world.take(ann)).containsExactly(world.history(first, second), world.joined(ann));
    assertThat(world.delivery.entered(ROOM)).containsExactly(ann.id());
  }

  @Test
  void theTimestampHasWholeMilliseconds() {
    assertThat(world.joined(world.connect("ann")).timestamp())
        .isEqualTo("2026-02-07T10:00:00.123Z");
  }

  @Test
  void theOthersGetUserJoined() {
    Connection bob = world.connectTo("bob", ROOM);
    Connection ann = world.connectTo("ann", "elsewhere");

    assertThat(ann.join(ROOM)).isCompleted();

    assertThat(world.take(bob)).containsExactly(world.joined(ann));
    assertThat(world.take(ann)).containsExactly(world.history(), world.joined(ann));
  }

  @Test
  void aSecondTabIsNewsToItselfOnly() {
    Connection bob = world.connectTo("bob", ROOM);
    Connection ann = world.connectTo("ann", ROOM);
    world.take(bob);
    Connection secondTab = world.connect("ann");

    assertThat(secondTab.join(ROOM)).isCompleted();

    assertThat(world.take(secondTab)).containsExactly(world.history(), world.joined(secondTab));
    assertThat(world.take(ann)).isEmpty();
    assertThat(world.take(bob)).isEmpty();
  }

  @Test
  void joiningAgainIsNewsToTheJoinerOnly() {
    Connection ann = world.connectTo("ann", ROOM);
    Connection bob = world.connectTo("bob", ROOM);
    Message message = World.result(bob.send(ROOM, "hello", null));
    world.delivery.clear();

    assertThat(ann.join(ROOM)).isCompleted();

    assertThat(world.take(ann)).containsExactly(world.history(message), world.joined(ann));
    assertThat(world.take(bob)).isEmpty();
    assertThat(world.delivery.faults()).isEmpty();
  }

  @Test
  void onlyTheLastMessagesAreShown() {
    World small =
        new World(
            new ChatConfig(
                10, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(1), 2));
    small.log.store(ROOM, "first");
    Message second = small.log.store(ROOM, "second");
    Message third = small.log.store(ROOM, "third");
    Connection ann = small.connect("ann");

    assertThat(ann.join(ROOM)).isCompleted();

    assertThat(small.take(ann)).containsExactly(small.history(second, third), small.joined(ann));
  }

  @Test
  void nothingHappensBeforeTheHistoryIsRead() {
    Connection bob = world.connectTo("bob", ROOM);
    Connection ann = world.connect("ann");
    world.log.holdsReads = true;

    CompletionStage<Void> join = ann.join(ROOM);

    assertThat(join.toCompletableFuture()).isNotDone();
    assertThat(world.take(bob)).isEmpty();
    assertThat(bob.presence(ROOM)).containsExactly(bob.user());
    assertThat(failure(ann.send(ROOM, "too early", null))).isEqualTo(NOT_IN_ROOM);
  }

  @Test
  void aHistoryThatCannotBeReadLeavesEverythingAsItWas() {
    Connection bob = world.connectTo("bob", ROOM);
    Connection ann = world.connect("ann");
    world.log.holdsReads = true;

    CompletionStage<Void> join = ann.join(ROOM);
    world.log.read().fail(new ChatException(INTERNAL));
    CompletionStage<Void> again = bob.join(ROOM);
    world.log.read().fail(new CompletionException(new ChatException(INTERNAL)));

    assertThat(failure(join)).isEqualTo(INTERNAL);
    assertThat(failure(again)).isEqualTo(INTERNAL);
    assertThat(world.take(ann)).isEmpty();
    assertThat(world.take(bob)).isEmpty();
    assertThat(bob.presence(ROOM)).containsExactly(bob.user());
    assertThat(world.delivery.entered(ROOM)).containsExactly(bob.id());
  }

  @Test
  void aLogThatThrowsFailsTheStage() {
    Connection ann = world.connect("ann");
    world.log.bug = new IllegalStateException("a bug, as this test wants it");

    assertThat(ann.join(ROOM)).isCompletedExceptionally();

    assertThat(world.chat.roomCount()).isZero();
  }

  @Test
  void aRoomWithoutAValidNameCannotBeJoined() {
    assertThat(failure(world.connect("ann").join("a\nb"))).isEqualTo(INVALID_ROOM);
    assertThat(world.chat.roomCount()).isZero();
  }

  @Test
  void aConnectionIsInOneHundredRoomsAtMost() {
    Connection ann = world.connect("ann");
    for (int i = 0; i < 100; i++) {
      assertThat(ann.join("room-" + i)).isCompleted();
    }

    assertThat(failure(ann.join(ROOM))).isEqualTo(TOO_MANY_ROOMS);
    assertThat(ann.join("room-0")).isCompleted();
    assertThat(world.connect("ann").join(ROOM)).isCompleted();

    ann.leave("room-0");
    assertThat(ann.join(ROOM)).isCompleted();
  }

  @Test
  void joinsUnderWayCountForTheLimitUntilTheyFail() {
    Connection ann = world.connect("ann");
    world.log.holdsReads = true;
    List<CompletionStage<Void>> joins = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      joins.add(ann.join("room-" + i));
    }

    assertThat(failure(ann.join(ROOM))).isEqualTo(TOO_MANY_ROOMS);
    world.log.read().fail(new ChatException(INTERNAL));
    assertThat(failure(joins.getFirst())).isEqualTo(INTERNAL);
    assertThat(ann.join(ROOM).toCompletableFuture()).isNotDone();
  }

  @Test
  void aConnectionThatIsClosedMeanwhileDoesNotJoin() {
    Connection bob = world.connectTo("bob", ROOM);
    Connection ann = world.connect("ann");
    world.log.holdsReads = true;

    CompletionStage<Void> join = ann.join(ROOM);
    ann.closed(true);
    world.log.read().look().complete();

    assertThat(failure(join)).isEqualTo(NOT_IN_ROOM);
    assertThat(failure(ann.join(ROOM))).isEqualTo(NOT_IN_ROOM);
    assertThat(world.take(ann)).isEmpty();
    assertThat(world.take(bob)).isEmpty();
    assertThat(bob.presence(ROOM)).containsExactly(bob.user());
  }
}
