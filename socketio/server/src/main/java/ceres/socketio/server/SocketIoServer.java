package ceres.socketio.server;

import ceres.engineio.server.DeadlineQueue;
import ceres.engineio.server.EngineConfig;
import ceres.engineio.server.EngineServer;
import ceres.engineio.server.SessionLoop;
import ceres.engineio.server.Waves;
import ceres.socketio.adapter.RoomLogs;
import ceres.socketio.adapter.Shard;
import ceres.socketio.protocol.SocketPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Socket.IO v4 server: the wire of Socket.IO protocol 5 on Engine.IO 4.
 *
 * <pre>{@code
 * var io = new SocketIoServer(SocketIoConfig.builder().port(3000).build());
 * io.onConnection(socket ->
 *     socket.on("hello", event -> event.ack("hello, " + event.arg(0, String.class))));
 * io.start();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class SocketIoServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketIoServer.class);
  private static final int ID_BYTES = 15;

  private final SocketIoConfig config;
  private final EngineServer engine;
  private final Map<SessionLoop, LoopShard> shards = new HashMap<>();
  private final Namespaces namespaces;
  private final Namespace main;
  private final AtomicBoolean outgoingIsSeen = new AtomicBoolean();
  private final Map<SessionLoop, BusyQueues> busyQueues = new HashMap<>();
  private final Map<SessionLoop, DeadlineQueue> connectDeadlines = new HashMap<>();
  private final HandlerThreads handlers = new HandlerThreads();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final SecureRandom random = new SecureRandom();
  private final @Nullable Recovery recovery;

  /**
   * A server that does not listen yet. It has the namespace {@code /}.
   *
   * @throws IllegalArgumentException when the machine lacks what the settings ask for
   */
  public SocketIoServer(SocketIoConfig config) {
    this.config = config;
    this.engine =
        new EngineServer(engineConfig(config), session -> ClientConnection.opened(this, session));
    for (SessionLoop loop : engine.loops()) {
      shards.put(loop, new LoopShard(loop));
      busyQueues.put(loop, new BusyQueues());
      connectDeadlines.put(loop, loop.deadlines(config.connectTimeout()));
    }
    this.recovery = recovery(config, engine.loops(), random);
    this.namespaces = new Namespaces(this, config.cleanupEmptyChildNamespaces());
    this.main = of(SocketPacket.MAIN_NAMESPACE);
  }

  private static @Nullable Recovery recovery(
      SocketIoConfig config, List<SessionLoop> loops, SecureRandom random) {
    EngineConfig engine = config.engine();
    RecoveryConfig recovering = config.recovery();
    return recovering == null
        ? null
        : new Recovery(recovering, engine.pingInterval().plus(engine.pingTimeout()), loops, random);
  }

  /** The engine's settings, with the browsers' client before what else there is. */
  private static EngineConfig engineConfig(SocketIoConfig config) {
    EngineConfig engine = config.engine();
    return config.serveClient()
        ? engine.withResources(new BrowserClient(engine.path()).or(engine.resources()))
        : engine;
  }

  /**
   * The namespace with this name, made if there is none yet.
   *
   * @param name begins with {@code /} and has no comma
   * @throws IllegalArgumentException for any other name
   */
  public Namespace of(String name) {
    return namespaces.of(name);
  }

  /** The namespaces whose whole names match a pattern, made when clients ask for them. */
  public ParentNamespace of(Pattern names) {
    return of((name, _) -> names.matcher(name).matches());
  }

  /** The namespaces that a check allows, made when clients ask for them. */
  public ParentNamespace of(ParentNamespace.NameCheck check) {
    ParentNamespace parent = new ParentNamespace(this, check);
    namespaces.add(parent);
    return parent;
  }

  /** Adds a check that every client of the namespace {@code /} has to pass. */
  public SocketIoServer use(Middleware check) {
    Namespace _ = main.use(check);
    return this;
  }

  /** Adds a check to the namespace {@code /} that runs on the event loop. */
  public SocketIoServer useAsync(AsyncMiddleware check) {
    Namespace _ = main.useAsync(check);
    return this;
  }

  /** Adds a handler of new sockets to the namespace {@code /}; see {@link Namespace}. */
  public SocketIoServer onConnection(Consumer<Socket> handler) {
    Namespace _ = main.onConnection(handler);
    return this;
  }

  /** Adds a handler of new sockets to the namespace {@code /} that runs on the event loop. */
  public SocketIoServer onConnectionAsync(Function<Socket, ? extends CompletionStage<?>> handler) {
    Namespace _ = main.onConnectionAsync(handler);
    return this;
  }

  /** Broadcasts to the sockets in a room of the namespace {@code /}. */
  public Broadcast to(String room) {
    return main.to(room);
  }

  /**
   * Sends an event to all sockets of the namespace {@code /}.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @throws IllegalArgumentException if an argument cannot be written as JSON, or the name is
   *     reserved
   */
  public void emit(String event, @Nullable Object... args) {
    main.emit(event, args);
  }

  /**
   * Returns when the server listens.
   *
   * @throws IOException when the address cannot be listened on; then {@link #close} is still due,
   *     and this may be called again
   * @throws IllegalStateException when it listens already, or was closed
   */
  public void start() throws IOException {
    engine.start();
  }

  /**
   * The address that the server listens on, with the real port.
   *
   * @throws IllegalStateException before {@link #start}
   */
  public InetSocketAddress address() {
    return engine.address();
  }

  /** How many connections there are, with or without a namespace. */
  public int connectionCount() {
    return engine.sessionCount();
  }

  /** What has happened so far, and what there is now. */
  public SocketIoStatistics statistics() {
    return new SocketIoStatistics(
        engine.statistics(),
        shards.values().stream().mapToLong(shard -> shard.delivered().get()).sum(),
        shards.values().stream().mapToLong(shard -> shard.dropped().get()).sum());
  }

  /** As {@link EngineServer#passLoops}. */
  public CompletionStage<?> passLoops() {
    return engine.passLoops();
  }

  /** As {@link EngineServer#refuseSessions}. */
  public void refuseConnections() {
    engine.refuseSessions();
  }

  /**
   * As {@link EngineServer#sendAway}: the events that clients had sent are handled, and then their
   * connections end without a DISCONNECT, so that they come back.
   */
  public void sendAway(Waves waves, Consumer<Duration> settle) {
    engine.sendAway(waves, settle);
  }

  /**
   * Stops listening, and closes every connection with {@code server shutting down}, after all that
   * was sent before. Its client is told that the connection ends, not that it was made to leave, so
   * it will come back. Then waits until clients have that and handlers have ended, those of {@code
   * disconnect} too, for at most {@link EngineConfig#shutdownTimeout}; handlers that still run are
   * interrupted. Then ends all threads.
   *
   * <p>A second call waits for the first. Called by a handler, middleware or on an event loop, it
   * returns at once, and closes on a thread of its own, because it waits for those.
   */
  @Override
  public void close() {
    if (handlers.isCaller() || engine.loops().stream().anyMatch(SessionLoop::inLoop)) {
      Thread.ofPlatform().name("server-close").start(this::close);
      return;
    }
    if (closing.compareAndSet(false, true)) {
      try {
        closeOnce(System.nanoTime() + config.engine().shutdownTimeout().toNanos());
      } finally {
        closed.countDown();
      }
    } else {
      awaitClosed();
    }
  }

  private void closeOnce(long deadline) {
    engine.drain();
    awaitIdle(deadline);
    handlers.end(deadline);
    engine.close();
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until every event was handled, and every handler of {@code disconnect} has run. */
  private void awaitIdle(long deadline) {
    CompletableFuture<?>[] idle =
        engine.loops().stream()
            .map(loop -> {
              CompletableFuture<Void> stage = new CompletableFuture<>();
              loop.execute(() -> busyOn(loop).whenIdle(stage));
              return stage;
            })
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(idle)
          .get(Math.max(deadline - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOG.warn("Handlers are still running, so they are interrupted");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  SocketIoConfig config() {
    return config;
  }

  /** The logs of the namespaces' rooms. */
  RoomLogs<EncodedMessages> roomLogs() {
    Recovery shared = recovery;
    return shared == null
        ? RoomLogs.none()
        : shard -> new SharedLog(shared, shared.on(((LoopShard) shard).loop()));
  }

  /** Connection state recovery, or null if it is off. */
  @Nullable Recovery recovery() {
    return recovery;
  }

  Namespaces namespaces() {
    return namespaces;
  }

  /** Set when there is anybody to see what is sent. */
  AtomicBoolean outgoingIsSeen() {
    return outgoingIsSeen;
  }

  Executor blocking() {
    return handlers;
  }

  /** The event queues of a loop. */
  BusyQueues busyOn(SessionLoop loop) {
    return Objects.requireNonNull(busyQueues.get(loop), "a loop of another server's");
  }

  /** The deadlines of the connections of a loop until they are in a namespace. */
  DeadlineQueue connectDeadlines(SessionLoop loop) {
    return Objects.requireNonNull(connectDeadlines.get(loop), "a loop of another server's");
  }

  List<Shard> shards() {
    return List.copyOf(shards.values());
  }

  /** Whether the caller is on any event loop of this server. */
  boolean onAnyLoop() {
    return shards.values().stream().anyMatch(Shard::isCurrent);
  }

  LoopShard shardOf(SessionLoop loop) {
    LoopShard shard = shards.get(loop);
    if (shard == null) {
      throw new AssertionError("a loop of another server's");
    }
    return shard;
  }

  /** A socket id or a private one, that nobody can guess. */
  String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }
}
