package ceres.chat.core;

import static ceres.chat.core.ErrorCode.EMPTY_MESSAGE;
import static ceres.chat.core.ErrorCode.INVALID_MESSAGE;
import static ceres.chat.core.ErrorCode.INVALID_ROOM;
import static ceres.chat.core.ErrorCode.MESSAGE_TOO_LONG;
import static ceres.chat.core.ErrorCode.NOT_IN_ROOM;
import static ceres.chat.core.ErrorCode.NOT_SAVED;
import static ceres.chat.core.World.ROOM;
import static ceres.chat.core.World.failure;
import static ceres.chat.core.World.result;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ChatEvent.NewMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SendTest {
  private final World world = new World();
  private final Connection bob = world.connectTo("bob", ROOM);
  private final Connection ann = world.connectTo("ann", ROOM);

  @Test
  void everyMemberGetsTheTrimmedMessageTheSenderIncluded() {
    Message message = result(ann.send(ROOM, "  hello \n", null));

    assertThat(message.content()).isEqualTo("hello");
    assertThat(message.roomId()).isEqualTo(ROOM);
    assertThat(message.author()).isEqualTo(new Message.Author(ann.user().id(), "ann", null));
    assertThat(world.take(ann)).containsExactly(new NewMessage(message));
    assertThat(world.take(bob)).containsExactly(new NewMessage(message));
  }

  @Test
  void nobodySeesAMessageBeforeItIsToldToBeCommitted() {
    world.log.holdsAppends = true;

    CompletionStage<Message> sent = ann.send(ROOM, "hello", null);
    Message message = world.log.commit();

    assertThat(sent.toCompletableFuture()).isNotDone();
    assertThat(world.take(bob)).isEmpty();

    world.log.tell();
    assertThat(result(sent)).isEqualTo(message);
    assertThat(world.take(bob)).containsExactly(new NewMessage(message));
  }

  @Test
  void theSendCompletesAfterTheSenderWasGivenTheMessage() {
    world.log.holdsAppends = true;
    List<ChatEvent> atCompletion = new ArrayList<>();
    CompletionStage<Void> looked =
        ann.send(ROOM, "hello", null)
            .thenAccept(message -> atCompletion.addAll(world.delivery.inbox(ann)));

    Message message = world.log.commit();
    world.log.tell();

    assertThat(looked).isCompleted();
    assertThat(atCompletion).containsExactly(new NewMessage(message));
  }

  @Test
  void messagesAreBroadcastInTheOrderInWhichTheyAreTold() {
    world.log.holdsAppends = true;
    CompletionStage<Message> fromAnn = ann.send(ROOM, "first", null);
    CompletionStage<Message> fromBob = bob.send(ROOM, "second", null);
    world.log.commit();
    world.log.commit();
    world.log.tell();
    world.log.tell();

    List<ChatEvent> inOrder =
        List.of(new NewMessage(result(fromAnn)), new NewMessage(result(fromBob)));
    assertThat(world.take(ann)).isEqualTo(inOrder);
    assertThat(world.take(bob)).isEqualTo(inOrder);
  }

  @Test
  void aMessageThatIsNotSavedIsSeenByNobody() {
    world.log.saves = false;

    assertThat(failure(ann.send(ROOM, "hello", null))).isEqualTo(NOT_SAVED);
    assertThat(world.take(ann)).isEmpty();
    assertThat(world.take(bob)).isEmpty();
  }

  @Test
  void theSameClientIdAgainIsAnsweredWithTheFirstMessageAndBroadcastToNobody() {
    UUID clientId = UUID.randomUUID();
    Message first = result(ann.send(ROOM, "hello", clientId));
    world.delivery.clear();

    assertThat(result(ann.send(ROOM, "hello again", clientId))).isEqualTo(first);
    assertThat(world.take(ann)).isEmpty();
    assertThat(world.take(bob)).isEmpty();
    assertThat(result(bob.send(ROOM, "mine", clientId)).content()).isEqualTo("mine");
  }

  @Test
  void onlyMembersSend() {
    Connection carol = world.connect("carol");

    assertThat(failure(carol.send(ROOM, "hello", null))).isEqualTo(NOT_IN_ROOM);
    assertThat(failure(ann.send("elsewhere", "hello", null))).isEqualTo(NOT_IN_ROOM);
    assertThat(world.log.room(ROOM)).isEmpty();
    assertThat(world.take(bob)).isEmpty();
  }

  @Test
  void theContentMustBeValid() {
    assertThat(failure(ann.send(ROOM, " \n", null))).isEqualTo(EMPTY_MESSAGE);
    assertThat(failure(ann.send(ROOM, "x".repeat(1_001), null))).isEqualTo(MESSAGE_TOO_LONG);
    assertThat(failure(ann.send(ROOM, "a\0b", null))).isEqualTo(INVALID_MESSAGE);
    assertThat(world.log.room(ROOM)).isEmpty();
  }

  @Test
  void theRoomIsCheckedBeforeTheMembershipAndThatBeforeTheContent() {
    Connection carol = world.connect("carol");

    assertThat(failure(carol.send("", "", null))).isEqualTo(INVALID_ROOM);
    assertThat(failure(carol.send(ROOM, "", null))).isEqualTo(NOT_IN_ROOM);
  }

  @Test
  void aMessageOutlivesItsRoom() {
    world.log.holdsAppends = true;
    CompletionStage<Message> sent = ann.send(ROOM, "my last words", null);
    world.log.commit();
    ann.closed(true);
    bob.closed(true);
    world.delivery.clear();

    world.log.tell();

    assertThat(result(sent).content()).isEqualTo("my last words");
    assertThat(world.take(ann)).isEmpty();
    assertThat(world.take(bob)).isEmpty();
    assertThat(world.chat.roomCount()).isZero();
  }

  @Test
  void aMessageIsHandedToTheDeliveryEvenWhereNobodyIsLeft() {
    Connection servedElsewhere = world.connect("carol");
    world.delivery.enter(servedElsewhere.id(), ROOM);
    world.log.holdsAppends = true;
    CompletionStage<Message> sent = ann.send(ROOM, "to whom another node serves", null);
    world.log.commit();
    ann.closed(true);
    bob.closed(true);
    world.take(servedElsewhere);

    world.log.tell();

    assertThat(world.take(servedElsewhere)).containsExactly(new NewMessage(result(sent)));
    assertThat(world.chat.roomCount()).isZero();
  }

  @Test
  void aLogThatThrowsFailsTheStageAndNobodyWaitsForTheMessage() {
    for (Throwable bug :
        List.of(new IllegalStateException("on purpose"), new StackOverflowError())) {
      world.log.bug = bug;
      assertThat(ann.send(ROOM, "hello", null)).isCompletedExceptionally();
    }
    world.log.bug = null;
    ann.closed(true);
    bob.closed(true);
    assertThat(world.chat.roomCount()).isZero();
  }
}
