package ceres.socketio.server;

import ceres.engineio.server.EngineServer;
import ceres.engineio.server.SessionLoop;
import ceres.socketio.adapter.InMemoryAdapter;
import ceres.socketio.adapter.InMemoryRecoveryStore;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO v4 server: the wire of Socket.IO protocol 5 on Engine.IO 4.
 *
 * <pre>{@code
 * var io = new SocketIoServer(SocketIoConfig.builder().port(3000).build());
 * io.of("/").handlers().on("hello", event -> event.ack("hello, " + event.arg(0, String.class)));
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
  private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
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
        new EngineServer(config.engine(), session -> ClientConnection.opened(this, session));
    for (SessionLoop loop : engine.loops()) {
      shards.put(loop, new LoopShard(loop));
    }
    RecoveryConfig recovering = config.recovery();
    this.recovery = recovering == null ? null : new Recovery(recovering, engine.loops(), random);
    Namespace _ = of(SocketPacket.MAIN_NAMESPACE);
  }

  /**
   * The namespace with this name, made if there is none yet.
   *
   * @param name begins with {@code /} and has no comma
   * @throws IllegalArgumentException for any other name
   */
  public Namespace of(String name) {
    if (!name.startsWith("/") || name.indexOf(',') >= 0) {
      throw new IllegalArgumentException("not a namespace: " + name);
    }
    return namespaces.computeIfAbsent(
        name,
        _ -> {
          Packets packets =
              new Packets(name, recovery, config.parser(), config.engine().allowEio3());
          return new Namespace(
              name,
              this,
              packets,
              new InMemoryAdapter<>(List.copyOf(shards.values()), packets::encode),
              recovery == null ? null : new InMemoryRecoveryStore<>());
        });
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

  @Nullable Namespace find(String name) {
    return namespaces.get(name);
  }

  ExecutorService blocking() {
    return blocking;
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
