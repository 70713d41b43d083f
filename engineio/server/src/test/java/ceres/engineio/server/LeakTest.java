package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No buffer is lost, whatever becomes of a connection. */
@ExtendWith(NoLeaks.class)
class LeakTest {

  @Test
  void a_lost_buffer_would_be_noticed() throws Exception {
    lose();
    assertThat(NoLeaks.collect()).isNotEmpty();
  }

  private static void lose() {
    PooledByteBufAllocator.DEFAULT.directBuffer().writeByte(1);
  }

  @Test
  void connections_of_all_kinds_lose_no_buffer() throws Exception {
    try (TestServer server = new TestServer(settings -> settings.maxPayload(1_000))) {
      for (int i = 0; i < 30; i++) {
        polling(server);
        upgrade(server);
        webSockets(server);
        broken(server);
      }
      server.awaitSessions(0);
    }
    assertThat(NoLeaks.collect()).isEmpty();
  }

  private static void polling(TestServer server) throws Exception {
    String sid = server.openPolling();
    server.post(sid, "4a\u001ebAQID");
    server.poll(sid);
    server.post(sid, "x".repeat(2_000));
    RawHttp poll = server.http().get(RawHttp.POLLING + "&sid=" + sid);
    server.session(sid).send("b");
    poll.reset();
    server.http().post(RawHttp.POLLING + "&sid=" + sid, "4!pause").reset();
    server.session(sid).onLoop(session -> session.close(CloseReason.FORCED_CLOSE));
    server.poll(sid);
  }

  private static void upgrade(TestServer server) throws Exception {
    String sid = server.openPolling();
    try (RawWebSocket socket = server.webSocket("&sid=" + sid)) {
      socket.text("2probe").next();
      server.post(sid, "4a");
      socket.text("5").text("4b").next();
      server.webSocket("&sid=" + sid).close();
      socket.frame(0x01, "34").connection().reset();
    }
  }

  private static void webSockets(TestServer server) throws Exception {
    try (RawWebSocket socket = server.webSocket("")) {
      socket.text("4a").binary(new byte[500]).frame(0x89, "01").frame(0x01, "34");
      socket.frame(0x00, "34".repeat(900)).frame(0x00, "34".repeat(900));
      while (!socket.next().equals("end")) {
        // until 1009 and the end
      }
    }
    try (RawWebSocket socket = server.webSocket("")) {
      socket.raw("8101");
    }
    server.webSocket("").text("4never read").connection().reset();
  }

  private static void broken(TestServer server) throws Exception {
    String post = RawHttp.head("POST", RawHttp.POLLING, "Content-Length: 100") + "\r\n4abc";
    String poll = RawHttp.head("GET", RawHttp.POLLING + "&sid=" + server.openPolling()) + "\r\n";
    server.http().send(post).reset();
    server.http().send(poll + post + post).reset();
    server.http().send(poll.repeat(100)).reset();
    server.http().send("GARBAGE\r\n\r\n").reset();
    try (RawHttp http = server.http()) {
      http.send(poll + post);
    }
  }
}
