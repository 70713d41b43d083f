package ceres.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection. Confined to the thread of its {@link Crowd}. */
final class Client {
  /** What it waits for. */
  enum State {
    NEW,
    TCP,
    UPGRADE,
    OPEN,
    CONNECT,
    READY,
    GONE
  }

  static final byte[] NOTHING = {};

  final int index;
  final String token;

  /** Its place in its room, where it is in one room only. */
  int seat = -1;

  State state = State.NEW;

  /** When its connect, or its last join, began. */
  long since;

  /** Whether it sends another message for each of its own that it sees. */
  boolean sendsOnEcho;

  /** The beginning of a frame whose end is not there yet. */
  byte[] unread = NOTHING;

  @Nullable SocketChannel channel;
  @Nullable SelectionKey key;
  private @Nullable ByteBuffer unsent;

  Client(int index, String token) {
    this.index = index;
    this.token = token;
  }

  /** Sends bytes; what the socket does not take now is kept, and goes first when it does. */
  void send(ByteBuffer bytes) throws IOException {
    SocketChannel open = channel;
    if (open == null || state == State.GONE) {
      return;
    }
    if (unsent == null) {
      open.write(bytes);
      if (!bytes.hasRemaining()) {
        return;
      }
    }
    ByteBuffer before = unsent == null ? ByteBuffer.allocate(0) : unsent;
    unsent = ByteBuffer.allocate(before.remaining() + bytes.remaining());
    unsent.put(before).put(bytes).flip();
    interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  /** The socket takes more. */
  void flush() throws IOException {
    if (unsent != null && channel != null) {
      channel.write(unsent);
      if (unsent.hasRemaining()) {
        return;
      }
      unsent = null;
    }
    interest(SelectionKey.OP_READ);
  }

  private void interest(int operations) {
    if (key != null && key.isValid()) {
      key.interestOps(operations);
    }
  }

  void close() throws IOException {
    state = State.GONE;
    unread = NOTHING;
    if (channel != null) {
      channel.close();
    }
  }
}
