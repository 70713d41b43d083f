package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.testing.wire.RawWebSocket;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.AbstractList;
import org.junit.jupiter.api.Test;

/** However the bytes leave (at once, in parts, later), they leave in order and whole. */
class OutgoingOrderTest {
  private static final int TURNS = 40;

  @Test
  void a_client_that_reads_late_gets_small_and_huge_packets_in_order() throws Exception {
    try (TestServer server = new TestServer(settings -> settings.maxBufferedBytes(64 << 20));
        RawWebSocket socket = server.webSocket("")) {
      TestServer.Told told = server.session(TestServer.sidOf(socket.next()));
      for (int turn = 0; turn < TURNS; turn++) {
        int number = turn;
        told.onLoop(session -> {
          for (int size : sizes()) {
            session.send(OutgoingPacket.text(number + ":" + "x".repeat(size)));
          }
        });
      }
      for (int turn = 0; turn < TURNS; turn++) {
        for (int size : sizes()) {
          assertThat(socket.next()).isEqualTo("4" + turn + ":" + "x".repeat(size));
        }
      }
    }
  }

  @Test
  void what_fails_to_be_written_to_one_client_does_not_reach_another() throws Exception {
    try (TestServer server = new TestServer(settings -> settings.eventLoops(1));
        RawWebSocket failing = server.webSocket("");
        RawWebSocket other = server.webSocket("")) {
      TestServer.Told first = server.session(TestServer.sidOf(failing.next()));
      TestServer.Told second = server.session(TestServer.sidOf(other.next()));
      first.onLoop(session -> {
        WebSocketTransport broken =
            new WebSocketTransport(
                (LoopContext) session.loop(), new EmbeddedChannel(), Dialect.V4, Integer.MAX_VALUE);
        assertThatThrownBy(() -> broken.write(new FailsInTheMiddle()))
            .isInstanceOf(IllegalStateException.class);
      });
      second.onLoop(session -> session.send(OutgoingPacket.text("own")));
      assertThat(other.next()).isEqualTo("4own");
    }
  }

  /** Two packets, of which the second cannot be had. */
  private static final class FailsInTheMiddle extends AbstractList<OutgoingPacket> {
    @Override
    public OutgoingPacket get(int index) {
      if (index == 1) {
        throw new IllegalStateException("on purpose");
      }
      return OutgoingPacket.text("secret");
    }

    @Override
    public int size() {
      return 2;
    }
  }

  /** The second and third do not fit into one write together, the fourth into none. */
  private static int[] sizes() {
    return new int[] {
      1, SocketWriter.CAPACITY / 2, SocketWriter.CAPACITY / 2, SocketWriter.CAPACITY + 1, 200
    };
  }
}
