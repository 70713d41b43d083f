package ceres.engineio.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP connection: collects a request's body within the limit, lets {@link RequestRouter} act
 * on it, and sends the answers in the order of the requests (RFC 9112, section 9.3.2).
 *
 * <p>Event-loop confined to the connection's loop.
 */
final class HttpFront extends ChannelInboundHandlerAdapter
    implements Backlogs.Owner, RequestDeadline.Late {
  /** Requests that a client may send ahead of reading the answers, counted in parts of requests. */
  private static final int MOST_PIPELINED = 64;

  /** How long the rest of a body that is too large is read and thrown away. */
  private static final long LINGER_MILLIS = 1_000;

  private final EngineConfig config;
  private final RequestRouter router;
  private final LoopContext loop;

  /** Why nothing of this connection is listened to; null for almost all. */
  private final @Nullable Refusal refusal;

  private final RequestDeadline deadline;
  private final Deque<HttpObject> pipelined = new ArrayDeque<>(0);
  private @Nullable ChannelHandlerContext context;
  private @Nullable Exchange exchange;
  private @Nullable ByteBuf body;
  private boolean bodyComplete;
  private boolean answering;
  private boolean ending;
  private boolean stopping;

  /** What an answer that is on its way had left to send, when its time began. */
  private long leftToSend;

  HttpFront(
      EngineConfig config, RequestRouter router, LoopContext loop, @Nullable Refusal refusal) {
    this.config = config;
    this.router = router;
    this.loop = loop;
    this.refusal = refusal;
    this.deadline = new RequestDeadline(loop, this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    deadline.awaitRequest();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (ending || !(message instanceof HttpObject part)) {
      ReferenceCountUtil.release(message);
    } else if (exchange != null && bodyComplete) {
      pipelined.add(part);
      if (pipelined.size() > MOST_PIPELINED) {
        ctx.close();
      }
    } else {
      read(ctx, part);
    }
  }

  private void read(ChannelHandlerContext ctx, HttpObject part) {
    try {
      if (part.decoderResult().isFailure()) {
        router.gate().count(Refused.MALFORMED);
        refuseBroken(ctx, statusOf(part.decoderResult().cause()));
      } else if (part instanceof HttpRequest request) {
        begin(ctx, request);
      } else if (part instanceof HttpContent content) {
        collect(ctx, content);
      }
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private static HttpResponseStatus statusOf(Throwable failure) {
    return switch (failure) {
      case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
      case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
      default -> HttpResponseStatus.BAD_REQUEST;
    };
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    exchange = new Exchange(this, ctx.channel(), request, router.answerHeaders(), router.gate());
    bodyComplete = false;
    deadline.begun();
    Refusal no = refusal;
    if (no != null) {
      refuseEarly(exchange, current -> current.refuse(no));
    } else if (HttpUtil.getContentLength(request, 0L) > config.maxPayload()) {
      refuseTooLarge(exchange);
    } else if (HttpUtil.is100ContinueExpected(request)) {
      ctx.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
  }

  private void collect(ChannelHandlerContext ctx, HttpContent content) {
    Exchange current = exchange;
    if (current == null) {
      return;
    }
    ByteBuf bytes = content.content();
    int before = body == null ? 0 : body.readableBytes();
    if (before + bytes.readableBytes() > config.maxPayload()) {
      refuseTooLarge(current);
      return;
    }
    if (bytes.isReadable()) {
      if (body == null) {
        body = ctx.alloc().buffer(bytes.readableBytes());
      }
      body.writeBytes(bytes);
      if (body.readableBytes() > Backlogs.WORTH_COUNTING) {
        loop.backlogs().add(this, body.readableBytes());
      }
    }
    if (content instanceof LastHttpContent) {
      bodyComplete = true;
      deadline.end();
      byte[] whole = new byte[body == null ? 0 : body.readableBytes()];
      if (body != null) {
        body.readBytes(whole);
      }
      releaseBody();
      router.route(ctx, current, whole);
    }
  }

  /** The connection cannot go on after this: the rest of the body is not read. */
  private void refuseTooLarge(Exchange current) {
    router.gate().count(Refused.PAYLOAD_TOO_LARGE);
    refuseEarly(
        current, tooLarge -> tooLarge.answerStatus(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE));
  }

  private void refuseEarly(Exchange current, Consumer<Exchange> answer) {
    ending = true;
    bodyComplete = true;
    deadline.end();
    releaseBody();
    answer.accept(current);
  }

  /** What has come is no request, or none that was whole in time. */
  private void refuseBroken(ChannelHandlerContext ctx, HttpResponseStatus status) {
    ending = true;
    deadline.end();
    Exchange broken = exchange;
    exchange = null;
    if (broken != null) {
      router.uploadCutOff(broken.request());
    }
    DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
    router.answerHeaders().addFixedTo(response.headers());
    HttpUtil.setContentLength(response, 0);
    response
        .headers()
        .set(HttpHeaderNames.CONNECTION, "close")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(Exchange.NO_SNIFFING, "nosniff");
    ctx.writeAndFlush(response).addListener(written -> closeSlowly(ctx));
  }

  /** Half closed, so that the client reads the answer before our close resets its upload. */
  private static void closeSlowly(ChannelHandlerContext ctx) {
    Tls.shutdownOutput(ctx.channel());
    ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Whether an exchange can still be answered, or taken over by a WebSocket. It cannot when the
   * client is gone, nor when one that asked for a WebSocket went on without waiting for it.
   */
  boolean awaits(Exchange which) {
    return which.equals(exchange)
        && !answering
        && context != null
        && context.channel().isActive()
        && (pipelined.isEmpty() || !WebSocketHandshake.isAskedFor(which.request().headers()));
  }

  /** An exchange has its answer: it is sent, and then the next request's turn comes. */
  void answered(Exchange which, FullHttpResponse response) {
    ChannelHandlerContext ctx = context;
    if (!which.equals(exchange) || answering || ctx == null || !ctx.channel().isActive()) {
      response.release();
      return;
    }
    answering = true;
    boolean refusedEarly = ending;
    boolean keepAlive =
        !refusedEarly && !stopping && !which.isLast() && HttpUtil.isKeepAlive(which.request());
    ending = !keepAlive;
    HttpUtil.setKeepAlive(response.headers(), which.request().protocolVersion(), keepAlive);
    if (response.headers().contains(HttpHeaderNames.UPGRADE)) {
      response.headers().add(HttpHeaderNames.CONNECTION, HttpHeaderNames.UPGRADE);
    }
    ChannelFuture left = ctx.writeAndFlush(response);
    if (!left.isDone()) {
      leftToSend = SocketWriter.backlog(ctx.channel());
      loop.backlogs().add(this, leftToSend);
      deadline.awaitProgress();
    }
    left.addListener(written -> {
      if (!written.isSuccess()) {
        ctx.close(); // and channelInactive() tells whose answer is lost
        return;
      }
      answering = false;
      exchange = null;
      if (refusedEarly) {
        closeSlowly(ctx);
      } else if (!keepAlive || stopping) {
        ctx.close();
      } else {
        readOn(ctx);
      }
    });
  }

  /** Reads what came while an answer was awaited, or had not left yet. */
  private void readOn(ChannelHandlerContext ctx) {
    while (!ending && (exchange == null || !bodyComplete)) {
      HttpObject next = pipelined.poll();
      if (next == null) {
        if (exchange == null) {
          deadline.awaitProgress();
        }
        return;
      }
      read(ctx, next);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Exchange cutOff = exchange;
    exchange = null;
    PollingTransport owner = cutOff == null ? null : cutOff.owner();
    if (cutOff != null && owner != null) {
      owner.loop().execute(() -> owner.onAbort(cutOff));
    } else if (cutOff != null && !bodyComplete) {
      router.uploadCutOff(cutOff.request());
    }
    ctx.fireChannelInactive();
  }

  /** When the server stops, only an answer that is on its way still leaves. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ServerStops.NOW) {
      stopping = true;
      if (!answering && !ending) {
        ctx.close();
      }
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void requestLate() {
    ChannelHandlerContext ctx = context;
    if (ctx != null && ctx.channel().isActive()) {
      router.gate().count(Refused.SLOW_REQUEST);
      refuseBroken(ctx, HttpResponseStatus.REQUEST_TIMEOUT);
    }
  }

  @Override
  public void idle() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    long left = SocketWriter.backlog(ctx.channel());
    if (answering && left < leftToSend) {
      leftToSend = left;
      deadline.awaitProgress();
    } else {
      ctx.close();
    }
  }

  @Override
  public long waiting() {
    ChannelHandlerContext ctx = context;
    ByteBuf collected = body;
    return ctx == null
        ? 0
        : SocketWriter.backlog(ctx.channel()) + (collected == null ? 0 : collected.readableBytes());
  }

  @Override
  public void giveUp() {
    if (context != null) {
      context.close();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    deadline.end();
    context = null;
    releaseBody();
    pipelined.forEach(ReferenceCountUtil::release);
    pipelined.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void releaseBody() {
    if (body != null) {
      body.release();
      body = null;
    }
  }
}
