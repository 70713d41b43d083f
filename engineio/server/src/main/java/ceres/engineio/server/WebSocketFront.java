package ceres.engineio.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/**
 * Reads a WebSocket's frames and hands them to the transport on the session's event loop; answers
 * control frames itself (RFC 6455, section 5.5).
 *
 * <p>Event-loop confined to the connection's loop.
 */
final class WebSocketFront extends ChannelInboundHandlerAdapter {
  private final WebSocketTransport transport;
  private boolean ended;

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
        onSessionLoop(() -> transport.onText(data));
      }
      case BinaryWebSocketFrame binary -> {
        byte[] data = ByteBufUtil.getBytes(binary.content());
        onSessionLoop(() -> transport.onBinary(data));
      }
      case PingWebSocketFrame ping -> {
        ByteBuf pong = ctx.alloc().ioBuffer(2 + ping.content().readableBytes());
        pong.writeByte(0x8A).writeByte(ping.content().readableBytes()).writeBytes(ping.content());
        ctx.writeAndFlush(pong);
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
    ctx.writeAndFlush(close).addListener(done -> ((DuplexChannel) ctx.channel()).shutdownOutput());
  }

  private void gone(CloseReason reason) {
    onSessionLoop(() -> transport.onGone(reason));
  }

  private void onSessionLoop(Runnable task) {
    LoopContext loop = transport.loop();
    if (loop.inLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }
}
