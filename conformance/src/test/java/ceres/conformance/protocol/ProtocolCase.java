package ceres.conformance.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.engineio.server.EngineConfig;
import ceres.engineio.server.EngineServer;
import ceres.engineio.server.SessionListener;
import ceres.socketio.server.SocketIoConfig;
import ceres.socketio.server.SocketIoServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the tests of rules share. Servers have the default heartbeat unless a test says otherwise,
 * and whatever a client waits for must come within {@link #PATIENCE_MILLIS}: a tenth of the time
 * after which the heartbeat would end a session anyway.
 */
@Execution(ExecutionMode.CONCURRENT)
abstract class ProtocolCase {
  static final int PATIENCE_MILLIS = 2_000;
  static final String UNKNOWN_SID = "400 {\"code\":1,\"message\":\"Session ID unknown\"}";
  static final String BAD_REQUEST = "400 {\"code\":3,\"message\":\"Bad request\"}";
  static final String NOTHING = "nothing";

  private final Map<Integer, IntSupplier> sessionCounts = new HashMap<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** Closes whatever was opened, the last first. */
  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  /** Has something closed after the test. */
  final <T extends AutoCloseable> T closing(T closeable) {
    opened.push(closeable);
    return closeable;
  }

  // ---- servers

  /** An Engine.IO server that sends back what it gets. */
  final Endpoint echo() throws IOException {
    return echo(settings -> settings);
  }

  /** An Engine.IO server that sends back what it gets. */
  final Endpoint echo(UnaryOperator<EngineConfig.Builder> settings) throws IOException {
    return engine(settings, session -> SessionListener.ofMessages(session::send));
  }

  /** An Engine.IO server. */
  final Endpoint engine(
      UnaryOperator<EngineConfig.Builder> settings, SessionListener.Factory listeners)
      throws IOException {
    EngineConfig config = settings.apply(local(EngineConfig.builder())).build();
    EngineServer server = closing(new EngineServer(config, listeners));
    server.start();
    int port = server.address().getPort();
    sessionCounts.put(port, server::sessionCount);
    return new Endpoint(port, config.path(), PATIENCE_MILLIS);
  }

  /** A Socket.IO server that does not listen yet. */
  final SocketIoServer socketIo() {
    return socketIo(settings -> settings);
  }

  /** A Socket.IO server that does not listen yet. */
  final SocketIoServer socketIo(UnaryOperator<SocketIoConfig.Builder> settings) {
    SocketIoConfig.Builder builder = SocketIoConfig.builder();
    EngineConfig.Builder _ = local(builder.engine());
    return closing(new SocketIoServer(settings.apply(builder).build()));
  }

  /** Where a Socket.IO server listens, from now on. */
  final Endpoint started(SocketIoServer server) throws IOException {
    server.start();
    int port = server.address().getPort();
    sessionCounts.put(port, server::connectionCount);
    return new Endpoint(port, "/socket.io/", PATIENCE_MILLIS);
  }

  /** Waits until a server has so many sessions. */
  final void awaitSessions(Endpoint server, int count) {
    IntSupplier sessions = Objects.requireNonNull(sessionCounts.get(server.port()));
    eventually(() -> sessions.getAsInt() == count);
  }

  /** Waits until something is so. */
  static void eventually(Callable<Boolean> condition) {
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofMillis(PATIENCE_MILLIS))
        .until(condition);
  }

  private static EngineConfig.Builder local(EngineConfig.Builder settings) {
    return settings.host("127.0.0.1").port(0).eventLoops(2).closeTimeout(Duration.ofMillis(200));
  }

  // ---- what servers tell

  /** Notes something, for {@link #nextTold}. */
  final void tell(String what) {
    told.add(what);
  }

  /** What was noted next; {@link #NOTHING} if nothing is. */
  final String nextTold() throws InterruptedException {
    @Nullable String next = told.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    return next == null ? NOTHING : next;
  }

  /** That nothing was noted that was not asked for. */
  final void assertNothingMoreTold() {
    assertThat(told).isEmpty();
  }

  // ---- clients

  /** Connects to a namespace; returns the socket id. */
  static String connect(WireClient client, String namespace) throws IOException {
    String prefix = "40" + (namespace.equals("/") ? "" : namespace + ",");
    client.send(prefix);
    String answer = client.nextAnsweringPings();
    assertThat(answer).startsWith(prefix + "{\"sid\":\"").hasSize(prefix.length() + 30);
    return answer.substring(prefix.length() + 8, prefix.length() + 28);
  }

  /** That the session is over: nothing else comes first, and its id is good for nothing. */
  static void assertOver(Endpoint server, WireClient client) throws IOException {
    assertThat(client.nextAnsweringPings()).isEqualTo(WireClient.END);
    assertDead(server, client.sid());
  }

  /** That there is no session of this id. */
  static void assertDead(Endpoint server, String sid) throws IOException {
    assertThat(server.poll(sid).brief()).isEqualTo(UNKNOWN_SID);
    assertThat(server.post(sid, "4late").brief()).isEqualTo(UNKNOWN_SID);
  }

  /** A GET that waits, on a connection of its own. */
  final RawHttp pendingPoll(Endpoint server, String sid) throws IOException {
    return closing(server.connect()).get(server.polling(sid));
  }
}
