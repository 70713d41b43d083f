package ceres.engineio.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the connections of one event loop. What leaves together is gathered into one buffer,
 * which all connections of the loop share. On plain TCP with epoll, while nothing of the
 * connection's waits to leave, it goes to the socket past the channel: at once, or, between {@link
 * #gather} and {@link #submit} and if there is a {@link SendRing}, with what others get, in one
 * system call. Otherwise, and for what the socket does not take, the channel does it, in order.
 *
 * <p>Event-loop confined.
 */
final class SocketWriter {
  /** What leaves in one system call at most. */
  static final int CAPACITY = 128 << 10;

  /** So few are not worth a ring. */
  private static final int FEW = 3;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);
  private final long address = MemorySegment.ofBuffer(buffer).address();
  private final @Nullable WebSocketTransport[] receivers =
      new @Nullable WebSocketTransport[SendRing.ENTRIES];
  private final int[] starts = new int[SendRing.ENTRIES];
  private final int[] lengths = new int[SendRing.ENTRIES];

  /** How many receivers wait for {@link #submit}. */
  private int gathered;

  /** Where the bytes of the connection begin whose turn it is. */
  private int start;

  private @Nullable SendRing ring;
  private boolean gathering;
  private boolean closed;

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

  /** From now on this may gather, if the ring is of use. */
  void use(SendRing newRing) {
    if (!closed && newRing.begin()) {
      ring = newRing;
    } else {
      newRing.close();
    }
  }

  /** Whether this may gather. */
  boolean hasRing() {
    return ring != null;
  }

  /** Gathers no more. */
  void close() {
    submit();
    closed = true;
    if (ring != null) {
      ring.close();
      ring = null;
    }
  }

  /** Until {@link #submit}, what is flushed may wait for what others get. */
  void gather() {
    gathering = ring != null;
  }

  /**
   * Adds a frame to what leaves next; {@link #flush} and {@link #discard} must follow before
   * another connection's turn.
   */
  void write(WebSocketTransport receiver, byte[] frame) {
    if (frame.length > buffer.remaining()) {
      leaveNow();
      if (frame.length > buffer.remaining() && buffer.position() > 0) {
        leave(receiver);
      }
    }
    if (frame.length > CAPACITY) {
      Channel channel = receiver.channel();
      channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
    } else {
      buffer.put(frame);
    }
  }

  /** Lets all that was added leave, or gathers it. */
  void flush(WebSocketTransport receiver) {
    if (buffer.position() == start) {
      return;
    }
    if (receiver.isGathered()) {
      leaveNow();
    }
    if (gathering && isNext(receiver)) {
      receivers[gathered] = receiver;
      starts[gathered] = start;
      lengths[gathered] = buffer.position() - start;
      gathered++;
      receiver.gathered(true);
      start = buffer.position();
      if (gathered == SendRing.ENTRIES) {
        leaveNow();
      }
    } else {
      leave(receiver);
    }
  }

  /** Forgets what did not leave because something failed: it must not reach another connection. */
  void discard() {
    buffer.position(start);
  }

  /** Lets what was gathered leave, and gathers no more. */
  void submit() {
    leaveNow();
    gathering = false;
  }

  /** Lets what was gathered leave. */
  void leaveNow() {
    int count = gathered;
    if (count == 0) {
      return;
    }
    gathered = 0;
    if (ring != null && count > FEW) {
      sendTogether(ring, count);
    } else {
      for (int i = 0; i < count; i++) {
        left(i, isNext(receiver(i)) ? send(receiver(i), starts[i], lengths[i]) : 0);
      }
    }
    for (int i = 0; i < count; i++) {
      receiver(i).gathered(false);
      if (lengths[i] > 0) {
        leaveByChannel(receiver(i), starts[i], lengths[i]);
      }
    }
    buffer.limit(buffer.position()).position(start).compact();
    start = 0;
    for (int i = 0; i < count; i++) {
      WebSocketTransport receiver = receiver(i);
      receivers[i] = null;
      if (lengths[i] > 0) {
        receiver.noteBacklog();
      }
    }
  }

  /** Leaves in the arrays what is still to be sent. */
  private void sendTogether(SendRing together, int count) {
    for (int i = 0; i < count; i++) {
      together.add(descriptor(receiver(i)), address + starts[i], lengths[i]);
    }
    boolean works = together.submit();
    for (int i = 0; i < count; i++) {
      left(i, together.sent(i));
    }
    if (!works) {
      together.close();
      ring = null;
      gathering = false;
    }
  }

  private WebSocketTransport receiver(int index) {
    return Objects.requireNonNull(receivers[index]);
  }

  /** None if it is closed: another connection may have its number by now. */
  private static int descriptor(WebSocketTransport receiver) {
    Socket socket = receiver.socket();
    return socket != null && socket.isOpen() ? socket.intValue() : -1;
  }

  private void left(int index, int sent) {
    starts[index] += sent;
    lengths[index] -= sent;
  }

  /** Lets leave what was added for the connection whose turn it is. */
  private void leave(WebSocketTransport receiver) {
    int length = buffer.position() - start;
    int sent = isNext(receiver) ? send(receiver, start, length) : 0;
    if (sent < length) {
      leaveByChannel(receiver, start + sent, length - sent);
    }
    buffer.position(start);
  }

  private void leaveByChannel(WebSocketTransport receiver, int from, int length) {
    Channel channel = receiver.channel();
    channel.writeAndFlush(
        channel.alloc().ioBuffer(length).writeBytes(buffer.slice(from, length)),
        channel.voidPromise());
  }

  /**
   * Whether what is written past the channel now is possible and in order. A closed channel has no
   * buffer.
   */
  private static boolean isNext(WebSocketTransport receiver) {
    Channel channel = receiver.channel();
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return receiver.socket() != null
        && waiting != null
        && waiting.totalPendingWriteBytes() == 0
        && channel.eventLoop().inEventLoop();
  }

  /** How much the socket took. */
  private int send(WebSocketTransport receiver, int from, int length) {
    Socket socket = Objects.requireNonNull(receiver.socket());
    try {
      return Math.max(0, socket.send(buffer, from, from + length));
    } catch (IOException broken) {
      // The channel will meet the same, and end.
      return 0;
    }
  }
}
