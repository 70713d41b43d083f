package ceres.engineio.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.FastThreadLocal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a WebSocket client (RFC 6455, section 5) and hands on whole messages, for as
 * long as a {@link Turn}. A frame that has come as a whole is decoded in it at once; only of a
 * frame or a message that is not whole yet, and until the next turn, anything is kept, so that an
 * idle connection has no buffer.
 *
 * <p>Event-loop confined to the connection's loop.
 */
abstract class FrameReader extends ChannelInboundHandlerAdapter {
  /** Of a close frame that says none. */
  static final int NO_STATUS = -1;

  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0f;
  private static final int CONTROL = 0x08;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7f;
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LONGEST_CONTROL = 125;
  private static final int MASK_BYTES = 4;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Where payloads of usual length are unmasked; nothing in it outlives a frame. */
  private static final FastThreadLocal<byte[]> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[8 << 10];
        }
      };

  private final int maxPayload;
  private final boolean deflate;

  /** A frame whose rest has not come yet; before it those of the next turn. */
  private @Nullable ByteBuf partial;

  private @Nullable UnfinishedMessage message;
  private boolean over;
  private boolean resting;
  private boolean hurried;

  /**
   * @param maxPayload the most bytes of a message
   * @param deflate whether permessage-deflate was agreed to
   */
  FrameReader(int maxPayload, boolean deflate) {
    this.maxPayload = maxPayload;
    this.deflate = deflate;
  }

  /**
   * A message of text.
   *
   * @param size in bytes, as UTF-8
   */
  abstract void onText(ChannelHandlerContext ctx, String text, int size);

  abstract void onBinary(ChannelHandlerContext ctx, byte[] bytes);

  abstract void onPing(ChannelHandlerContext ctx, byte[] payload);

  /**
   * A close frame.
   *
   * @param status {@link #NO_STATUS} if it says none
   */
  abstract void onCloseFrame(ChannelHandlerContext ctx, int status);

  /** The client broke the rules; nothing is read any more. */
  abstract void onViolation(ChannelHandlerContext ctx, FrameViolation violation);

  /** Whether anything that comes now is thrown away. */
  final boolean isOver() {
    return over;
  }

  /** Throws away what comes from now on. */
  final void stopReading() {
    over = true;
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object received) {
    ByteBuf bytes = (ByteBuf) received;
    ByteBuf before = partial;
    if (before == null) {
      read(ctx, bytes, false);
      return;
    }
    partial = null;
    try {
      before.writeBytes(bytes);
    } finally {
      bytes.release();
    }
    if (resting) {
      partial = before;
    } else {
      read(ctx, before, true);
    }
  }

  /**
   * Frames, for as long as a turn.
   *
   * @param own whether the bytes are in a buffer of this
   */
  private void read(ChannelHandlerContext ctx, ByteBuf bytes, boolean own) {
    try {
      boolean more = readFrames(ctx, bytes);
      if (!over && bytes.isReadable() && !ctx.isRemoved()) {
        keep(ctx, bytes, own);
        if (more) {
          resting = true;
          onRest(ctx);
        }
      }
    } catch (FrameViolation violation) {
      over = true;
      onViolation(ctx, violation);
    } finally {
      bytes.release();
    }
  }

  /** Whether the turn is over, and not all frames are read that are whole. */
  private boolean readFrames(ChannelHandlerContext ctx, ByteBuf bytes) {
    Turn turn = new Turn();
    while (!over && readFrame(ctx, bytes)) {
      if (turn.isOver() && !hurried) {
        return true;
      }
    }
    return false;
  }

  /** Others have their turns before this {@linkplain #goOn goes on}. */
  abstract void onRest(ChannelHandlerContext ctx);

  final boolean isResting() {
    return resting;
  }

  /** It is this connection's turn again. */
  final void goOn(ChannelHandlerContext ctx) {
    ByteBuf bytes = partial;
    if (resting && bytes != null) {
      partial = null;
      resting = false;
      read(ctx, bytes, true);
    }
  }

  /** Nothing more will come; what has come is read to its end. */
  final void finish(ChannelHandlerContext ctx) {
    hurried = true;
    goOn(ctx);
  }

  /** Keeps what is not read yet, but not a buffer of others that is mostly something else. */
  private void keep(ChannelHandlerContext ctx, ByteBuf rest, boolean own) {
    partial =
        own && (rest.readerIndex() == 0 || rest.isReadable(rest.capacity() / 2))
            ? rest.retain()
            : ctx.alloc().buffer(rest.readableBytes()).writeBytes(rest);
    onUnfinished();
  }

  /** There is more of what is not whole. */
  void onUnfinished() {}

  /** How many bytes are here of what is not whole. */
  final long unfinished() {
    long ofFrame = partial == null ? 0 : partial.readableBytes();
    return ofFrame + (message == null ? 0 : message.length());
  }

  /** Whether there was a whole frame. */
  private boolean readFrame(ChannelHandlerContext ctx, ByteBuf in) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    if (available < 2) {
      return false;
    }
    int first = in.getUnsignedByte(start);
    int second = in.getUnsignedByte(start + 1);
    check(first, second);
    int more = (second & LENGTH) < 126 ? 0 : (second & LENGTH) == 126 ? 2 : 8;
    if (available < 2 + more) {
      return false;
    }
    long length = length(in, start + 2, second & LENGTH);
    if (length > maxPayload) {
      throw FrameViolation.tooBig();
    }
    int header = 2 + more + MASK_BYTES;
    if (available < header + length) {
      return false;
    }
    int mask = in.getInt(start + 2 + more);
    in.readerIndex(start + header);
    handle(ctx, first, in, (int) length, mask);
    return true;
  }

  private void check(int first, int second) {
    int opcode = first & OPCODE;
    boolean begins = opcode == TEXT || opcode == BINARY;
    int reserved = first & RESERVED;
    if (reserved != 0 && !(deflate && begins && reserved == PerMessageDeflate.RSV1)) {
      throw FrameViolation.protocol("a reserved bit that means nothing");
    }
    if ((second & MASKED) == 0) {
      throw FrameViolation.protocol("a frame that is not masked");
    }
    if ((opcode & CONTROL) != 0) {
      checkControl(opcode, (first & FIN) != 0, second & LENGTH);
    } else if (begins && message != null) {
      throw FrameViolation.protocol("a message in the middle of another");
    } else if (opcode == CONTINUATION && message == null) {
      throw FrameViolation.protocol("a continuation of nothing");
    } else if (opcode > BINARY) {
      throw FrameViolation.protocol("a data frame of a kind that there is not");
    }
  }

  private static void checkControl(int opcode, boolean isFinal, int length) {
    if (opcode > PONG) {
      throw FrameViolation.protocol("a control frame of a kind that there is not");
    }
    if (!isFinal || length > LONGEST_CONTROL) {
      throw FrameViolation.protocol("a control frame in fragments, or too long");
    }
    if (opcode == CLOSE && length == 1) {
      throw FrameViolation.protocol("half a status");
    }
  }

  /** The length of the payload, in as few bytes as it needs (section 5.2). */
  private static long length(ByteBuf in, int at, int length) {
    long whole =
        switch (length) {
          case 126 -> in.getUnsignedShort(at);
          case 127 -> in.getLong(at);
          default -> length;
        };
    if ((length == 126 && whole < 126) || (length == 127 && whole < 65_536)) {
      throw FrameViolation.protocol("a length that is too long, or negative");
    }
    return whole;
  }

  private void handle(ChannelHandlerContext ctx, int first, ByteBuf in, int length, int mask) {
    int opcode = first & OPCODE;
    boolean whole = (first & (FIN | RESERVED)) == FIN && opcode != CONTINUATION;
    byte[] scratch = SCRATCH.get();
    byte[] payload =
        length > scratch.length || (whole && opcode != TEXT) ? new byte[length] : scratch;
    in.readBytes(payload, 0, length);
    unmask(payload, length, mask);
    if (!whole) {
      addFragment(ctx, first, payload, length);
      return;
    }
    switch (opcode) {
      case TEXT -> onText(ctx, Utf8.decode(payload, length), length);
      case BINARY -> onBinary(ctx, payload);
      case PING -> onPing(ctx, payload);
      case CLOSE -> onCloseFrame(ctx, status(payload));
      default -> {
        // An unasked pong, which RFC 6455 allows.
      }
    }
  }

  private static void unmask(byte[] payload, int length, int mask) {
    long wide = ((long) mask << 32) | Integer.toUnsignedLong(mask);
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      LONGS.set(payload, i, (long) LONGS.get(payload, i) ^ wide);
    }
    for (; i < length; i++) {
      payload[i] ^= (byte) (mask >> (24 - 8 * (i & 3)));
    }
  }

  private void addFragment(ChannelHandlerContext ctx, int first, byte[] payload, int length) {
    UnfinishedMessage current = message;
    if (current == null) {
      current =
          new UnfinishedMessage(
              (first & OPCODE) == TEXT, (first & PerMessageDeflate.RSV1) != 0, maxPayload);
      message = current;
    }
    boolean last = (first & FIN) != 0;
    current.add(payload, length, last);
    if (last) {
      dropMessage();
      if (current.isText()) {
        onText(ctx, current.text(), current.length());
      } else {
        onBinary(ctx, current.bytes());
      }
    } else {
      onUnfinished();
    }
  }

  private static int status(byte[] payload) {
    if (payload.length == 0) {
      return NO_STATUS;
    }
    int status = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    if (!isStatus(status)) {
      throw FrameViolation.protocol("a status that nobody may send");
    }
    byte[] reason = Arrays.copyOfRange(payload, 2, payload.length);
    if (Utf8.check(Utf8.BETWEEN, reason, 0, reason.length) != Utf8.BETWEEN) {
      throw Utf8.noUtf8();
    }
    return status;
  }

  /** Section 7.4. */
  private static boolean isStatus(int status) {
    return (status >= 1000 && status <= 1003)
        || (status >= 1007 && status <= 1014)
        || status >= 3000;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    over = true;
    if (partial != null) {
      partial.release();
      partial = null;
    }
    dropMessage();
  }

  private void dropMessage() {
    if (message != null) {
      message.end();
      message = null;
    }
  }
}
