package ceres.chat.core;

import static ceres.chat.core.World.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ChatEvent.NewMessage;
import ceres.chat.core.FakeLog.Read;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message around the moment of a join: exactly once, and in its place. */
class JoinWithoutGapTest {
  private final World world = new World();
  private final Connection bob = world.connectTo("bob", ROOM);
  private final Connection ann = world.connect("ann");

  @BeforeEach
  void theTestSaysWhenTheLogDoesWhat() {
    world.log.holdsAppends = true;
    world.log.holdsReads = true;
  }

  @Test
  void whatIsToldAfterTheReadAndBeforeItsEndIsInTheHistory() {
    CompletionStage<Void> join = ann.join(ROOM);
    Read read = world.log.read().look();
    Message message = committed("missed by the read");
    world.log.tell();
    read.complete();

    assertThat(join).isCompleted();
    assertThat(world.take(ann)).containsExactly(world.history(message), world.joined(ann));
  }

  @Test
  void whatIsToldBeforeTheReadIsInTheHistoryOnce() {
    CompletionStage<Void> join = ann.join(ROOM);
    Message message = committed("seen by the read");
    world.log.tell();
    world.log.read().look().complete();

    assertThat(join).isCompleted();
    assertThat(world.take(ann)).containsExactly(world.history(message), world.joined(ann));
  }

  @Test
  void whatTheReadSawBeforeItIsToldIsNotToldToTheJoinerAgain() {
    CompletionStage<Void> join = ann.join(ROOM);
    Message first = committed("first");
    Message second = committed("second");
    world.log.read().look().complete();
    Message third = committed("third");
    world.log.tell();
    world.log.tell();
    world.log.tell();

    assertThat(join).isCompleted();
    assertThat(world.take(ann))
        .containsExactly(world.history(first, second), world.joined(ann), new NewMessage(third));
    assertThat(world.take(bob))
        .containsExactly(
            world.joined(ann),
            new NewMessage(first),
            new NewMessage(second),
            new NewMessage(third));
  }

  @Test
  void theFirstInARoomHasNoDoubleEither() {
    Connection carol = world.connect("carol");
    bob.closed(true);
    CompletionStage<Void> join = ann.join(ROOM);
    world.log.read().look().complete();
    assertThat(join).isCompleted();
    Message message = committedBy(ann, "seen by the read");
    ann.leave(ROOM);
    CompletionStage<Void> next = carol.join(ROOM);
    world.log.read().look().complete();
    world.log.tell();

    assertThat(next).isCompleted();
    assertThat(world.take(carol)).containsExactly(world.history(message), world.joined(carol));
  }

  @Test
  void aReadThatIsCutShortIsContinuedByTheTail() {
    Message old = world.log.store(ROOM, "old");
    CompletionStage<Void> join = ann.join(ROOM);
    Message seen = committed("seen and told");
    Read read = world.log.read().look();
    Message told = committed("told only");
    world.log.tell();
    world.log.tell();
    Message untold = committed("neither");
    read.complete();
    world.log.tell();

    assertThat(join).isCompleted();
    assertThat(world.take(ann))
        .containsExactly(world.history(old, seen, told), world.joined(ann), new NewMessage(untold));
  }

  @Test
  void eachReadHasATailOfItsOwn() {
    CompletionStage<Void> annJoins = ann.join(ROOM);
    Read annReads = world.log.read().look();
    Connection carol = world.connect("carol");
    CompletionStage<Void> carolJoins = carol.join(ROOM);
    Message first = committed("first");
    world.log.tell();
    annReads.complete();
    Read carolReads = world.log.read().look();
    Message second = committed("second");
    world.log.tell();
    carolReads.complete();

    assertThat(annJoins).isCompleted();
    assertThat(carolJoins).isCompleted();
    assertThat(world.take(ann))
        .containsExactly(
            world.history(first), world.joined(ann), new NewMessage(second), world.joined(carol));
    assertThat(world.take(carol))
        .containsExactly(world.history(first, second), world.joined(carol));
  }

