package ceres.engineio.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
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

  /** Nobody is to guess that an answer is something else than it says. */
  static final String NO_SNIFFING = "X-Content-Type-Options";

  private final HttpFront front;
  private final Channel channel;
  private final HttpRequest request;
  private final AnswerHeaders more;
  private final Gate gate;

  /**
   * Who is to be told when the request is cut off before its answer. Set before it is handed on.
   */
  private @Nullable PollingTransport owner;

  private @Nullable String openedSid;
  private boolean last;

  /**
   * @param more what every answer says
   * @param gate where it is counted when this is refused
   */
  Exchange(HttpFront front, Channel channel, HttpRequest request, AnswerHeaders more, Gate gate) {
    this.front = front;
    this.channel = channel;
    this.request = request;
    this.more = more;
    this.gate = gate;
  }

  HttpRequest request() {
    return request;
  }

  /** Whether the body says that it is bytes. */
  boolean bringsOctets() {
    return HttpHeaderValues.APPLICATION_OCTET_STREAM.contentEqualsIgnoreCase(
        String.valueOf(HttpUtil.getMimeType(request)));
  }

  @Nullable PollingTransport owner() {
    return owner;
  }

  void belongsTo(PollingTransport transport) {
    owner = transport;
  }

  /** The answer is the first of this session. Set before it is handed on. */
  void opens(String sid) {
    openedSid = sid;
  }

  /** The connection ends after the answer. Set before that. */
  void endsConnection() {
    last = true;
  }

  boolean isLast() {
    return last;
  }

  /** Whether the client still waits for this answer; to be asked on the connection's loop. */
  boolean isAwaited() {
    return front.awaits(this);
  }

  /**
   * The answer to a poll.
   *
   * @param compressFrom from how many bytes on it may be compressed
   */
  void answerText(String body, int compressFrom) {
    if (compressFrom == Integer.MAX_VALUE || ByteBufUtil.utf8Bytes(body) < compressFrom) {
      answer(HttpResponseStatus.OK, TEXT, body);
      return;
    }
    HttpCompression compression =
        HttpCompression.of(request.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING));
    FullHttpResponse response =
        response(
            HttpResponseStatus.OK,
            TEXT,
            compression == null
                ? ByteBufUtil.writeUtf8(channel.alloc(), body)
                : compression.compress(channel.alloc(), body));
    response.headers().add(HttpHeaderNames.VARY, "Accept-Encoding");
    if (compression != null) {
      response.headers().set(HttpHeaderNames.CONTENT_ENCODING, compression.coding());
    }
    send(response);
  }

  /** The answer to a body that was handled. */
  void answerOk() {
    answer(HttpResponseStatus.OK, HTML, "ok");
  }

  /** HTTP 400 with Engine.IO's error object. */
  void refuse(EngineError error) {
    refuse(error, Refused.of(error));
  }

  /** The same, counted as something more precise. */
  void refuse(EngineError error, Refused why) {
    gate.count(why);
    answer(HttpResponseStatus.BAD_REQUEST, JSON, error.json());
  }

  /** HTTP 426 with Engine.IO's error object (RFC 6455, section 4.4). */
  void refuseWebSocketVersion() {
    gate.count(Refused.BAD_REQUEST);
    String body = EngineError.BAD_REQUEST.json();
    FullHttpResponse response =
        response(
            HttpResponseStatus.UPGRADE_REQUIRED,
            JSON,
            ByteBufUtil.writeUtf8(channel.alloc(), body));
    response
        .headers()
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, WebSocketHandshake.VERSION);
    send(response);
  }

  /** HTTP 400 with Engine.IO's error object, in the words of the application. */
  void forbid(String message) {
    gate.count(Refused.FORBIDDEN);
    answer(HttpResponseStatus.BAD_REQUEST, JSON, EngineError.FORBIDDEN.json(message));
  }

  /** Any other status, with its own words as the body. */
  void answerStatus(HttpResponseStatus status) {
    answer(status, TEXT, status.reasonPhrase());
  }

  /** There is too much of what it asks for, which was counted. */
  void refuse(Refusal refusal) {
    HttpResponseStatus status = HttpResponseStatus.valueOf(refusal.why().status());
    FullHttpResponse response =
        response(status, TEXT, ByteBufUtil.writeUtf8(channel.alloc(), status.reasonPhrase()));
    response.headers().set(HttpHeaderNames.RETRY_AFTER, refusal.retryAfterSeconds());
    send(response);
  }

  /** What the application answers. */
  void answer(HttpAnswer answer) {
    FullHttpResponse response = response(answer.status(), TEXT, answer.body());
    HttpHeaders headers = response.headers();
    headers.remove(HttpHeaderNames.CONTENT_TYPE);
    for (Map.Entry<String, String> header : answer.headers()) {
      if (header.getKey().equalsIgnoreCase("Vary")) {
        headers.add(header.getKey(), header.getValue());
      } else {
        headers.set(header.getKey(), header.getValue());
      }
    }
    send(response);
  }

  /** The answer to a CORS preflight request. */
  void answerPreflight() {
    FullHttpResponse response =
        response(HttpResponseStatus.NO_CONTENT, TEXT, Unpooled.EMPTY_BUFFER);
    more.addPreflight(response.headers(), request);
    response.headers().remove(HttpHeaderNames.CONTENT_TYPE);
    send(response);
  }

  private void answer(HttpResponseStatus status, String contentType, String body) {
    send(response(status, contentType, ByteBufUtil.writeUtf8(channel.alloc(), body)));
  }

  private FullHttpResponse response(HttpResponseStatus status, String contentType, ByteBuf body) {
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    HttpHeaders headers = response.headers();
    more.addFixedTo(headers);
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store").set(NO_SNIFFING, "nosniff");
    more.addTo(headers, channel, request, openedSid);
    headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
    if (!status.equals(HttpResponseStatus.NO_CONTENT)
        && !status.equals(HttpResponseStatus.NOT_MODIFIED)) {
      HttpUtil.setContentLength(response, response.content().readableBytes());
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
