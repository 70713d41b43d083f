package ceres.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardedDeliveryTest {
  /** Throws whatever it is asked. */
  private static final class BrokenDelivery implements Delivery {
    @Override
    public void enter(String connectionId, String roomId) {
      throw new IllegalStateException("enter is broken, as this test wants it");
    }

    @Override
    public void exit(String connectionId, String roomId) {
      throw new IllegalStateException("exit is broken, as this test wants it");
    }

    @Override
    public void toConnection(String connectionId, ChatEvent event) {
      throw new IllegalStateException("toConnection is broken, as this test wants it");
    }

    @Override
    public void toConnections(Set<String> connectionIds, ChatEvent event) {
      throw new IllegalStateException("toConnections is broken, as this test wants it");
    }

    @Override
    public void toRoom(ChatEvent event, Set<String> exceptConnectionIds) {
      throw new StackOverflowError("toRoom is broken, as this test wants it");
    }
  }

  @Test
  void aBrokenDeliveryLeavesNoRoomHalfChanged() {
    Chat chat =
        new Chat(
            ChatConfig.DEFAULTS,
            new FakeLog(),
            new BrokenDelivery(),
            new ManualTime(),
            InstantSource.system());
    Connection ann = chat.open("ann-1", World.user("ann"));

    assertThat(ann.join(World.ROOM)).isCompleted();
    assertThat(ann.presence(World.ROOM)).containsExactly(World.user("ann"));
    assertThat(ann.send(World.ROOM, "saved all the same", null)).isCompleted();
    ann.leave(World.ROOM);
    assertThat(chat.roomCount()).isZero();
  }
}
