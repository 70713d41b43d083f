package ceres.engineio.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the connections of one event loop. What leaves together is gathered into one buffer,
 * which all connections of the loop use in turn. On plain TCP with epoll, while nothing of the
 * connection's waits to leave, it goes to the socket at once: that costs one system call and
 * nothing else. Otherwise, and for what the socket does not take, the channel does it, in order.
 *
 * <p>Event-loop confined.
 */
final class SocketWriter {
  /** What leaves in one system call at most. */
  static final int CAPACITY = 128 << 10;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);

  /** The socket below a channel, if it may be written to past the channel; else null. */
  static @Nullable Socket socketOf(Channel channel) {
    return channel instanceof EpollSocketChannel epoll
            && epoll.pipeline().get(SslHandler.class) == null
            && epoll.fd() instanceof Socket socket
        ? socket
        : null;
  }

  /** Bytes that the channel has and that have not left yet. */
  static long backlog(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }

  /**
   * Adds a frame to what leaves next; {@link #flush} and {@link #discard} must follow before
   * another connection's turn.
   *
   * @param socket of the channel, by {@link #socketOf}
   */
  void write(Channel channel, @Nullable Socket socket, byte[] frame) {
    if (frame.length > buffer.remaining()) {
      flush(channel, socket);
    }
    if (frame.length > CAPACITY) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
    } else {
      buffer.put(frame);
    }
  }

  /** Lets all that was added leave. */
  void flush(Channel channel, @Nullable Socket socket) {
    buffer.flip();
    if (socket != null && buffer.hasRemaining() && isNext(channel)) {
      buffer.position(send(socket));
    }
    if (buffer.hasRemaining()) {
      channel.writeAndFlush(
          channel.alloc().ioBuffer(buffer.remaining()).writeBytes(buffer), channel.voidPromise());
    }
    buffer.clear();
  }

  /** Forgets what did not leave because something failed: it must not reach another connection. */
  void discard() {
    buffer.clear();
  }

  /** Whether what is written past the channel now is in order. A closed channel has no buffer. */
  private static boolean isNext(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null
        && waiting.totalPendingWriteBytes() == 0
        && channel.eventLoop().inEventLoop();
  }

  /** How much the socket took. */
  private int send(Socket socket) {
    try {
      return Math.max(0, socket.send(buffer, 0, buffer.limit()));
    } catch (IOException broken) {
      // The channel will meet the same, and end.
      return 0;
    }
  }
}
