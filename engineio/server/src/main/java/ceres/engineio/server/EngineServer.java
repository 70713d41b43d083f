package ceres.engineio.server;

import io.netty.bootstrap.ServerBootstrap;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An Engine.IO 4 server over HTTP long-polling and WebSocket.
 *
 * <p>Thread-safe, if one thread starts and closes it.
 */
public final class EngineServer implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(2);

  /** With so many bytes on their way to a client it cannot take what is volatile. */
  static final int VOLATILE_WATER_MARK = 64 << 10;

  private final EngineConfig config;
  private final EventLoopGroup group;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final List<SessionLoop> loops;
  private final SessionRegistry sessions;
  private @Nullable Channel listening;

  /**
   * A server that does not listen yet.
   *
   * @param listeners makes a listener for each session
   * @throws IllegalArgumentException when the machine has no such {@link IoBackend}
   */
  public EngineServer(EngineConfig config, SessionListener.Factory listeners) {
    this.config = config;
    this.group =
        new MultiThreadIoEventLoopGroup(
            config.eventLoops() == 0
                ? Runtime.getRuntime().availableProcessors()
                : config.eventLoops(),
            new DefaultThreadFactory("loop"),
            config.io().handlerFactory());
    Map<EventLoop, LoopContext> contexts = new HashMap<>();
    for (EventExecutor executor : group) {
      EventLoop eventLoop = (EventLoop) executor;
      contexts.put(eventLoop, new LoopContext(eventLoop, config));
    }
    this.loops = List.copyOf(contexts.values());
    this.sessions = new SessionRegistry(config, listeners, contexts);
  }

  /**
   * Returns when the server listens.
   *
   * @throws IOException when the address cannot be listened on, or the files of {@link
   *     EngineConfig#tls} cannot be used; then {@link #close} is still due
   */
  public void start() throws IOException {
    RequestRouter router = new RequestRouter(config, sessions);
    Tls tls = new Tls(config.tls());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(config.io().channelType())
            .option(ChannelOption.SO_BACKLOG, 4096)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(VOLATILE_WATER_MARK / 2, VOLATILE_WATER_MARK))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.add(channel);
                    tls.addTo(channel);
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(new HttpDecoderConfig().setMaxHeaderSize(16_384)),
                            new HttpFront(config, router));
                  }
                })
            .bind(config.host(), config.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + config.host() + ":" + config.port(), bound.cause());
    }
    listening = bound.channel();
  }

  /**
   * The address that the server listens on, with the real port.
   *
   * @throws IllegalStateException before {@link #start}
   */
  public InetSocketAddress address() {
    if (listening == null) {
      throw new IllegalStateException("not started");
    }
    return (InetSocketAddress) listening.localAddress();
  }

  /** The event loops, in no particular order. */
  public List<SessionLoop> loops() {
    return loops;
  }

  /** How many sessions there are. */
  public int sessionCount() {
    return sessions.size();
  }

  /** Stops listening, closes every session so that its client is told, and ends the loops. */
  @Override
  public void close() {
    if (listening != null) {
      listening.close().awaitUninterruptibly();
    }
    sessions.closeAll(CloseReason.SERVER_SHUTTING_DOWN);
    long deadline = System.nanoTime() + DRAIN.toNanos();
    while (sessions.size() > 0 && System.nanoTime() - deadline < 0) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    connections.close().awaitUninterruptibly(DRAIN.toMillis());
    group.shutdownGracefully(0, DRAIN.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
