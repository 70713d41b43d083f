package ceres.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.clients.JavaClient.Mode;
import ceres.socketio.server.Event;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The official client for Java with a server that is nothing but the library: bytes at any depth.
 */
class JavaClientLibraryTest {
  private static final byte[] LARGE = new byte[10_000];

  private final SocketIoServer io =
      new SocketIoServer(SocketIoConfig.builder().host("127.0.0.1").port(0).build());
  private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

  static {
    for (int i = 0; i < LARGE.length; i++) {
      LARGE[i] = (byte) i;
    }
  }

  @BeforeEach
  void start() throws Exception {
    io.of("/")
        .handlers()
        .on("echo", event -> event.socket().emit("back", event.args().toArray()))
        .on("ask", event -> event.ack(event.args().toArray()))
        .on("ask me", JavaClientLibraryTest::ask);
    io.start();
  }

  @AfterEach
  void stop() {
    io.close();
  }

  private static void ask(Event event) {
    CompletionStage<?> _ =
        event
            .socket()
            .emitWithAck(Duration.ofSeconds(10), "question", event.args().toArray())
            .thenAccept(answer -> event.socket().emit("back", answer.args().toArray()));
  }

  private Socket connected(Mode mode) throws Exception {
    Socket socket =
        IO.socket(
            URI.create("http://127.0.0.1:" + io.address().getPort()),
            IO.Options.builder()
                .setForceNew(true)
                .setTransports(mode.transports().toArray(String[]::new))
                .build());
    socket.on(Socket.EVENT_CONNECT, _ -> received.add("connected"));
    socket.on("back", args -> received.add(args[0]));
    socket.on("question", args -> ((Ack) args[args.length - 1]).call(args[0]));
    socket.connect();
    assertThat(next()).isEqualTo("connected");
    return socket;
  }

  private Object next() throws InterruptedException {
    Object next = received.poll(15, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  private static JSONObject nested() throws JSONException {
    return new JSONObject()
        .put("name", "Bennu ☄")
        .put("deep", new JSONObject().put("bytes", new byte[] {1, 2, 3}))
        .put("list", new JSONArray().put(LARGE).put(7).put(new JSONArray().put(new byte[0])));
  }

  private static void assertNested(Object value) throws JSONException {
    JSONObject object = (JSONObject) value;
    assertThat(object.getString("name")).isEqualTo("Bennu ☄");
    assertThat(object.getJSONObject("deep").get("bytes")).isEqualTo(new byte[] {1, 2, 3});
    JSONArray list = object.getJSONArray("list");
    assertThat(list.get(0)).isEqualTo(LARGE);
    assertThat(list.getInt(1)).isEqualTo(7);
    assertThat(list.getJSONArray(2).get(0)).isEqualTo(new byte[0]);
  }

  @ParameterizedTest
  @EnumSource
  void nested_bytes_come_back_as_they_were_sent(Mode mode) throws Exception {
    Socket socket = connected(mode);
    try {
      socket.emit("echo", nested());
      assertNested(next());
      socket.emit("ask", nested(), (Ack) args -> received.add(args[0]));
      assertNested(next());
      socket.emit("ask me", nested());
      assertNested(next());
    } finally {
      socket.disconnect();
    }
  }
}
