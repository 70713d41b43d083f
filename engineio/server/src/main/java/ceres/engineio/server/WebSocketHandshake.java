package ceres.engineio.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The opening handshake of WebSocket (RFC 6455, section 4.2), after which the connection's pipeline
 * reads frames. Frames are written as bytes, ready made.
 */
final class WebSocketHandshake {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_LENGTH = 24;

  /** The one version that there is. */
  static final String VERSION = "13";

  private WebSocketHandshake() {}

  /** Whether a client asks for a WebSocket, rightly or not. */
  static boolean isAskedFor(HttpHeaders headers) {
    return headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /** Whether a client names another version than this one. */
  static boolean isOfAnotherVersion(HttpHeaders headers) {
    String version = headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
    return version != null && !version.equals(VERSION);
  }

  /** Whether {@link #perform} will do. */
  static boolean isValid(HttpRequest request) {
    HttpHeaders headers = request.headers();
    String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    return request.method().equals(HttpMethod.GET)
        && request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0
        && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
        && key != null
        && key.length() == KEY_LENGTH;
  }

  /**
   * Accepts, not flushed yet, and lets the front read what comes from now on.
   *
   * @param more headers of the answer besides its own
   * @param deflate whether to agree to permessage-deflate
   * @param opened run when frames can be written, before the first is read
   */
  static void perform(
      ChannelHandlerContext ctx,
      HttpRequest request,
      HttpHeaders more,
      boolean deflate,
      WebSocketFront front,
      Runnable opened) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    response
        .headers()
        .add(more)
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(
            HttpHeaderNames.SEC_WEBSOCKET_ACCEPT,
            accept(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY)));
    if (deflate) {
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, PerMessageDeflate.AGREEMENT);
    }
    ctx.write(response);
    ChannelPipeline pipeline = ctx.pipeline();
    pipeline.addLast(front);
    pipeline.remove(ctx.handler());
    pipeline.get(HttpServerCodec.class).removeOutboundHandler();
    opened.run();
    // Last, because what the client sent behind its request is passed on by this.
    pipeline.remove(HttpServerCodec.class);
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }
}
