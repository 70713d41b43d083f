package ceres.conformance.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.util.List;

/** What is tried with Socket.IO's packets and their JSON. */
final class SocketIoAbuses {
  private SocketIoAbuses() {}

  static List<Abuse> all() {
    return List.of(
        new Abuse("events before CONNECT", it -> closesUnconnected(it, "42[\"join_room\",\"x\"]")),
        new Abuse("events after a refused CONNECT", SocketIoAbuses::afterRefusal),
        new Abuse("refused CONNECTs without end", SocketIoAbuses::refusals),
        new Abuse("namespaces without end", SocketIoAbuses::namespaces),
        new Abuse("CONNECT twice", it -> closes(it, "40{\"token\":\"x\"}")),
        new Abuse(
            "an event in a namespace that one is not in", it -> closes(it, "42/admin,[\"x\"]")),
        new Abuse("a packet of no type", it -> closes(it, "49[]")),
        new Abuse("CONNECT_ERROR from a client", it -> closes(it, "44{\"message\":\"x\"}")),
        new Abuse("an event that is no array", it -> closes(it, "42{\"0\":\"join_room\"}")),
        new Abuse("an event without a name", it -> closes(it, "42[]")),
        new Abuse("an event whose name is an object", it -> closes(it, "42[{\"toString\":1}]")),
        new Abuse("a reserved event", it -> closes(it, "42[\"disconnecting\"]")),
        new Abuse(
            "11 attachments", it -> closes(it, "4511-[\"x\",{\"_placeholder\":true,\"num\":0}]")),
        new Abuse("a million attachments", it -> closes(it, "451000000-[\"x\"]")),
        new Abuse(
            "an attachment that there is not",
            it -> closes(it, "451-[\"x\",{\"_placeholder\":true,\"num\":7}]", "b")),
        new Abuse(
            "an attachment of a negative number",
            it -> closes(it, "451-[\"x\",{\"_placeholder\":true,\"num\":-1}]", "b")),
        new Abuse("one attachment in 10,000 places", SocketIoAbuses::copies),
        new Abuse("text where an attachment is due", SocketIoAbuses::noAttachment),
        new Abuse("attachments that nobody waits for", it -> closes(it, "b")),
        new Abuse(
            "JSON 400,000 deep",
            it -> closes(it, "42[\"x\"," + "[".repeat(400_000) + "]".repeat(400_000) + "]")),
        new Abuse(
            "objects 100,000 deep", it -> closes(it, "42[\"x\"," + "{\"a\":".repeat(100_000))),
        new Abuse(
            "a number of 500,000 digits",
            it -> closes(it, "42[\"x\"," + "9".repeat(500_000) + "]")),
        new Abuse("an exponent of nine digits", SocketIoAbuses::exponent),
        new Abuse("half of a JSON text", it -> closes(it, "42[\"x\",")),
        new Abuse("something behind the JSON", it -> closes(it, "42[\"x\"]]")),
        new Abuse("an ack id that is no number of any size", SocketIoAbuses::ackId),
        new Abuse("answers that nobody asked for", SocketIoAbuses::acks),
        new Abuse("60,000 keys in one object", SocketIoAbuses::manyKeys));
  }

  private static void closesUnconnected(Mallory mallory, String packet) throws Exception {
    try (RawWebSocket socket = mallory.webSocket()) {
      assertThat(Mallory.end(socket.text(packet))).startsWith("close");
    }
  }

  /** The connection ends after these packets; {@code b} is one of bytes. */
  private static void closes(Mallory mallory, String... packets) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      for (String packet : packets) {
        RawWebSocket _ = packet.equals("b") ? socket.binary(new byte[] {1}) : socket.text(packet);
      }
      assertThat(Mallory.end(socket)).startsWith("close");
    }
  }

  private static void afterRefusal(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.webSocket()) {
      assertThat(socket.text("40{\"token\":\"a.b.c\"}").next()).contains("TOKEN_INVALID");
      RawWebSocket _ = socket.text("42[\"join_room\",\"table-0\"]");
      assertThat(socket.next()).startsWith("close");
    }
  }

  private static void refusals(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.webSocket()) {
      Mallory.flood(socket, 10_000, Mallory.frame("40"));
      assertThat(Mallory.end(socket)).isIn("close", "end");
    } catch (IOException reset) {
      // It need not be read to the end.
    }
    try (RawWebSocket socket = mallory.webSocket()) {
      for (int i = 0; i < 20; i++) {
        assertThat(socket.text("40{\"token\":\"a.b.c\"}").next()).contains("TOKEN_INVALID");
      }
      assertThat(socket.next()).startsWith("close");
    }
  }

  private static void namespaces(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      int told = 0;
      for (int i = 0; i < 20; i++) {
        assertThat(socket.text("40/" + i + ",").next()).contains("Invalid namespace");
        told++;
      }
      assertThat(told).isEqualTo(20);
      assertThat(socket.next()).startsWith("close");
    }
  }

  private static void copies(Mallory mallory) throws Exception {
    String place = ",{\"_placeholder\":true,\"num\":0}";
    try (RawWebSocket socket = mallory.in()) {
      RawWebSocket _ = socket.text("451-[\"x\"" + place.repeat(10_000) + "]");
      RawWebSocket _ = socket.binary(new byte[100_000]);
      assertThat(Mallory.end(socket)).isIn("close", "end");
    } catch (IOException reset) {
      // The first packet was enough.
    }
  }

  private static void noAttachment(Mallory mallory) throws Exception {
    String awaiting = "4510-[\"x\",{\"_placeholder\":true,\"num\":0}]";
    try (RawWebSocket socket = mallory.in()) {
      RawWebSocket _ = socket.text(awaiting).binary(new byte[90_000]);
      assertThat(Mallory.end(socket.text(awaiting))).startsWith("close");
    }
  }

  private static void exponent(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      RawWebSocket _ =
          socket.text("420[\"fetch_history\",{\"roomId\":\"x\",\"limit\":1e999999999}]");
      String answer = Mallory.find(socket, packet -> packet.startsWith("430["));
      assertThat(answer == null || answer.contains("\"status\":\"error\"")).isTrue();
    }
  }

  private static void ackId(Mallory mallory) throws Exception {
    for (String id : List.of("99999999999999999999", "9".repeat(100_000))) {
      closes(mallory, "42" + id + "[\"leave_room\",\"x\"]");
    }
  }

  private static void acks(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      Mallory.flood(socket, 20_000, Mallory.frame("4312345[{}]"));
      assertThat(socket.text("420[\"leave_room\",\"x\"]").next()).contains("\"ok\"");
    }
  }

  private static void manyKeys(Mallory mallory) throws Exception {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      keys.append("\"k").append(i).append("\":0,");
    }
    try (RawWebSocket socket = mallory.in()) {
      RawWebSocket _ =
          socket.text("420[\"send_message\",{" + keys + "\"roomId\":\"x\",\"content\":\"y\"}]");
      assertThat(Mallory.find(socket, packet -> packet.startsWith("430["))).contains("NOT_IN_ROOM");
    }
  }
}