  @Test
  void theHistoryWithItsTailIsCutToItsLength() {
    World small =
        new World(
            new ChatConfig(
                10, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(1), 3));
    Connection dan = small.connectTo("dan", ROOM);
    Connection eve = small.connect("eve");
    small.log.store(ROOM, "old");
    small.log.store(ROOM, "older than three");
    small.log.holdsReads = true;
    CompletionStage<Void> join = eve.join(ROOM);
    Read read = small.log.read().look();
    for (int i = 0; i < 3; i++) {
      assertThat(dan.send(ROOM, "during " + i, null)).isCompleted();
    }
    Message third = small.log.room(ROOM).get(4);
    Message fourth = World.result(dan.send(ROOM, "fourth", null));
    Message fifth = World.result(dan.send(ROOM, "fifth", null));
    read.complete();

    assertThat(join).isCompleted();
    assertThat(small.take(eve))
        .containsExactly(small.history(third, fourth, fifth), small.joined(eve));
  }

  @Test
  void joiningAgainShowsWhatWasDeliveredDuringTheReadAndNothingTwiceAfterIt() {
    assertThat(ann.join(ROOM).toCompletableFuture()).isNotDone();
    world.log.read().look().complete();
    world.delivery.clear();

    CompletionStage<Void> again = ann.join(ROOM);
    Read read = world.log.read();
    Message live = committed("delivered live");
    read.look();
    world.log.tell();
    Message tail = committed("in the tail");
    world.log.tell();
    read.complete();
    CompletionStage<Void> third = ann.join(ROOM);
    Message floor = committed("seen before it is told");
    world.log.read().look().complete();
    world.log.tell();

    assertThat(again).isCompleted();
    assertThat(third).isCompleted();
    assertThat(world.take(ann))
        .containsExactly(
            new NewMessage(live),
            new NewMessage(tail),
            world.history(live, tail),
            world.joined(ann),
            world.history(live, tail, floor),
            world.joined(ann));
  }

  @Test
  void aMemberWhoJoinsAgainIsToldWhatAFullHistorySkips() {
    World small =
        new World(
            new ChatConfig(
                10, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(1), 2));
    Connection dan = small.connectTo("dan", ROOM);
    small.log.holdsAppends = true;
    for (String content : new String[] {"skipped", "second", "third"}) {
      assertThat(dan.send(ROOM, content, null).toCompletableFuture()).isNotDone();
    }
    Message skipped = small.log.commit();
    Message second = small.log.commit();
    Message third = small.log.commit();
    CompletionStage<Void> again = dan.join(ROOM);
    assertThat(small.take(dan)).isEmpty();
    small.log.tell();
    small.log.tell();
    assertThat(again.toCompletableFuture()).isNotDone();
    small.log.tell();

    assertThat(again).isCompleted();
    assertThat(small.take(dan))
        .containsExactly(
            new NewMessage(skipped),
            new NewMessage(second),
            new NewMessage(third),
            small.history(second, third),
            small.joined(dan));
  }

  @Test
  void otherRoomsDoNotMix() {
    Connection carol = world.connect("carol");
    CompletionStage<Void> annJoins = ann.join(ROOM);
    Read read = world.log.read().look();
    CompletionStage<Void> carolJoins = carol.join("elsewhere");
    world.log.read().look().complete();
    CompletionStage<Message> sent = carol.send("elsewhere", "hello", null);
    world.log.commit();
    world.log.tell();
    read.complete();

    assertThat(carolJoins).isCompleted();
    assertThat(sent).isCompleted();
    assertThat(annJoins).isCompleted();
    assertThat(world.take(ann)).containsExactly(world.history(), world.joined(ann));
  }

  private Message committed(String content) {
    return committedBy(bob, content);
  }

  private Message committedBy(Connection sender, String content) {
    assertThat(sender.send(ROOM, content, null).toCompletableFuture()).isNotDone();
    return world.log.commit();
  }
}
