package ceres.engineio.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One client's flood does not take the turns of the others. */
@ExtendWith(NoLeaks.class)
class FairTurnsTest {
  private static final int PACKETS = 20_000;
  private static final int SLOW_PACKETS = 300;

  @Test
  void others_have_their_turns_while_a_body_of_many_packets_is_handled_in_order() throws Exception {
    othersHaveTheirTurnsWhile((endpoint, packets, _) -> {
      String sid = endpoint.openPolling();
      assertThat(endpoint.post(sid, String.join("\u001e", packets)).brief()).isEqualTo("200 ok");
      assertThat(endpoint.post(sid, "1").brief()).isEqualTo("200 ok");
    });
  }

  @Test
  void others_have_their_turns_while_many_frames_are_handled_in_order() throws Exception {
    othersHaveTheirTurnsWhile((endpoint, packets, allAreHeard) -> {
      String target = endpoint.target(Transport.WEBSOCKET);
      try (RawWebSocket socket = RawWebSocket.open(endpoint.connect(), target)) {
        RawWebSocket _ = socket.raw(frames(packets));
        allAreHeard.run();
      }
    });
  }

  /** Many packets of a client, of which each takes a while. */
  private interface Flood {
    void send(Endpoint endpoint, List<String> packets, Runnable allAreHeard) throws IOException;
  }

  private static void othersHaveTheirTurnsWhile(Flood flood) throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    CompletableFuture<Integer> heardWhenOthersHadTheirTurn = new CompletableFuture<>();
    EngineConfig config =
        EngineConfig.builder().host("127.0.0.1").port(0).path(RawHttp.PATH).eventLoops(1).build();
    EngineServer engine =
        new EngineServer(
            config,
            session ->
                SessionListener.ofMessages(packet -> {
                  if (heard.isEmpty()) {
                    session
                        .loop()
                        .execute(() -> heardWhenOthersHadTheirTurn.complete(heard.size()));
                  }
                  heard.add(packet.pollingText());
                  LockSupport.parkNanos(1_000_000);
                }));
    try (engine) {
      engine.start();
      List<String> sent = IntStream.range(0, SLOW_PACKETS).mapToObj(i -> "4" + i).toList();
      flood.send(
          new Endpoint(engine.address().getPort(), RawHttp.PATH),
          sent,
          () -> await().untilAsserted(() -> assertThat(heard).isEqualTo(sent)));
      assertThat(heard).isEqualTo(sent);
      assertThat(heardWhenOthersHadTheirTurn).isCompletedWithValue(Turn.PACKETS);
    }
  }

  private static byte[] frames(List<String> packets) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    packets.forEach(packet -> all.writeBytes(RawWebSocket.masked(0x81, packet.getBytes(UTF_8))));
    return all.toByteArray();
  }

  @Test
  void what_was_sent_before_the_end_is_handled_before_the_end() throws Exception {
    try (TestServer server = new TestServer(settings -> settings.eventLoops(1))) {
      List<String> sent = IntStream.range(0, PACKETS).mapToObj(i -> "4!quiet" + i).toList();
      TestServer.Told told;
      try (RawWebSocket socket = server.webSocket("")) {
        told = server.session(Endpoint.sidOf(socket.next()));
        RawWebSocket _ = socket.raw(frames(sent));
      }
      assertThat(told.reason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
      assertThat(told.messages).hasSize(PACKETS);
    }
  }

  @Test
  void all_of_a_body_counts_even_if_the_websocket_takes_over_meanwhile() throws Exception {
    try (TestServer server = new TestServer(settings -> settings.eventLoops(1))) {
      String sid = server.openPolling();
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < PACKETS; i++) {
        sent.add("4!quiet" + i);
      }
      try (RawWebSocket socket = server.webSocket("&sid=" + sid);
          RawHttp http = server.http()) {
        assertThat(socket.text("2probe").next()).isEqualTo("3probe");
        TestServer.Told told = server.session(sid);
        http.post(RawHttp.POLLING + "&sid=" + sid, String.join("\u001e", sent));
        assertThat(told.message()).isEqualTo("!quiet0");
        assertThat(socket.text("5").text("4end").next()).isEqualTo("4end");
        assertThat(told.messages).hasSize(PACKETS);
      }
    }
  }

  @Test
  void a_body_of_which_the_rest_is_not_handled_any_more_is_answered() throws Exception {
    try (TestServer server = new TestServer();
        RawHttp http = server.http()) {
      String sid = server.openPolling();
      TestServer.Told told = server.pausedInBody(sid, http);
      told.onLoop(session -> session.close(CloseReason.FORCED_CLOSE));
      assertThat(server.poll(sid).brief()).isEqualTo("200 1");
      assertThat(http.answer().brief()).isEqualTo("200 ok");
      assertThat(told.messages).isEmpty();
    }
  }

  @Test
  void of_many_pings_at_once_the_last_one_is_answered_but_not_all() throws Exception {
    try (TestServer server = new TestServer();
        RawWebSocket socket = server.webSocket("")) {
      String _ = socket.next();
      byte[] ping = RawWebSocket.masked(0x89, new byte[] {1});
      byte[] last = RawWebSocket.masked(0x89, new byte[] {2});
      byte[] all = new byte[5_001 * ping.length];
      for (int i = 0; i < 5_000; i++) {
        System.arraycopy(ping, 0, all, i * ping.length, ping.length);
      }
      System.arraycopy(last, 0, all, 5_000 * ping.length, last.length);
      RawWebSocket _ = socket.raw(all);
      int pongs = 1;
      for (String pong = socket.next(); !pong.equals("pong 02"); pong = socket.next()) {
        assertThat(pong).isEqualTo("pong 01");
        pongs++;
      }
      assertThat(pongs).isLessThan(2_500);
      assertThat(socket.frame(0x89, "03").next()).isEqualTo("pong 03");
    }
  }

  @Test
  void the_last_ping_is_answered_also_if_others_had_their_turns_before_it() throws Exception {
    try (TestServer server = new TestServer();
        RawWebSocket socket = server.webSocket("")) {
      String _ = socket.next();
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      sent.writeBytes(frames(Collections.nCopies(Turn.PACKETS, "4!slow")));
      for (int i = 0; i < 100; i++) {
        sent.writeBytes(RawWebSocket.masked(0x89, new byte[] {1}));
      }
      sent.writeBytes(RawWebSocket.masked(0x89, new byte[] {2}));
      RawWebSocket _ = socket.raw(sent.toByteArray());
      String pong = socket.next();
      while (pong.equals("pong 01")) {
        pong = socket.next();
      }
      assertThat(pong).isEqualTo("pong 02");
    }
  }
}
