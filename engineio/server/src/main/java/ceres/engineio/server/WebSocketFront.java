package ceres.engineio.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Hands a WebSocket's messages to the transport on the session's event loop; answers control frames
 * itself (RFC 6455, section 5.5).
 *
 * <p>Event-loop confined to the connection's loop.
 */
final class WebSocketFront extends FrameReader implements Backlogs.Owner {
  /**
   * The most bytes that wait for the session's loop, if that is another; then the client has to
   * wait too.
   */
  private static final int MOST_HANDED_OVER = 256 << 10;

  /** How many pings are answered that come at once. */
  private static final int MOST_PONGS = 16;

  /** How long a client may take to close when the server stops. */
  private static final long LINGER_MILLIS = 1_000;

  /** What a message costs besides its bytes, near enough for accounting. */
  private static final int OVERHEAD = 128;

  /** What the transport tells this, as an event of the pipeline. */
  enum Reading {
    WANTED,
    PAUSED
  }

  private static final AtomicIntegerFieldUpdater<WebSocketFront> HANDED_OVER =
      AtomicIntegerFieldUpdater.newUpdater(WebSocketFront.class, "handedOver");

  private final WebSocketTransport transport;
  private final LoopContext loop;

  /** How many bytes wait for the session's loop; of all threads. */
  private volatile int handedOver;

  private boolean paused;
  private boolean held;
  private byte @Nullable [] unansweredPing;
  private int pongs;
  private @Nullable Channel channel;

  /**
   * @param loop of the connection
   * @param maxPayload the most bytes of a message
   * @param deflate whether permessage-deflate was agreed to
   */
  WebSocketFront(WebSocketTransport transport, LoopContext loop, int maxPayload, boolean deflate) {
    super(maxPayload, deflate);
    this.transport = transport;
    this.loop = loop;
  }

  @Override
  void onText(ChannelHandlerContext ctx, String text, int size) {
    if (transport.loop().inLoop()) {
      transport.onText(text);
    } else {
      handOver(ctx, size, () -> transport.onText(text));
    }
  }

  @Override
  void onBinary(ChannelHandlerContext ctx, byte[] bytes) {
    if (transport.loop().inLoop()) {
      transport.onBinary(bytes);
    } else {
      handOver(ctx, bytes.length, () -> transport.onBinary(bytes));
    }
  }

  @Override
  void onPing(ChannelHandlerContext ctx, byte[] payload) {
    unansweredPing = payload;
    if (pongs < MOST_PONGS) {
      pongs++;
      answerPing(ctx);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!isResting()) {
      pongs = 0;
      answerPing(ctx);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
  }

  @Override
  void onUnfinished() {
    long bytes = unfinished();
    if (bytes > Backlogs.WORTH_COUNTING) {
      loop.backlogs().add(this, bytes);
    }
  }

  @Override
  public long waiting() {
    return unfinished();
  }

  @Override
  public void giveUp() {
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  void onCloseFrame(ChannelHandlerContext ctx, int status) {
    end(status == NO_STATUS ? FrameViolation.NORMAL_CLOSURE : status, CloseReason.TRANSPORT_CLOSE);
  }

  @Override
  void onViolation(ChannelHandlerContext ctx, FrameViolation violation) {
    end(violation.status(), CloseReason.TRANSPORT_ERROR);
  }

  /** Only the last ping is answered if there are several (RFC 6455, section 5.5.3). */
  private void answerPing(ChannelHandlerContext ctx) {
    byte[] payload = unansweredPing;
    if (payload != null && !isOver() && ctx.channel().isWritable()) {
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
    ctx.channel().config().setAutoRead(!paused && !held && !isResting());
  }

  @Override
  void onRest(ChannelHandlerContext ctx) {
    updateReading(ctx);
    loop.executeNextTurn(() -> {
      try {
        goOn(ctx);
        channelReadComplete(ctx);
      } catch (RuntimeException | Error fault) {
        exceptionCaught(ctx, fault);
      }
      updateReading(ctx);
    });
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    finish(ctx);
    if (!isOver()) {
      stopReading();
      gone(CloseReason.TRANSPORT_CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
    if (!isOver()) {
      stopReading();
      gone(CloseReason.TRANSPORT_ERROR);
    }
  }

  /** The transport says close with a status; nothing that comes after this is read. */
  private void end(int status, CloseReason reason) {
    stopReading();
    transport.loop().run(() -> transport.onEnd(status, reason));
  }

  private void gone(CloseReason reason) {
    transport.loop().run(() -> transport.onGone(reason));
  }

  private void handOver(ChannelHandlerContext ctx, int bytes, Runnable task) {
    int cost = bytes + OVERHEAD;
    if (HANDED_OVER.addAndGet(this, cost) > MOST_HANDED_OVER && !held) {
      held = true;
      updateReading(ctx);
    }
    transport
        .loop()
        .execute(() -> {
          task.run();
          int left = HANDED_OVER.addAndGet(this, -cost);
          if (left <= MOST_HANDED_OVER && left + cost > MOST_HANDED_OVER) {
            ctx.executor().execute(() -> release(ctx));
          }
        });
  }

  private void release(ChannelHandlerContext ctx) {
    held = handedOver > MOST_HANDED_OVER;
    updateReading(ctx);
  }
}
