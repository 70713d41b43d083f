package ceres.chat.core;

import static ceres.chat.core.ErrorCode.INTERNAL;
import static ceres.chat.core.ErrorCode.NOT_IN_ROOM;
import static ceres.chat.core.World.ROOM;
import static ceres.chat.core.World.failure;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ChatEvent.NewMessage;
import ceres.chat.core.FakeLog.Read;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joins of one room that come together share a read of its history. */
class SharedReadTest {
  private final World world = new World();
  private final Connection ann = world.connect("ann");
  private final Connection bob = world.connect("bob");
  private final Connection carol = world.connect("carol");

  @BeforeEach
  void theTestSaysWhenTheLogReads() {
    world.log.holdsReads = true;
  }

  @Test
  void joinsThatComeDuringAReadShareTheNextOne() {
    CompletionStage<Void> annJoins = ann.join(ROOM);
    CompletionStage<Void> bobJoins = bob.join(ROOM);
    CompletionStage<Void> carolJoins = carol.join(ROOM);
    Read first = world.log.read().look();
    assertThat(world.log.reads()).isZero();
    first.complete();
    assertThat(annJoins).isCompleted();
    assertThat(bobJoins.toCompletableFuture()).isNotDone();
    Message meanwhile = world.log.store(ROOM, "committed before the second read");
    world.log.read().look().complete();

    assertThat(bobJoins).isCompleted();
    assertThat(carolJoins).isCompleted();
    assertThat(world.log.reads()).isZero();
    assertThat(world.take(ann))
        .containsExactly(
            world.history(), world.joined(ann), world.joined(bob), world.joined(carol));
    assertThat(world.take(bob))
        .containsExactly(world.history(meanwhile), world.joined(bob), world.joined(carol));
    assertThat(world.take(carol)).containsExactly(world.history(meanwhile), world.joined(carol));
  }

  @Test
  void theHistoryIsHandedOverOnceForAllJoinsOfARead() {
    ann.join(ROOM);
    bob.join(ROOM);
    carol.join(ROOM);
    world.log.read().look().complete();
    world.delivery.clear();
    world.log.read().look().complete();

    assertThat(world.delivery.handedOver())
        .containsExactly(world.history(), world.joined(bob), world.joined(carol));
  }

  @Test
  void aJoinThatFindsNoReadOfItsRoomBeginsOne() {
    ann.join(ROOM);
    CompletionStage<Void> elsewhere = bob.join("elsewhere");
    world.log.read();
    world.log.read().look().complete();

    assertThat(elsewhere).isCompleted();
  }

  @Test
  void aReadThatFailsConcernsItsOwnJoinsOnly() {
    CompletionStage<Void> annJoins = ann.join(ROOM);
    CompletionStage<Void> bobJoins = bob.join(ROOM);
    world.log.read().fail(new ChatException(INTERNAL));
    assertThat(failure(annJoins)).isEqualTo(INTERNAL);
    world.log.read().look().complete();

    assertThat(bobJoins).isCompleted();
    assertThat(world.take(bob)).containsExactly(world.history(), world.joined(bob));
  }

  @Test
  void aConnectionThatIsClosedMeanwhileFailsAlone() {
    ann.join(ROOM);
    CompletionStage<Void> bobJoins = bob.join(ROOM);
    CompletionStage<Void> carolJoins = carol.join(ROOM);
    world.log.read().look().complete();
    bob.closed(true);
    world.log.read().look().complete();

    assertThat(failure(bobJoins)).isEqualTo(NOT_IN_ROOM);
    assertThat(carolJoins).isCompleted();
    assertThat(world.take(bob)).isEmpty();
    assertThat(world.take(carol)).containsExactly(world.history(), world.joined(carol));
  }

  @Test
  void twoTabsOfOneUserWhoComeTogetherAreNewsOnce() {
    Connection secondTab = world.connect("bob");
    ann.join(ROOM);
    bob.join(ROOM);
    secondTab.join(ROOM);
    world.log.read().look().complete();
    world.log.read().look().complete();

    assertThat(world.take(ann))
        .containsExactly(world.history(), world.joined(ann), world.joined(bob));
    assertThat(world.take(bob)).containsExactly(world.history(), world.joined(bob));
    assertThat(world.take(secondTab)).containsExactly(world.history(), world.joined(bob));
  }

  @Test
  void whoJoinsAgainAndMustWaitKeepsNobodyElseWaiting() {
    World small =
        new World(
            new ChatConfig(
                10, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(1), 1));
    Connection dan = small.connectTo("dan", ROOM);
    Connection eve = small.connect("eve");
    Connection fred = small.connect("fred");
    small.log.holdsAppends = true;
    small.log.holdsReads = true;
    CompletionStage<Void> fredJoins = fred.join(ROOM);
    List<CompletionStage<Void>> joins = List.of(dan.join(ROOM), eve.join(ROOM));
    small.log.read().look().complete();
    assertThat(fredJoins).isCompleted();
    small.delivery.clear();
    dan.send(ROOM, "skipped", null);
    dan.send(ROOM, "last", null);
    Message skipped = small.log.commit();
    Message last = small.log.commit();
    small.log.read().look().complete();

    assertThat(joins.get(0).toCompletableFuture()).isNotDone();
    assertThat(joins.get(1)).isCompleted();
    small.log.tell();
    small.log.tell();
    assertThat(joins.get(0)).isCompleted();
    assertThat(small.take(eve)).containsExactly(small.history(last), small.joined(eve));
    assertThat(small.take(dan))
        .containsExactly(
            small.joined(eve),
            new NewMessage(skipped),
            new NewMessage(last),
            small.history(last),
            small.joined(dan));
  }

  @Test
  void aRoomThatNobodyCouldJoinIsForgotten() {
    ann.join(ROOM);
    bob.join(ROOM);
    world.log.read().fail(new ChatException(INTERNAL));
    world.log.read().fail(new ChatException(INTERNAL));

    assertThat(world.chat.roomCount()).isZero();
  }
}
