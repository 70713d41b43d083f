package ceres.engineio.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a WebSocket's frames and hands them to the transport on the session's event loop; answers
 * control frames itself (RFC 6455, section 5.5).
 *
 * <p>Event-loop confined to the connection's loop.
 */
final class WebSocketFront extends ChannelInboundHandlerAdapter {
  /**
   * The most bytes that wait for the session's loop, if that is another; then the client has to
   * wait too.
   */
  private static final int MOST_HANDED_OVER = 256 << 10;

  /** How long a client may take to close when the server stops. */
  private static final long LINGER_MILLIS = 1_000;

  /** What a message costs besides its bytes, near enough for accounting. */
  private static final int OVERHEAD = 128;

  /** What the transport tells this, as an event of the pipeline. */
  enum Reading {
    WANTED,
    PAUSED
  }

  private final WebSocketTransport transport;
  private final AtomicInteger handedOver = new AtomicInteger();
  private boolean ended;
  private boolean paused;
  private boolean held;
  private byte @Nullable [] unansweredPing;

  WebSocketFront(WebSocketTransport transport) {
    this.transport = transport;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (!ended) {
        read(ctx, message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(ChannelHandlerContext ctx, Object frame) {
    switch (frame) {
      case TextWebSocketFrame text -> {
        String data = text.content().toString(StandardCharsets.UTF_8);
        handOver(ctx, text.content().readableBytes(), () -> transport.onText(data));
      }
      case BinaryWebSocketFrame binary -> {
        byte[] data = ByteBufUtil.getBytes(binary.content());
        handOver(ctx, data.length, () -> transport.onBinary(data));
      }
      case PingWebSocketFrame ping -> {
        unansweredPing = ByteBufUtil.getBytes(ping.content());
        answerPing(ctx);
      }
      case CloseWebSocketFrame close -> {
        int status = close.statusCode();
        end(ctx, status < 0 ? WebSocketCloseStatus.NORMAL_CLOSURE.code() : status);
        gone(CloseReason.TRANSPORT_CLOSE);
      }
      default -> {
        // An unasked pong, which RFC 6455 allows.
      }
    }
  }

  /** Only the last ping is answered if there are several (RFC 6455, section 5.5.3). */
  private void answerPing(ChannelHandlerContext ctx) {
    byte[] payload = unansweredPing;
    if (payload != null && !ended && ctx.channel().isWritable()) {
      unansweredPing = null;
      ByteBuf pong = ctx.alloc().ioBuffer(2 + payload.length);
      ctx.writeAndFlush(pong.writeByte(0x8A).writeByte(payload.length).writeBytes(payload));
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    answerPing(ctx);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Reading reading) {
      paused = reading == Reading.PAUSED;
      updateReading(ctx);
    } else if (event == ServerStops.NOW) {
      endSoon(ctx);
    }
  }

  /** When all that was written has left, a client that does not close the connection loses it. */
  private static void endSoon(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(left ->
            ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void updateReading(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(!paused && !held);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!ended) {
      ended = true;
      gone(CloseReason.TRANSPORT_CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (ended) {
      ctx.close();
      return;
    }
    Throwable fault = cause.getCause() == null ? cause : cause.getCause();
    switch (fault) {
      case CorruptedWebSocketFrameException corrupted -> end(ctx, corrupted.closeStatus().code());
      case TooLongFrameException tooLong -> end(ctx, WebSocketCloseStatus.MESSAGE_TOO_BIG.code());
      default -> {
        ended = true;
        ctx.close();
      }
    }
    gone(CloseReason.TRANSPORT_ERROR);
  }

  /** Says close with a status; nothing that comes after this is read. */
  private void end(ChannelHandlerContext ctx, int status) {
    ended = true;
    ByteBuf close = ctx.alloc().ioBuffer(4);
    close.writeByte(0x88).writeByte(2).writeShort(status);
    ctx.writeAndFlush(close).addListener(done -> Tls.shutdownOutput(ctx.channel()));
  }

  private void gone(CloseReason reason) {
    transport.loop().run(() -> transport.onGone(reason));
  }

  private void handOver(ChannelHandlerContext ctx, int bytes, Runnable task) {
    LoopContext loop = transport.loop();
    if (loop.inLoop()) {
      task.run();
      return;
    }
    int cost = bytes + OVERHEAD;
    if (handedOver.addAndGet(cost) > MOST_HANDED_OVER && !held) {
      held = true;
      updateReading(ctx);
    }
    loop.execute(() -> {
      task.run();
      int left = handedOver.addAndGet(-cost);
      if (left <= MOST_HANDED_OVER && left + cost > MOST_HANDED_OVER) {
        ctx.executor().execute(() -> release(ctx));
      }
    });
  }

  private void release(ChannelHandlerContext ctx) {
    held = handedOver.get() > MOST_HANDED_OVER;
    updateReading(ctx);
  }
}
