package ceres.engineio.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;

/** The system calls that carry the bytes. */
public enum IoBackend {
  /**
   * epoll where there is one, with io_uring to send to many clients at once where that is allowed;
   * else NIO.
   */
  AUTO,
  /** Linux epoll alone. */
  EPOLL,
  /** Linux io_uring. */
  IO_URING,
  /** The JDK's own, everywhere. */
  NIO;

  /**
   * How many bytes may wait in the kernel to be sent, beyond those that the other side has room
   * for: Linux, tcp(7), {@code TCP_NOTSENT_LOWAT}, by {@code linux/tcp.h}. Connections have it from
   * the socket that listens.
   */
  private static final IntegerUnixChannelOption TCP_NOTSENT_LOWAT =
      new IntegerUnixChannelOption("TCP_NOTSENT_LOWAT", 6, 25);

  private static final int MOST_NOT_SENT = 32_768;

  /** What {@link #AUTO} means on this machine; any other is itself. */
  public IoBackend resolve() {
    if (this == AUTO) {
      return Epoll.isAvailable() ? EPOLL : NIO;
    }
    return this;
  }

  IoHandlerFactory handlerFactory() {
    return switch (resolve()) {
      case EPOLL -> {
        require(Epoll.isAvailable(), "epoll");
        yield EpollIoHandler.newFactory();
      }
      case IO_URING -> {
        require(IoUring.isAvailable(), "io_uring");
        yield IoUringIoHandler.newFactory();
      }
      case NIO, AUTO -> NioIoHandler.newFactory();
    };
  }

  /** Has a server listen by these system calls. */
  ServerBootstrap listening(ServerBootstrap bootstrap) {
    return switch (resolve()) {
      case EPOLL ->
          bootstrap
              .channel(EpollServerSocketChannel.class)
              .option(TCP_NOTSENT_LOWAT, MOST_NOT_SENT);
      case IO_URING ->
          bootstrap
              .channel(IoUringServerSocketChannel.class)
              .option(TCP_NOTSENT_LOWAT, MOST_NOT_SENT);
      case NIO, AUTO -> bootstrap.channel(NioServerSocketChannel.class);
    };
  }

  private static void require(boolean available, String name) {
    if (!available) {
      throw new IllegalArgumentException(name + " is not available on this machine");
    }
  }
}
