package ceres.chat.core;

import static ceres.chat.core.ErrorCode.NOT_SAVED;
import static ceres.chat.core.World.ROOM;
import static ceres.chat.core.World.failure;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ChatEvent.NewMessage;
import ceres.chat.core.FakeLog.Doubt;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of which the log cannot know for a while whether it has stored them. */
class DoubtTest {
  private final World world = new World();
  private final Connection bob = world.connectTo("bob", ROOM);
  private final Connection ann = world.connectTo("ann", ROOM);

  @BeforeEach
  void theTestSaysWhenTheLogDoesWhat() {
    world.log.holdsAppends = true;
  }

  @Test
  void theSenderIsToldThatItIsNotSavedAndNobodySeesItMeanwhile() {
    CompletionStage<Message> sent = ann.send(ROOM, "in doubt", null);
    Doubt _ = world.log.doubt();
    assertThat(failure(sent)).isEqualTo(NOT_SAVED);
    assertThat(world.take(ann)).isEmpty();
    assertThat(world.take(bob)).isEmpty();
  }

  @Test
  void whenItIsFoundStoredTheRoomIsTold() {
    CompletionStage<Message> sent = ann.send(ROOM, "in doubt", null);
    Message message = world.log.doubt().stored();
    assertThat(failure(sent)).isEqualTo(NOT_SAVED);
    assertThat(world.take(ann)).containsExactly(new NewMessage(message));
    assertThat(world.take(bob)).containsExactly(new NewMessage(message));
  }

  @Test
  void whenItIsFoundNotStoredNobodyEverSeesIt() {
    CompletionStage<Message> sent = ann.send(ROOM, "in doubt", null);
    world.log.doubt().notStored();
    assertThat(failure(sent)).isEqualTo(NOT_SAVED);
    assertThat(world.take(bob)).isEmpty();
  }

  @Test
  void whoJoinsMeanwhileHasItFromTheHistoryAndNotAgain() {
    CompletionStage<Message> _ = ann.send(ROOM, "in doubt", null);
    Doubt doubt = world.log.doubt();
    Connection carol = world.connect("carol");
    assertThat(carol.join(ROOM)).isCompleted();
    Message message = doubt.stored();
    assertThat(world.take(carol)).containsExactly(world.history(message), world.joined(carol));
    assertThat(world.take(bob)).containsExactly(world.joined(carol), new NewMessage(message));
  }

  @Test
  void whoJoinsAgainWaitsForNothingThatIsInDoubt() {
    world.log.holdsAppends = false;
    for (int i = 0; i < 50; i++) {
      assertThat(ann.send(ROOM, "a full history: " + i, null)).isCompleted();
    }
    world.log.holdsAppends = true;
    CompletionStage<Message> _ = ann.send(ROOM, "in doubt", null);
    Doubt doubt = world.log.doubt();
    world.delivery.clear();
    assertThat(bob.join(ROOM)).isCompleted();
    Message message = doubt.stored();
    assertThat(world.take(bob)).hasSize(2).doesNotContain(new NewMessage(message));
    assertThat(world.take(ann)).containsExactly(new NewMessage(message));
  }

  @Test
  void whatIsSentLaterIsToldInItsOwnTime() {
    CompletionStage<Message> _ = ann.send(ROOM, "in doubt", null);
    CompletionStage<Message> later = bob.send(ROOM, "later", null);
    Doubt doubt = world.log.doubt();
    Message first = doubt.stored();
    Message second = world.log.commit();
    world.log.tell();
    assertThat(later).isCompletedWithValue(second);
    assertThat(world.take(bob)).containsExactly(new NewMessage(first), new NewMessage(second));
  }

  @Test
  void aRoomIsForgottenWhenNothingIsInDoubtAnyMore() {
    CompletionStage<Message> _ = ann.send(ROOM, "in doubt", null);
    Doubt doubt = world.log.doubt();
    ann.closed(true);
    bob.closed(true);
    assertThat(world.chat.roomCount()).isEqualTo(1);
    doubt.notStored();
    assertThat(world.chat.roomCount()).isZero();
  }
}
