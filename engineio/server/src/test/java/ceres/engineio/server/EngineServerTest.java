package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An echo server, over both transports and from one to the other. */
class EngineServerTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private EngineServer server;

  @BeforeEach
  void start() throws IOException {
    start(Duration.ofSeconds(25), Duration.ofSeconds(20));
  }

  private void start(Duration pingInterval, Duration pingTimeout) throws IOException {
    server =
        new EngineServer(
            EngineConfig.builder()
                .host("127.0.0.1")
                .port(0)
                .path("/engine.io/")
                .pingInterval(pingInterval)
                .pingTimeout(pingTimeout)
                .build(),
            Echo::new);
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  /** Sends every message back; closes after a "bye". */
  private record Echo(Session session) implements SessionListener {
    @Override
    public void onText(String message) {
      session.send(OutgoingPacket.text(message));
      if (message.equals("bye")) {
        session.close(CloseReason.FORCED_CLOSE);
      }
    }

    @Override
    public void onBinary(byte[] message) {
      session.send(OutgoingPacket.binary(message));
    }

    @Override
    public void onClose(CloseReason reason) {}
  }

  @Test
  void polling_echoes_several_packets_in_one_body() throws Exception {
    String sid = openPolling();
    HttpResponse<String> posted = post(sid, "4a\u001ebAQID\u001e4c");
    assertThat(posted.statusCode()).isEqualTo(200);
    assertThat(posted.body()).isEqualTo("ok");
    assertThat(poll(sid).body()).isEqualTo("4a\u001ebAQID\u001e4c");
  }

  @Test
  void an_upgrade_sets_the_pending_poll_free_and_goes_on_by_websocket() throws Exception {
    String sid = openPolling();
    var pending = http.sendAsync(get("polling&sid=" + sid), BodyHandlers.ofString());
    Frames frames = new Frames();
    WebSocket socket = connect("&sid=" + sid, frames);
    socket.sendText("2probe", true).join();
    assertThat(frames.next()).isEqualTo("3probe");
    assertThat(pending.get(1, TimeUnit.SECONDS).body()).isEqualTo("6");
    socket.sendText("5", true).join();
    socket.sendText("4hello", true).join();
    assertThat(frames.next()).isEqualTo("4hello");
    assertThat(poll(sid).body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");

    Frames second = new Frames();
    connect("&sid=" + sid, second);
    assertThat(second.next()).startsWith("close");
    socket.sendText("4still here", true).join();
    assertThat(frames.next()).isEqualTo("4still here");
  }

  @Test
  void a_client_that_does_not_answer_pings_is_closed_in_time() throws Exception {
    server.close();
    start(Duration.ofMillis(100), Duration.ofMillis(200));
    Frames frames = new Frames();
    connect("", frames);
    assertThat(frames.next()).startsWith("0{");
    assertThat(frames.next()).isEqualTo("2");
    assertThat(frames.next()).startsWith("close");
    await().until(() -> server.sessionCount() == 0);
  }

  @Test
  void garbage_closes_a_websocket_at_once() throws Exception {
    Frames frames = new Frames();
    WebSocket socket = connect("", frames);
    assertThat(frames.next()).startsWith("0{");
    socket.sendText("abc", true).join();
    assertThat(frames.next()).startsWith("close");
  }

  @Test
  void a_close_never_shares_a_poll_with_what_was_sent_before() throws Exception {
    String sid = openPolling();
    assertThat(post(sid, "4bye").body()).isEqualTo("ok");
    assertThat(poll(sid).body()).isEqualTo("4bye");
    assertThat(poll(sid).body()).isEqualTo("1");
    assertThat(poll(sid).statusCode()).isEqualTo(400);
  }

  private String openPolling() throws Exception {
    HttpResponse<String> opened = http.send(get("polling"), BodyHandlers.ofString());
    assertThat(opened.body())
        .matches(
            "0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[\"websocket\"],\"pingInterval\":25000,"
                + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
    return opened.body().substring(9, 29);
  }

  private HttpResponse<String> poll(String sid) throws Exception {
    return http.send(get("polling&sid=" + sid), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String sid, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri("http", "polling&sid=" + sid))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest get(String transport) {
    return HttpRequest.newBuilder(uri("http", transport)).build();
  }

  private WebSocket connect(String query, Frames frames) {
    return http.newWebSocketBuilder().buildAsync(uri("ws", "websocket" + query), frames).join();
  }

  private URI uri(String scheme, String transport) {
    return URI.create(
        scheme
            + "://127.0.0.1:"
            + server.address().getPort()
            + "/engine.io/?EIO=4&transport="
            + transport);
  }

  private static final class Frames implements WebSocket.Listener {
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

    String next() throws InterruptedException {
      return String.valueOf(frames.poll(2, TimeUnit.SECONDS));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      frames.add(data.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      frames.add("close " + status);
      return null;
    }
  }
}
