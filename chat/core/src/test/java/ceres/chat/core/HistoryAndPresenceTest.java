package ceres.chat.core;

import static ceres.chat.core.ErrorCode.INVALID_PAYLOAD;
import static ceres.chat.core.ErrorCode.INVALID_ROOM;
import static ceres.chat.core.ErrorCode.NOT_IN_ROOM;
import static ceres.chat.core.World.ROOM;
import static ceres.chat.core.World.failure;
import static ceres.chat.core.World.result;
import static ceres.chat.core.World.thrown;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.MessageLog.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryAndPresenceTest {
  private final World world = new World();
  private final Connection bob = world.connectTo("bob", ROOM);

  @Test
  void membersReadPagesWithinBounds() {
    Message first = world.log.store(ROOM, "first");
    Message second = world.log.store(ROOM, "second");
    Message third = world.log.store(ROOM, "third");
    Message fourth = world.log.store(ROOM, "fourth");

    assertThat(result(bob.fetchHistory(ROOM, null, null, 2)))
        .isEqualTo(new Page(List.of(third, fourth), true));
    assertThat(result(bob.fetchHistory(ROOM, third.id(), null, 100)))
        .isEqualTo(new Page(List.of(first, second), false));
    assertThat(result(bob.fetchHistory(ROOM, null, first.id(), 1)))
        .isEqualTo(new Page(List.of(second), true));
    assertThat(result(bob.fetchHistory(ROOM, fourth.id(), first.id(), 50)))
        .isEqualTo(new Page(List.of(second, third), false));
  }

  @Test
  void aPageHasOneToOneHundredMessages() {
    assertThat(bob.fetchHistory(ROOM, null, null, 1)).isCompleted();
    assertThat(bob.fetchHistory(ROOM, null, null, 100)).isCompleted();
    assertThat(failure(bob.fetchHistory(ROOM, null, null, 0))).isEqualTo(INVALID_PAYLOAD);
    assertThat(failure(bob.fetchHistory(ROOM, null, null, 101))).isEqualTo(INVALID_PAYLOAD);
  }

  @Test
  void onlyMembersReadPages() {
    Connection ann = world.connect("ann");

    assertThat(failure(ann.fetchHistory(ROOM, null, null, 0))).isEqualTo(NOT_IN_ROOM);
    assertThat(failure(ann.fetchHistory("\0", null, null, 50))).isEqualTo(INVALID_ROOM);
  }

  @Test
  void aLogThatThrowsFailsTheStage() {
    world.log.bug = new IllegalStateException("a bug, as this test wants it");

    assertThat(bob.fetchHistory(ROOM, null, null, 50)).isCompletedExceptionally();
  }

  @Test
  void presenceNamesEachUserOnceInTheOrderOfTheirComing() {
    Connection ann = world.connectTo("ann", ROOM);
    Connection carol = world.connectTo("carol", ROOM);
    world.connectTo("bob", ROOM);
    world.connectTo("dan", "elsewhere");

    assertThat(bob.presence(ROOM)).containsExactly(bob.user(), ann.user(), carol.user());
  }

  @Test
  void presenceShowsAUserAsTheConnectionThatCameLastDoes() {
    User renamed = new User(bob.user().id(), null, "Robert", "https://example.org/robert.png");
    Connection secondTab = world.chat.open("bob-renamed", renamed);

    assertThat(secondTab.join(ROOM)).isCompleted();

    assertThat(bob.presence(ROOM)).containsExactly(renamed);
  }

  @Test
  void onlyMembersSeeWhoIsThere() {
    Connection ann = world.connect("ann");

    assertThat(thrown(() -> ann.presence(ROOM))).isEqualTo(NOT_IN_ROOM);
    assertThat(thrown(() -> ann.presence(""))).isEqualTo(INVALID_ROOM);
  }
}
