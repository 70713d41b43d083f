package ceres.engineio.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its one answer.
 *
 * <p>Thread-safe by handing the answer to the connection's event loop.
 */
final class Exchange {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=UTF-8";
  private static final String HTML = "text/html";

  private final HttpFront front;
  private final Channel channel;
  private final HttpRequest request;
  private final CorsConfig cors;

  /**
   * Who is to be told when the request is cut off before its answer. Set before it is handed on.
   */
  private @Nullable PollingTransport owner;

  Exchange(HttpFront front, Channel channel, HttpRequest request, CorsConfig cors) {
    this.front = front;
    this.channel = channel;
    this.request = request;
    this.cors = cors;
  }

  HttpRequest request() {
    return request;
  }

  @Nullable PollingTransport owner() {
    return owner;
  }

  void belongsTo(PollingTransport transport) {
    owner = transport;
  }

  /** The answer to a poll. */
  void answerText(String body) {
    answer(HttpResponseStatus.OK, TEXT, body);
  }

  /** The answer to a body that was handled. */
  void answerOk() {
    answer(HttpResponseStatus.OK, HTML, "ok");
  }

  /** HTTP 400 with Engine.IO's error object. */
  void refuse(EngineError error) {
    answer(HttpResponseStatus.BAD_REQUEST, JSON, error.json());
  }

  /** Any other status, with its own words as the body. */
  void answerStatus(HttpResponseStatus status) {
    answer(status, TEXT, status.reasonPhrase());
  }

  /** The answer to a CORS preflight request. */
  void answerPreflight() {
    FullHttpResponse response = response(HttpResponseStatus.NO_CONTENT, TEXT, "");
    response
        .headers()
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST")
        .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
    String asked = request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
    if (asked != null) {
      response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked);
    }
    response.headers().remove(HttpHeaderNames.CONTENT_TYPE);
    send(response);
  }

  private void answer(HttpResponseStatus status, String contentType, String body) {
    send(response(status, contentType, body));
  }

  private FullHttpResponse response(HttpResponseStatus status, String contentType, String body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            status,
            body.isEmpty() ? Unpooled.EMPTY_BUFFER : ByteBufUtil.writeUtf8(channel.alloc(), body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, contentType)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set("X-Content-Type-Options", "nosniff");
    if (!status.equals(HttpResponseStatus.NO_CONTENT)) {
      HttpUtil.setContentLength(response, response.content().readableBytes());
    }
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    if (origin != null) {
      response.headers().set(HttpHeaderNames.VARY, "Origin");
      if (cors.allows(origin)) {
        response
            .headers()
            .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
            .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
      }
    }
    return response;
  }

  private void send(FullHttpResponse response) {
    if (channel.eventLoop().inEventLoop()) {
      front.answered(this, response);
    } else {
      channel.eventLoop().execute(() -> front.answered(this, response));
    }
  }
}
