package ceres.conformance.attacks;

import static ceres.conformance.attacks.Mallory.POLLING;
import static ceres.conformance.attacks.Mallory.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.util.ArrayList;
import java.util.List;

/** What is tried with Engine.IO's sessions and packets. */
final class EngineAbuses {
  private static final String UNKNOWN_SID = "400 {\"code\":1,\"message\":\"Session ID unknown\"}";

  private EngineAbuses() {}

  static List<Abuse> all() {
    return List.of(
        new Abuse("sessions that never CONNECT", EngineAbuses::idleSessions),
        new Abuse("WebSockets that never take over", EngineAbuses::halfUpgrades),
        new Abuse("many WebSockets for one session", EngineAbuses::candidates),
        new Abuse("100,000 packets in one body", EngineAbuses::manyPackets),
        new Abuse(
            "a body of nothing but separators",
            it -> assertThat(it.post(it.sid(), "\u001e".repeat(500_000)).status()).isEqualTo(400)),
        new Abuse("a body that is not UTF-8", EngineAbuses::noUtf8),
        new Abuse("a body that says it is compressed", EngineAbuses::compressed),
        new Abuse(
            "a session id of one's own choice",
            it -> {
              assertThat(it.poll("mallorymallorymallor").brief()).isEqualTo(UNKNOWN_SID);
              assertThat(it.get(POLLING, "Cookie: io=mallorymallorymallor").body())
                  .doesNotContain("mallory");
            }),
        new Abuse("a WebSocket with a session id of one's own choice", EngineAbuses::fixed),
        new Abuse("two polls at once", EngineAbuses::twoPolls),
        new Abuse("OPEN from a client", it -> ends(it, "0{\"sid\":\"x\"}")),
        new Abuse("a ping from a client", it -> ends(it, "2")),
        new Abuse("a packet of no type", it -> ends(it, "9")),
        new Abuse("an empty packet", it -> ends(it, "")),
        new Abuse("pongs without end", EngineAbuses::pongs),
        new Abuse("binary without end before CONNECT", EngineAbuses::binary));
  }

  private static void ends(Mallory mallory, String packet) throws Exception {
    try (RawWebSocket socket = mallory.webSocket()) {
      assertThat(Mallory.end(socket.text(packet))).startsWith("close");
    }
    String sid = mallory.sid();
    mallory.post(sid, packet);
    assertThat(mallory.poll(sid).brief()).isEqualTo(UNKNOWN_SID);
  }

  private static void idleSessions(Mallory mallory) throws Exception {
    List<RawWebSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sockets.add(mallory.webSocket());
      String _ = mallory.sid();
    }
    for (RawWebSocket socket : sockets) {
      assertThat(Mallory.end(socket)).startsWith("close");
    }
  }

  private static void halfUpgrades(Mallory mallory) throws Exception {
    for (int i = 0; i < 50; i++) {
      RawWebSocket _ = RawWebSocket.open(mallory.http(), WEBSOCKET + "&sid=" + mallory.sid());
      RawHttp _ =
          mallory
              .http()
              .send("GET " + WEBSOCKET + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n");
    }
  }

  private static void candidates(Mallory mallory) throws Exception {
    String sid = mallory.sid();
    RawWebSocket first = RawWebSocket.open(mallory.http(), WEBSOCKET + "&sid=" + sid);
    for (int i = 0; i < 50; i++) {
      try (RawWebSocket next = RawWebSocket.open(mallory.http(), WEBSOCKET + "&sid=" + sid)) {
        assertThat(next.next()).startsWith("close");
      }
    }
    assertThat(first.text("2probe").next()).isEqualTo("3probe");
  }

  private static void manyPackets(Mallory mallory) throws Exception {
    String sid = mallory.sid();
    mallory.post(sid, "6\u001e".repeat(100_000) + "40");
    assertThat(mallory.poll(sid).body()).contains("Authentication required");
  }

  private static void noUtf8(Mallory mallory) throws Exception {
    String sid = mallory.sid();
    try (RawHttp http = mallory.http()) {
      assertThat(
              http.post(POLLING + "&sid=" + sid, new byte[] {'4', (byte) 0xc3, 0x28})
                  .answer()
                  .status())
          .isEqualTo(400);
    }
    assertThat(mallory.poll(sid).brief()).isEqualTo(UNKNOWN_SID);
  }

  /** 1 kB that would be 1 MB: the server decompresses no request. */
  private static void compressed(Mallory mallory) throws Exception {
    String sid = mallory.sid();
    var bytes = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(bytes)) {
      gzip.write(new byte[1_000_000]);
    }
    try (RawHttp http = mallory.http()) {
      String head =
          RawHttp.head(
              "POST",
              POLLING + "&sid=" + sid,
              "Content-Encoding: gzip",
              "Content-Length: " + bytes.size());
      assertThat(http.send(head + "\r\n").send(bytes.toByteArray()).answer().status())
          .isEqualTo(400);
    }
  }

  private static void fixed(Mallory mallory) throws Exception {
    assertThat(mallory.get(WEBSOCKET + "&sid=mallorymallorymallor", RawWebSocket.UPGRADE).brief())
        .isEqualTo(UNKNOWN_SID);
  }

  private static void twoPolls(Mallory mallory) throws Exception {
    String sid = mallory.sid();
    try (RawHttp first = mallory.http()) {
      first.get(POLLING + "&sid=" + sid);
      Thread.sleep(50);
      assertThat(mallory.poll(sid).status()).isEqualTo(400);
      assertThat(first.answer().body()).isEqualTo("1");
    }
  }

  private static void pongs(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.in()) {
      for (int i = 0; i < 5; i++) {
        Mallory.flood(socket, 10_000, Mallory.frame("3"));
      }
      assertThat(socket.text("420[\"leave_room\",\"x\"]").next()).contains("\"ok\"");
    }
  }

  private static void binary(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.webSocket()) {
      try {
        Mallory.flood(socket, 1_000, RawWebSocket.masked(0x82, new byte[1_000]));
      } catch (java.io.IOException reset) {
        // It need not be read to the end.
      }
      assertThat(Mallory.end(socket)).isIn("close", "end");
    }
  }
}
