package ceres.engineio.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the messages of a client that agreed to permessage-deflate (RFC 7692, section
 * 7.2.2). A message of more than maxPayload bytes is given up as soon as it is one, however few
 * bytes it came as.
 *
 * <p>Event-loop confined to the connection's loop.
 */
final class WebSocketInflater extends MessageToMessageDecoder<WebSocketFrame> {
  private static final int RSV1 = 4;
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final int maxPayload;

  /** Of the compressed message that is being read, if there is one. */
  private @Nullable Inflater inflater;

  private int inflated;

  WebSocketInflater(int maxPayload) {
    super(WebSocketFrame.class);
    this.maxPayload = maxPayload;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, WebSocketFrame frame, List<Object> out) {
    boolean begins = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
    boolean continues = frame instanceof ContinuationWebSocketFrame;
    if (frame.rsv() != 0 && !(begins && frame.rsv() == RSV1)) {
      end();
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.PROTOCOL_ERROR, "a reserved bit that means nothing");
    }
    if (begins && frame.rsv() == RSV1) {
      end();
      inflater = new Inflater(true);
    }
    Inflater current = inflater;
    if (current == null || !(begins || continues)) {
      out.add(frame.retain());
      return;
    }
    ByteBuf plain = ctx.alloc().buffer();
    boolean done = false;
    try {
      inflate(current, ByteBufUtil.getBytes(frame.content()), plain);
      if (frame.isFinalFragment()) {
        inflate(current, TAIL, plain);
      }
      done = true;
    } finally {
      if (!done) {
        plain.release();
      }
      if (!done || frame.isFinalFragment()) {
        end();
      }
    }
    out.add(
        switch (frame) {
          case TextWebSocketFrame text -> new TextWebSocketFrame(frame.isFinalFragment(), 0, plain);
          case BinaryWebSocketFrame binary ->
              new BinaryWebSocketFrame(frame.isFinalFragment(), 0, plain);
          default -> new ContinuationWebSocketFrame(frame.isFinalFragment(), 0, plain);
        });
  }

  private void inflate(Inflater current, byte[] compressed, ByteBuf plain) {
    current.setInput(compressed);
    byte[] buffer = new byte[4096];
    try {
      while (true) {
        int count = current.inflate(buffer);
        inflated += count;
        if (inflated > maxPayload) {
          throw new TooLongFrameException("a message over the limit once decompressed");
        }
        plain.writeBytes(buffer, 0, count);
        if (current.finished() && current.getRemaining() > 0) {
          // A block may be marked as the last one, and another stream follow (section 7.2.3.4).
          int rest = current.getRemaining();
          current.reset();
          current.setInput(compressed, compressed.length - rest, rest);
        } else if (count == 0) {
          return;
        }
      }
    } catch (DataFormatException e) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "what cannot be decompressed");
    }
  }

  private void end() {
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
    inflated = 0;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    end();
  }
}
