package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawWebSocket;
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

  /** The second and third do not fit into one write together, the fourth into none. */
  private static int[] sizes() {
    return new int[] {
      1, SocketWriter.CAPACITY / 2, SocketWriter.CAPACITY / 2, SocketWriter.CAPACITY + 1, 200
    };
  }
}
