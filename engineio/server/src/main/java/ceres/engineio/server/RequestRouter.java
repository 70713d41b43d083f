package ceres.engineio.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a complete HTTP request is: a handshake, a poll, a body, an upgrade, or one of the
 * six errors (Engine.IO protocol, "Transports"; the checks come in the reference server's order).
 *
 * <p>Immutable; called on the connection's event loop, and hands over to the session's.
 */
final class RequestRouter {
  private static final String PROTOCOL_VERSION = "4";

  private final EngineConfig config;
  private final SessionRegistry sessions;

  RequestRouter(EngineConfig config, SessionRegistry sessions) {
    this.config = config;
    this.sessions = sessions;
  }

  /** Acts on a request; the answer comes by the exchange, now or later. */
  void route(ChannelHandlerContext ctx, Exchange exchange, byte[] body) {
    HttpRequest request = exchange.request();
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String path;
    Map<String, String> query;
    try {
      path = uri.path();
      query = firstOfEach(uri.parameters());
    } catch (IllegalArgumentException badEscape) {
      exchange.refuse(EngineError.BAD_REQUEST);
      return;
    }
    if (!path.equals(config.path()) && !(path + '/').equals(config.path())) {
      exchange.answerStatus(HttpResponseStatus.NOT_FOUND);
      return;
    }
    if (request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaderNames.ORIGIN)) {
      exchange.answerPreflight();
      return;
    }
    TransportName transport = transport(query.get("transport"));
    if (transport == null) {
      exchange.refuse(EngineError.UNKNOWN_TRANSPORT);
      return;
    }
    boolean upgrade = WebSocketHandshake.isAskedFor(request.headers());
    String sid = query.get("sid");
    if (sid != null && !sid.isEmpty()) {
      EngineSession session = sessions.find(sid);
      if (session == null) {
        exchange.refuse(EngineError.UNKNOWN_SID);
      } else if (upgrade || transport == TransportName.WEBSOCKET) {
        join(ctx, exchange, session, upgrade && transport == TransportName.WEBSOCKET);
      } else {
        forward(exchange, session, body);
      }
    } else if (!request.method().equals(HttpMethod.GET)) {
      exchange.refuse(EngineError.BAD_HANDSHAKE_METHOD);
    } else if (upgrade != (transport == TransportName.WEBSOCKET)) {
      exchange.refuse(EngineError.BAD_REQUEST);
    } else if (!PROTOCOL_VERSION.equals(query.get("EIO"))) {
      exchange.refuse(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
    } else {
      open(ctx, exchange, transport, path, query);
    }
  }

  private void open(
      ChannelHandlerContext ctx,
      Exchange exchange,
      TransportName transport,
      String path,
      Map<String, String> query) {
    LoopContext loop = sessions.loopOf(ctx.channel().eventLoop());
    HandshakeRequest handshake =
        new HandshakeRequest(
            path,
            query,
            headers(exchange.request().headers()),
            (InetSocketAddress) ctx.channel().remoteAddress());
    switch (transport) {
      case POLLING -> {
        PollingTransport polling = sessions.openPolling(loop, handshake);
        exchange.belongsTo(polling);
        polling.onPoll(exchange);
      }
      case WEBSOCKET -> {
        upgrade(ctx, exchange, loop, socket -> sessions.openWebSocket(loop, handshake, socket));
      }
    }
  }

  /** A request with the id of a session and anything of a WebSocket in it. */
  private void join(
      ChannelHandlerContext ctx, Exchange exchange, EngineSession session, boolean asWebSocket) {
    if (!asWebSocket || !config.allowUpgrades()) {
      exchange.refuse(EngineError.BAD_REQUEST);
      return;
    }
    upgrade(
        ctx,
        exchange,
        session.loop(),
        socket -> {
          ctx.channel().flush();
          socket.attach(session);
          session.loop().run(() -> session.candidateOpened(socket));
        });
  }

  private void upgrade(
      ChannelHandlerContext ctx,
      Exchange exchange,
      LoopContext loop,
      Consumer<WebSocketTransport> opened) {
    if (!WebSocketHandshake.isValid(exchange.request())) {
      exchange.refuse(EngineError.BAD_REQUEST);
      return;
    }
    WebSocketTransport socket =
        new WebSocketTransport(loop, ctx.channel(), config.closeTimeout().toMillis());
    WebSocketHandshake.perform(
        ctx, exchange.request(), config, new WebSocketFront(socket), () -> opened.accept(socket));
  }

  private static void forward(Exchange exchange, EngineSession session, byte[] body) {
    PollingTransport polling = session.polling();
    HttpMethod method = exchange.request().method();
    if (polling == null) {
      exchange.refuse(EngineError.BAD_REQUEST);
    } else if (method.equals(HttpMethod.GET)) {
      exchange.belongsTo(polling);
      polling.loop().execute(() -> polling.onPoll(exchange));
    } else if (method.equals(HttpMethod.POST)) {
      exchange.belongsTo(polling);
      String text = decodeUtf8(body);
      polling.loop().execute(() -> polling.onBody(exchange, text));
    } else {
      exchange.refuse(EngineError.BAD_HANDSHAKE_METHOD);
    }
  }

  /** The text of a body; one that is not UTF-8 becomes the empty text, which is no payload. */
  private static String decodeUtf8(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return "";
    }
  }

  private @Nullable TransportName transport(@Nullable String name) {
    for (TransportName transport : config.transports()) {
      if (transport.text().equals(name)) {
        return transport;
      }
    }
    return null;
  }

  private static Map<String, String> firstOfEach(Map<String, List<String>> parameters) {
    Map<String, String> query = HashMap.newHashMap(parameters.size());
    parameters.forEach((name, values) -> query.put(name, values.getFirst()));
    return query;
  }

  private static Map<String, String> headers(HttpHeaders headers) {
    Map<String, String> joined = HashMap.newHashMap(headers.size());
    headers.forEach(header ->
        joined.merge(
            header.getKey().toLowerCase(Locale.ROOT),
            header.getValue(),
            (first, second) -> first + ", " + second));
    return joined;
  }
}
