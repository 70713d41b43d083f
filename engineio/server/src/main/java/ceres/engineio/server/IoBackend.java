package ceres.engineio.server;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
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

  Class<? extends ServerChannel> channelType() {
    return switch (resolve()) {
      case EPOLL -> EpollServerSocketChannel.class;
      case IO_URING -> IoUringServerSocketChannel.class;
      case NIO, AUTO -> NioServerSocketChannel.class;
    };
  }

  private static void require(boolean available, String name) {
    if (!available) {
      throw new IllegalArgumentException(name + " is not available on this machine");
    }
  }
}
