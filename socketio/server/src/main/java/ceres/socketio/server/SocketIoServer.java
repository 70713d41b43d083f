package ceres.socketio.server;

import ceres.engineio.server.EngineConfig;
import ceres.engineio.server.EngineServer;
import ceres.engineio.server.SessionLoop;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
 * <p>Thread-safe, if one thread starts and closes it.
 */
public final class SocketIoServer implements AutoCloseable {
  private static final int ID_BYTES = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SocketIoConfig config;
  private final EngineServer engine;
  private final Map<SessionLoop, Shard> shards = new HashMap<>();
  private final Namespaces namespaces;
  private final Namespace main;
  private final AtomicBoolean outgoingIsSeen = new AtomicBoolean();
  private final ExecutorService blocking =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("handler-", 0).factory());
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
        new EngineServer(engineConfig(config), session -> new ClientConnection(this, session));
    for (SessionLoop loop : engine.loops()) {
      shards.put(loop, new LoopShard(loop));
    }
    RecoveryConfig recovering = config.recovery();
    this.recovery = recovering == null ? null : new Recovery(recovering, engine.loops(), random);
    this.namespaces = new Namespaces(this, config.cleanupEmptyChildNamespaces());
    this.main = of(SocketPacket.MAIN_NAMESPACE);
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

  /** Adds a handler of new sockets to the namespace {@code /}; see {@link Namespace}. */
  public SocketIoServer onConnection(Consumer<Socket> handler) {
    Namespace _ = main.onConnection(handler);
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
   * @throws IOException when the address cannot be listened on; then {@link #close} is still due
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

  /**
   * Stops listening, closes every connection so that its client is told, and ends all threads.
   * Handlers that still run after some seconds are interrupted.
   */
  @Override
  public void close() {
    engine.close();
    blocking.shutdown();
    try {
      if (!blocking.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        blocking.shutdownNow();
      }
    } catch (InterruptedException e) {
      blocking.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  SocketIoConfig config() {
    return config;
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

  ExecutorService blocking() {
    return blocking;
  }

  List<Shard> shards() {
    return List.copyOf(shards.values());
  }

  /** Whether the caller is on any event loop of this server. */
  boolean onAnyLoop() {
    return shards.values().stream().anyMatch(Shard::isCurrent);
  }

  Shard shardOf(SessionLoop loop) {
    Shard shard = shards.get(loop);
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
