package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A server under test, and what its sessions tell. */
final class TestServer implements AutoCloseable {
  private final EngineServer engine;
  private final Map<String, Told> sessions = new ConcurrentHashMap<>();

  TestServer() throws IOException {
    this(settings -> settings);
  }

  TestServer(UnaryOperator<EngineConfig.Builder> settings) throws IOException {
    EngineConfig config =
        settings
            .apply(
                EngineConfig.builder()
                    .host("127.0.0.1")
                    .port(0)
                    .path(RawHttp.PATH)
                    .closeTimeout(Duration.ofSeconds(5))
                    .eventLoops(2))
            .build();
    engine =
        new EngineServer(
            config,
            session -> {
              Told told = new Told(session);
              sessions.put(session.id(), told);
              return told;
            });
    engine.start();
  }

  int port() {
    return engine.address().getPort();
  }

  EngineServer engine() {
    return engine;
  }

  /** What the session with this id told. */
  Told session(String sid) {
    Told told = sessions.get(sid);
    if (told == null) {
      throw new AssertionError("no session " + sid);
    }
    return told;
  }

  /** Posts 1,001 messages at once, of which the first pauses the session: 1,000 wait. */
  Told pausedInBody(String sid, RawHttp http) throws Exception {
    Told told = session(sid);
    http.post(RawHttp.POLLING + "&sid=" + sid, "4!pause" + "\u001e4!quiet".repeat(1_000));
    assertThat(told.message()).isEqualTo("!pause");
    return told;
  }

  /** Sends the same packet to every session. */
  void broadcast(OutgoingPacket packet) {
    sessions.values().forEach(told -> told.onLoop(session -> session.send(packet)));
  }

  /** Waits until so many sessions are left. */
  void awaitSessions(int count) {
    await().atMost(Duration.ofSeconds(5)).until(() -> engine.sessionCount() == count);
  }

  /** Opens a session. */
  WireClient open(TransportName transport) throws IOException {
    Endpoint endpoint = new Endpoint(port(), RawHttp.PATH);
    return endpoint.open(
        switch (transport) {
          case POLLING -> Transport.POLLING;
          case WEBSOCKET -> Transport.WEBSOCKET;
        });
  }

  RawHttp http() throws IOException {
    return new RawHttp(port());
  }

  RawWebSocket webSocket(String query) throws IOException {
    return new RawWebSocket(port(), query);
  }

  /** The answer to one request on a connection of its own. */
  RawHttp.Answer get(String target, String... headers) throws IOException {
    try (RawHttp http = http()) {
      return http.get(target, headers).answer();
    }
  }

  /** A poll on a connection of its own. */
  RawHttp.Answer poll(String sid) throws IOException {
    return get(RawHttp.POLLING + "&sid=" + sid);
  }

  /** A body sent on a connection of its own. */
  RawHttp.Answer post(String sid, String body) throws IOException {
    try (RawHttp http = http()) {
      return http.post(RawHttp.POLLING + "&sid=" + sid, body).answer();
    }
  }

  /** Opens a polling session, and tells its id. */
  String openPolling() throws IOException {
    return sidOf(get(RawHttp.POLLING).body());
  }

  /** The id that an OPEN packet carries. */
  static String sidOf(String open) {
    return Endpoint.sidOf(open);
  }

  /** A connection that is, or is not, served by a loop. */
  RawHttp httpByLoop(SessionLoop loop, boolean same) throws IOException {
    for (int i = 0; i < 20; i++) {
      RawHttp http = http();
      if (loopOf(http).equals(loop) == same) {
        return http;
      }
      http.close();
    }
    throw new AssertionError("no connection on such a loop");
  }

  /** The loop that serves a connection: that of a session which it opens. */
  SessionLoop loopOf(RawHttp http) throws IOException {
    String sid = sidOf(http.get(RawHttp.POLLING).answer().body());
    http.post(RawHttp.POLLING + "&sid=" + sid, "1").answer();
    return session(sid).session().loop();
  }

  /** Keeps a loop from doing anything until closed. */
  static Blocked block(SessionLoop loop) {
    CountDownLatch latch = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    loop.execute(() -> {
      blocked.countDown();
      awaitLatch(latch);
    });
    awaitLatch(blocked);
    return latch::countDown;
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("blocked for too long");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A loop that does nothing. */
  @FunctionalInterface
  interface Blocked extends AutoCloseable {
    @Override
    void close();
  }

  /** Ends what is left as clients would, so that the engine's close has nobody to wait for. */
  @Override
  public void close() {
    sessions.forEach((sid, told) -> {
      try {
        if (!told.closed.isDone()) {
          post(sid, "1");
        } else {
          poll(sid);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    engine.close();
  }

  /**
   * A listener that sends back what it gets. Some words are orders: {@code !close}, {@code !pause},
   * {@code !slow}, {@code !throw}, and all that begins with {@code !quiet} is not sent back.
   */
  static final class Told implements SessionListener {
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final AtomicBoolean toldAfterEnd = new AtomicBoolean();
    volatile boolean fast;
    private final Session session;

    Told(Session session) {
      this.session = session;
    }

    Session session() {
      return session;
    }

    /** Does something on the session's loop. */
    void onLoop(Consumer<Session> task) {
      session.loop().execute(() -> task.accept(session));
    }

    /** What a method of the session, called on its loop, returns. */
    <T> T ask(Function<Session, T> question) throws Exception {
      return CompletableFuture.supplyAsync(() -> question.apply(session), session.loop())
          .get(10, TimeUnit.SECONDS);
    }

    void send(String message) {
      onLoop(session -> session.send(OutgoingPacket.text(message)));
    }

    /** Why it ended; waits for it. */
    CloseReason reason() throws Exception {
      return closed.get(10, TimeUnit.SECONDS);
    }

    /** The next message; waits for it. */
    String message() throws InterruptedException {
      return String.valueOf(messages.poll(10, TimeUnit.SECONDS));
    }

    @Override
    public void onText(String message) {
      record(message);
      switch (message) {
        case "!close" -> session.close(CloseReason.FORCED_CLOSE);
        case "!pause" -> session.pauseReading();
        case "!slow" -> LockSupport.parkNanos(fast ? 0 : 100_000);
        case "!throw" -> throw new IllegalStateException("a listener that fails, on purpose");
        default -> {
          if (!message.startsWith("!quiet")) {
            session.send(OutgoingPacket.text(message));
          }
        }
      }
    }

    @Override
    public void onBinary(byte[] message) {
      record(message.length + " bytes");
      session.send(OutgoingPacket.binary(message));
    }

    @Override
    public void onClose(CloseReason reason) {
      if (!closed.complete(reason)) {
        toldAfterEnd.set(true);
      }
    }

    private void record(String message) {
      if (closed.isDone()) {
        toldAfterEnd.set(true);
      }
      messages.add(message);
    }
  }
}
