package ceres.chat.core;

import static ceres.chat.core.World.ROOM;
import static ceres.chat.core.World.failure;
import static ceres.chat.core.World.result;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ChatEvent.NewMessage;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What whoever runs the chat may see and say. */
class OperatorTest {
  private static final User SERVER = new User(ServerUser.ID, null, "Server", null);

  private final World world =
      new World(ChatConfig.DEFAULTS.withRecoveryWindow(Duration.ofMinutes(2)));

  @Test
  void whatTheServerSaysIsAMessageAsAnyOther() {
    Connection ann = world.connectTo("ann", ROOM);
    Message message = result(world.chat.say(SERVER, ROOM, "  We stop at noon. "));
    assertThat(message.content()).isEqualTo("We stop at noon.");
    assertThat(message.author()).isEqualTo(new Message.Author(ServerUser.ID, "Server", null));
    assertThat(world.take(ann)).containsExactly(new NewMessage(message));
    assertThat(world.log.room(ROOM)).containsExactly(message);
  }

  @Test
  void itIsSavedInARoomThatNobodyIsIn() {
    Message message = result(world.chat.say(SERVER, ROOM, "later"));
    assertThat(world.log.room(ROOM)).containsExactly(message);
    assertThat(world.chat.roomCount()).isZero();
  }

  @Test
  void itHasItsPlaceInTheOrderOfTheRoom() {
    Connection ann = world.connectTo("ann", ROOM);
    world.log.holdsAppends = true;
    CompletionStage<Message> first = ann.send(ROOM, "first", null);
    CompletionStage<Message> second = world.chat.say(SERVER, ROOM, "second");
    world.log.commit();
    world.log.commit();
    world.log.tell();
    world.log.tell();
    assertThat(world.take(ann))
        .containsExactly(new NewMessage(result(first)), new NewMessage(result(second)));
  }

  @Test
  void whatCannotBeSaidIsRefused() {
    assertThat(failure(world.chat.say(SERVER, "", "hello"))).isEqualTo(ErrorCode.INVALID_ROOM);
    assertThat(failure(world.chat.say(SERVER, ROOM, " "))).isEqualTo(ErrorCode.EMPTY_MESSAGE);
    world.log.saves = false;
    assertThat(failure(world.chat.say(SERVER, ROOM, "hello"))).isEqualTo(ErrorCode.NOT_SAVED);
  }

  @Test
  void roomsAreCountedByUsersAndByConnections() {
    Connection _ = world.connectTo("ann", ROOM);
    Connection _ = world.connectTo("ann", ROOM, "other");
    Connection _ = world.connectTo("bob", ROOM);
    assertThat(world.chat.rooms())
        .containsExactlyInAnyOrder(new RoomCensus(ROOM, 2, 3), new RoomCensus("other", 1, 1));
  }

  @Test
  void aConnectionSaysWhichRoomsItIsIn() {
    Connection ann = world.connectTo("ann", ROOM, "other");
    assertThat(ann.rooms()).containsExactlyInAnyOrder(ROOM, "other");
    ann.leave("other");
    assertThat(ann.rooms()).containsExactly(ROOM);
  }

  @Test
  void connectionsThatWereLostAreKnownByTheirUserUntilTheyCannotComeBack() {
    Connection ann = world.connectTo("ann", ROOM);
    Connection bob = world.connectTo("bob", ROOM);
    ann.closed(false);
    bob.closed(true);
    assertThat(world.chat.lostCount()).isEqualTo(1);
    assertThat(world.chat.lostConnections(ann.user().id())).containsExactly(ann.id());
    assertThat(world.chat.lostConnections(bob.user().id())).isEmpty();
    Connection _ = world.chat.reopen(ann.id(), ann.user());
    assertThat(world.chat.lostCount()).isZero();
  }
}
