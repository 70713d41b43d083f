package ceres.engineio.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An Engine.IO 4 server over HTTP long-polling and WebSocket.
 *
 * <p>Thread-safe by its monitor, which guards what starting and stopping share.
 */
public final class EngineServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  /** With so many bytes on their way to a client it cannot take what is volatile. */
  static final int VOLATILE_WATER_MARK = 64 << 10;

  /** How often a connection is read from before it is the next one's turn. */
  private static final int READS_IN_A_ROW = 4;

  private final EngineConfig config;
  private final EventLoopGroup group;
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final List<LoopContext> contexts;
  private final List<SessionLoop> loops;
  private final SessionRegistry sessions;
  private final Gate gate;
  private final Farewell farewell = new Farewell();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final CountDownLatch drained = new CountDownLatch(1);
  private boolean stopped;
  private volatile @Nullable Channel listening;
  private volatile @Nullable Tls tls;

  /**
   * A server that does not listen yet.
   *
   * @param listeners makes a listener for each session
   * @throws IllegalArgumentException when the machine has no such {@link IoBackend}
   */
  public EngineServer(EngineConfig config, SessionListener.Factory listeners) {
    this.config = config;
    this.gate = new Gate(config.limits());
    int loopCount =
        config.eventLoops() == 0 ? Runtime.getRuntime().availableProcessors() : config.eventLoops();
    this.group =
        new MultiThreadIoEventLoopGroup(
            loopCount, new DefaultThreadFactory("loop"), config.io().handlerFactory());
    Map<EventLoop, LoopContext> byLoop = new HashMap<>();
    for (EventExecutor executor : group) {
      EventLoop eventLoop = (EventLoop) executor;
      byLoop.put(eventLoop, new LoopContext(eventLoop, config, gate, loopCount));
    }
    this.contexts = List.copyOf(byLoop.values());
    this.loops = List.copyOf(byLoop.values());
    this.sessions = new SessionRegistry(config, gate, listeners, byLoop);
  }

  /**
   * Returns when the server listens. May be called again after it failed.
   *
   * @throws IOException when the address cannot be listened on; then {@link #close} is still due
   * @throws TlsFilesException when the files of {@link EngineConfig#tls} cannot be used; the same
   * @throws IllegalStateException when it listens already, or was closed
   */
  public synchronized void start() throws IOException {
    if (stopped) {
      throw new IllegalStateException("closed");
    }
    if (listening != null) {
      throw new IllegalStateException("started already");
    }
    RequestRouter router = new RequestRouter(config, sessions, gate);
    Tls secure = config.tls() == null ? null : new Tls(config.tls(), gate);
    HttpDecoderConfig head =
        new HttpDecoderConfig().setMaxHeaderSize(config.limits().maxHeaderBytes());
    ChannelFuture bound =
        config
            .io()
            .listening(new ServerBootstrap().group(group))
            .option(ChannelOption.SO_BACKLOG, 4096)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_IN_A_ROW))
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(VOLATILE_WATER_MARK / 2, VOLATILE_WATER_MARK))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.add(channel);
                    Refusal refusal = gate.connected(channel, connections.size());
                    if (secure != null) {
                      secure.addTo(channel);
                    }
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(head),
                            new HttpFront(
                                config, router, sessions.loopOf(channel.eventLoop()), refusal));
                  }
                })
            .bind(config.host(), config.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + config.host() + ":" + config.port(), bound.cause());
    }
    bound.channel().pipeline().addLast(new AcceptFaults(gate));
    listening = bound.channel();
    if (config.io() == IoBackend.AUTO && config.io().resolve() == IoBackend.EPOLL) {
      Thread.ofPlatform().name("rings").daemon().start(this::openRings);
    }
    if (secure != null) {
      secure.start();
      tls = secure;
    }
  }

  /** They are of use to many clients, and take long to open for the first time. */
  private void openRings() {
    for (LoopContext context : contexts) {
      SendRing ring = SendRing.open();
      if (ring == null) {
        return;
      }
      if (!context.tryExecute(() -> context.writer().use(ring))) {
        ring.close();
      }
    }
  }

  /**
   * The address that the server listens on, with the real port.
   *
   * @throws IllegalStateException before {@link #start}
   */
  public InetSocketAddress address() {
    Channel accepting = listening;
    if (accepting == null) {
      throw new IllegalStateException("not started");
    }
    return (InetSocketAddress) accepting.localAddress();
  }

  /** The event loops, in no particular order. */
  public List<SessionLoop> loops() {
    return loops;
  }

  /** How many sessions there are. */
  public int sessionCount() {
    return sessions.size();
  }

  /** What has happened so far, and what there is now. */
  public EngineStatistics statistics() {
    Tls secure = tls;
    return StatisticsReader.read(
        contexts,
        connections.size(),
        gate,
        farewell.count(),
        secure == null ? null : secure.expiry());
  }

  /**
   * Completes when each event loop has run all that it was given before; fails when one has ended.
   */
  public CompletionStage<?> passLoops() {
    return CompletableFuture.allOf(
        loops.stream()
            .map(loop -> {
              CompletableFuture<?> passed = new CompletableFuture<>();
              try {
                loop.execute(() -> passed.complete(null));
              } catch (RejectedExecutionException ended) {
                passed.completeExceptionally(ended);
              }
              return passed;
            })
            .toArray(CompletableFuture<?>[]::new));
  }

  /**
   * From now on a client that asks for a new session is answered with 503. The sessions that there
   * are go on, and may use new connections.
   */
  public void refuseSessions() {
    sessions.refuseNew();
  }

  /**
   * {@linkplain #refuseSessions Refuses} new sessions and ends those that there are, in waves:
   * nothing that their clients send from then on is read, what they had sent is handled, and they
   * get what that causes. Then they see the end of the connection, so they will come back. Blocks
   * until the last wave is over and its clients have taken all, for {@link Waves#patience} at most;
   * {@link #close} is still due.
   *
   * @param settle blocks until what was handled has had its effect, for at most the time it is
   *     given; called once for each wave
   * @throws IllegalStateException on an event loop, which this waits for
   */
  public void sendAway(Waves waves, Consumer<Duration> settle) {
    if (isOnLoop()) {
      throw new IllegalStateException(
          "sendAway() waits for the event loops, so it cannot run on one");
    }
    refuseSessions();
    farewell.say(sessions.all(), waves, settle);
    // A polling client may need another connection to take its last packets.
    awaitUntil(System.nanoTime() + waves.patience().toNanos(), () -> sessions.size() == 0);
  }

  /**
   * Stops listening, and closes every session, so that its client is told, after all that was sent
   * to it before. Waits until the clients have that, for at most {@link
   * EngineConfig#shutdownTimeout}: a polling client has to poll, a slow one to read. Then ends the
   * connections. The loops run on until {@link #close}. A second call waits for the first.
   *
   * @throws IllegalStateException on an event loop, which this waits for
   */
  public void drain() {
    if (isOnLoop()) {
      throw new IllegalStateException("drain() waits for the event loops, so it cannot run on one");
    }
    if (draining.compareAndSet(false, true)) {
      try {
        drainOnce(System.nanoTime() + config.shutdownTimeout().toNanos());
      } finally {
        drained.countDown();
      }
    } else {
      awaitDrained();
    }
  }

  private void drainOnce(long deadline) {
    Channel accepting;
    synchronized (this) {
      stopped = true;
      accepting = listening;
    }
    if (accepting != null) {
      accepting.close().awaitUninterruptibly();
    }
    Tls secure = tls;
    if (secure != null) {
      secure.close();
    }
    sessions.closeAll(CloseReason.SERVER_SHUTTING_DOWN);
    awaitUntil(deadline, () -> sessions.size() == 0);
    for (Channel connection : connections) {
      connection.pipeline().fireUserEventTriggered(ServerStops.NOW);
    }
    awaitUntil(deadline, connections::isEmpty);
    connections.close().awaitUninterruptibly(PATIENCE.toMillis());
  }

  /** An interrupt ends the wait. */
  private static void awaitUntil(long deadline, BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitDrained() {
    try {
      drained.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * {@linkplain #drain Drains}, and ends the loops. On an event loop it returns at once, and does
   * this on a thread of its own. May be called any number of times, and before {@link #start}.
   */
  @Override
  public void close() {
    if (isOnLoop()) {
      Thread.ofPlatform().name("engine-close").start(this::close);
      return;
    }
    drain();
    contexts.forEach(context -> context.tryExecute(context.writer()::close));
    group.shutdownGracefully(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private boolean isOnLoop() {
    return loops.stream().anyMatch(SessionLoop::inLoop);
  }
}
