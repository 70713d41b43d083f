package ceres.conformance.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What is tried with the frames of WebSocket. */
final class WebSocketAbuses {
  private WebSocketAbuses() {}

  static List<Abuse> all() {
    return List.of(
        new Abuse("a frame that is not masked", it -> closes(it, "810161", "close 1002")),
        new Abuse("a reserved bit", it -> closes(it, "a18000000000", "close 1002")),
        new Abuse(
            "a compressed frame that nobody agreed to",
            it -> closes(it, "c18000000000", "close 1002")),
        new Abuse("a frame of no kind", it -> closes(it, "838000000000", "close 1002")),
        new Abuse(
            "a frame of eight exabytes", it -> closes(it, "82ff7fffffffffffffff", "close 1009")),
        new Abuse(
            "a frame of less than nothing", it -> closes(it, "82ffffffffffffffffff", "close 1002")),
        new Abuse(
            "a frame that is one byte too large",
            it -> closes(it, "82ff00000000000f4241", "close 1009")),
        new Abuse(
            "a length in more bytes than it needs", it -> closes(it, "81fe0001", "close 1002")),
        new Abuse("a continuation of nothing", it -> closes(it, "808000000000", "close 1002")),
        new Abuse("a control frame in fragments", it -> closes(it, "098000000000", "close 1002")),
        new Abuse("a ping of 126 bytes", it -> closes(it, "89fe007e", "close 1002")),
        new Abuse("text that is not UTF-8", it -> closes(it, "818200000000c328", "close 1007")),
        new Abuse(
            "a status that nobody may send", it -> closes(it, "88820000000003ed", "close 1002")),
        new Abuse("fragments of one byte, 200,000 of them", WebSocketAbuses::fragments),
        new Abuse("fragments that grow too large together", WebSocketAbuses::largeFragments),
        new Abuse("pings without end", WebSocketAbuses::pings),
        new Abuse("pings without end of a client that reads nothing", WebSocketAbuses::deafPings),
        new Abuse("messages of which the last byte never comes", WebSocketAbuses::unfinished));
  }

  private static void closes(Mallory mallory, String hex, String expected) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      assertThat(Mallory.end(socket.raw(hex))).isEqualTo(expected);
    }
  }

  private static void fragments(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      RawWebSocket _ = socket.frame(0x01, new byte[] {'4'});
      Mallory.flood(socket, 200_000, RawWebSocket.masked(0x00, new byte[] {'x'}));
      assertThat(Mallory.end(socket.frame(0x80, new byte[] {'x'}))).startsWith("close");
    }
  }

  private static void largeFragments(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      RawWebSocket _ = socket.frame(0x02, new byte[100_000]);
      for (int i = 0; i < 10; i++) {
        try {
          RawWebSocket _ = socket.frame(0x00, new byte[100_000]);
        } catch (IOException ended) {
          break;
        }
      }
      assertThat(Mallory.end(socket)).isIn("close 1009", "end");
    }
  }

  private static void pings(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      byte[] ping = RawWebSocket.masked(0x89, new byte[] {1});
      for (int i = 0; i < 5; i++) {
        Mallory.flood(socket, 10_000, ping);
      }
      RawWebSocket _ = socket.frame(0x89, "02");
      assertThat(Mallory.find(socket, packet -> packet.equals("pong 02"))).isNotNull();
    }
  }

  private static void deafPings(Mallory mallory) throws Exception {
    RawWebSocket socket = mallory.in(mallory.name(), 4_096);
    byte[] ping = RawWebSocket.masked(0x89, new byte[125]);
    for (int i = 0; i < 20; i++) {
      Mallory.flood(socket, 2_000, ping);
    }
  }

  private static void unfinished(Mallory mallory) throws Exception {
    byte[] beginning =
        ByteBuffer.allocate(14 + 999_998)
            .put((byte) 0x82)
            .put((byte) 0xff)
            .putLong(999_999)
            .array();
    List<RawWebSocket> all = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      all.add(mallory.in());
      try {
        RawWebSocket _ = all.getLast().raw(beginning);
      } catch (IOException givenUp) {
        // All together may not have so much memory.
      }
    }
    int ended = 0;
    for (RawWebSocket socket : all) {
      try {
        RawWebSocket _ = socket.raw(new byte[1]);
        ended += socket.text("3").next().equals("close") ? 0 : 1;
      } catch (IOException givenUp) {
        ended++;
      }
    }
    assertThat(ended).isPositive();
  }
}
