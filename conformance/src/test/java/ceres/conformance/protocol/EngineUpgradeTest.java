package ceres.conformance.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.util.ArrayList;
import java.util.List;

/** From polling to WebSocket. */
class EngineUpgradeTest extends ProtocolCase {

  private RawWebSocket upgraded(Endpoint server, String sid) throws Exception {
    RawWebSocket socket = closing(server.candidate(sid));
    assertThat(socket.text("2probe").next()).isEqualTo("3probe");
    return socket.text("5");
  }

  @Proves
  void the_probe_is_answered_and_sets_a_poll_free() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    RawHttp poll = pendingPoll(server, sid);
    try (RawWebSocket socket = server.candidate(sid)) {
      assertThat(socket.text("2probe").next()).isEqualTo("3probe");
      assertThat(poll.answer().brief()).isEqualTo("200 6");
      assertThat(server.poll(sid).brief()).as("one that comes later").isEqualTo("200 6");
    }
  }

  @Proves
  void on_5_the_websocket_takes_over() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    RawWebSocket socket = upgraded(server, sid);
    assertThat(socket.text("4hello").next()).isEqualTo("4hello");
    assertThat(socket.binary(new byte[] {1, 2, 3, 4}).next()).isEqualTo("binary 01020304");
    assertThat(socket.text("1").next()).startsWith("close");
    assertDead(server, sid);
  }

  @Proves
  void nothing_is_lost_or_reordered_by_an_upgrade() throws Exception {
    Endpoint server = echo();
    for (int repetition = 0; repetition < 30; repetition++) {
      String sid = server.openPolling();
      List<String> sent = new ArrayList<>();
      List<String> received = new ArrayList<>();
      RawWebSocket socket = closing(server.candidate(sid));
      RawHttp poll = pendingPoll(server, sid);
      for (int i = 0; i < repetition % 4; i++) {
        sent.add("4before" + i);
        assertThat(server.post(sid, "4before" + i).brief()).isEqualTo("200 ok");
      }
      assertThat(socket.text("2probe").next()).isEqualTo("3probe");
      sent.add("4between");
      assertThat(server.post(sid, "4between").brief()).isEqualTo("200 ok");
      String polled = poll.answer().body();
      if (!polled.equals("6")) {
        received.addAll(List.of(polled.split("\u001e")));
      }
      socket.text("5");
      for (int i = 0; i < 10; i++) {
        sent.add("4after" + i);
        socket.text("4after" + i);
      }
      while (received.size() < sent.size()) {
        received.add(socket.next());
      }
      assertThat(received).isEqualTo(sent);
    }
  }

  @Proves
  void after_an_upgrade_http_is_refused() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    RawWebSocket socket = upgraded(server, sid);
    assertThat(socket.text("4hello").next()).isEqualTo("4hello");
    assertThat(server.poll(sid).brief()).isEqualTo(BAD_REQUEST);
    assertThat(server.post(sid, "4evil").brief()).isEqualTo(BAD_REQUEST);
    assertThat(server.post(sid, "garbage").brief()).isEqualTo(BAD_REQUEST);
    pendingPoll(server, sid).reset();
    assertThat(socket.text("4hello").next()).isEqualTo("4hello");
  }

  @Proves
  void a_second_websocket_is_closed_and_the_first_unharmed() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    RawWebSocket first = upgraded(server, sid);
    assertThat(first.text("4hello").next()).isEqualTo("4hello");
    try (RawWebSocket second = server.candidate(sid)) {
      assertThat(second.next()).startsWith("close");
      assertThat(second.next()).isEqualTo("end");
    }
    assertThat(first.text("4hello").next()).isEqualTo("4hello");
  }

  @Proves
  void a_websocket_that_does_not_probe_is_closed() throws Exception {
    Endpoint server = echo();
    String sid = server.openPolling();
    for (String first : List.of("4evil", "5", "2", "2Probe", "3probe", "1", "abc", "")) {
      try (RawWebSocket socket = server.candidate(sid)) {
        assertThat(socket.text(first).next()).as(first).startsWith("close");
      }
      assertThat(server.post(sid, "4hello").brief()).isEqualTo("200 ok");
      assertThat(server.poll(sid).brief()).isEqualTo("200 4hello");
    }
  }
}
