package ceres.engineio.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a complete HTTP request is: a handshake, a poll, a body, an upgrade, or one of the
 * six errors (Engine.IO protocol, "Transports"; the checks come in the reference server's order).
 * All below the path is Engine.IO's, as the reference server has it, but for what is a resource.
 *
 * <p>Immutable; called on the connection's event loop, and hands over to the session's.
 */
final class RequestRouter {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);
  private static final String PROTOCOL_VERSION = "4";

  private final EngineConfig config;
  private final SessionRegistry sessions;
  private final Gate gate;
  private final TrustedProxies proxies;
  private final AtomicBoolean toldOfOrigin = new AtomicBoolean();
  private final AtomicBoolean toldOfProxy = new AtomicBoolean();
  private final AnswerHeaders answerHeaders;

  RequestRouter(EngineConfig config, SessionRegistry sessions, Gate gate) {
    this.config = config;
    this.sessions = sessions;
    this.gate = gate;
    this.proxies = config.limits().proxies();
    this.answerHeaders = new AnswerHeaders(config);
  }

  AnswerHeaders answerHeaders() {
    return answerHeaders;
  }

  /** Where it is counted what is refused. */
  Gate gate() {
    return gate;
  }

  /** Acts on a request; the answer comes by the exchange, now or later. */
  void route(ChannelHandlerContext ctx, Exchange exchange, byte[] body) {
    HttpRequest request = exchange.request();
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String path;
    Map<String, String> query;
    try {
      path = uri.path();
      query = ReceivedRequest.firstOfEach(uri.parameters());
    } catch (IllegalArgumentException badEscape) {
      exchange.refuse(EngineError.BAD_REQUEST);
      return;
    }
    if (isAtOrBelowPath(path)
        && request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaderNames.ORIGIN)) {
      exchange.answerPreflight();
    } else if ((path + '/').equals(config.path()) || path.equals(config.path())) {
      routeEngineIo(ctx, exchange, query, body);
    } else if (!answeredByResource(exchange, path, body)) {
      if (isAtOrBelowPath(path)) {
        routeEngineIo(ctx, exchange, query, body);
      } else {
        if (WebSocketHandshake.isAskedFor(request.headers())) {
          exchange.endsConnection();
        }
        exchange.answerStatus(HttpResponseStatus.NOT_FOUND);
      }
    }
  }

  /** The connection ended in the middle of a body: what it should have carried is lost. */
  void uploadCutOff(HttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String sid;
    try {
      sid =
          isAtOrBelowPath(uri.path())
              ? ReceivedRequest.firstOfEach(uri.parameters()).get("sid")
              : null;
    } catch (IllegalArgumentException badEscape) {
      return;
    }
    EngineSession session = sid == null ? null : sessions.find(sid);
    PollingTransport polling = session == null ? null : session.polling();
    if (polling != null && request.method().equals(HttpMethod.POST)) {
      polling.loop().execute(polling::onUploadCutOff);
    }
  }

  private boolean isAtOrBelowPath(String path) {
    return path.startsWith(config.path()) || (path + '/').equals(config.path());
  }

  private boolean answeredByResource(Exchange exchange, String path, byte[] body) {
    HttpAnswer answer;
    try {
      answer = config.resources().answer(ReceivedRequest.of(exchange.request(), path, body));
    } catch (RuntimeException fault) {
      LOG.error("A resource fails, so its client reads 500", fault);
      exchange.answerStatus(HttpResponseStatus.INTERNAL_SERVER_ERROR);
      return true;
    }
    if (answer == null) {
      return false;
    }
    exchange.answer(answer);
    return true;
  }

  private void routeEngineIo(
      ChannelHandlerContext ctx, Exchange exchange, Map<String, String> query, byte[] body) {
    HttpRequest request = exchange.request();
    TransportName transport = transport(query.get("transport"));
    if (transport == null) {
      exchange.refuse(EngineError.UNKNOWN_TRANSPORT);
      return;
    }
    boolean upgrade = WebSocketHandshake.isAskedFor(request.headers());
    if (!upgrade && config.cors().refusesOthers() && isForeign(ctx.channel(), exchange)) {
      return;
    }
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
    } else if (!PROTOCOL_VERSION.equals(query.get("EIO"))
        && !(config.allowEio3() && Dialect.of(query) != Dialect.V4)) {
      exchange.refuse(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
    } else {
      admit(ctx, exchange, transport, Dialect.of(query));
    }
  }

  /** Asks the application, if it wants to be asked, and opens a session if it agrees. */
  private void admit(
      ChannelHandlerContext ctx, Exchange exchange, TransportName transport, Dialect dialect) {
    if (transport == TransportName.WEBSOCKET && !mayUpgrade(ctx.channel(), exchange)) {
      return;
    }
    HandshakeRequest handshake = ReceivedRequest.of(ctx.channel(), exchange.request(), proxies);
    tellOfProxy(exchange.request().headers());
    Refusal refusal = gate.handshake(handshake, sessions::size);
    if (refusal != null) {
      if (transport == TransportName.WEBSOCKET) {
        exchange.endsConnection();
      }
      exchange.refuse(refusal);
      return;
    }
    if (config.allowRequest() == null) {
      open(ctx, exchange, transport, dialect, handshake);
      return;
    }
    LoopContext loop = sessions.loopOf(ctx.channel().eventLoop());
    ask(config.allowRequest(), handshake)
        .whenComplete((admission, fault) ->
            loop.run(() -> {
              if (fault != null || admission == null) {
                LOG.error("A handshake cannot be decided on, so it is refused", fault);
                exchange.refuse(EngineError.FORBIDDEN);
              } else if (!admission.accepted()) {
                exchange.forbid(admission.message());
              } else if (exchange.isAwaited()) {
                open(ctx, exchange, transport, dialect, handshake);
              } else {
                ctx.close();
              }
            }));
  }

  private static CompletionStage<Admission> ask(
      Function<HandshakeRequest, CompletionStage<Admission>> hook, HandshakeRequest handshake) {
    try {
      return hook.apply(handshake);
    } catch (RuntimeException fault) {
      return CompletableFuture.failedStage(fault);
    }
  }

  private void open(
      ChannelHandlerContext ctx,
      Exchange exchange,
      TransportName transport,
      Dialect dialect,
      HandshakeRequest handshake) {
    if (sessions.refusesNew()) {
      gate.count(Refused.STOPPING);
      exchange.answerStatus(HttpResponseStatus.SERVICE_UNAVAILABLE);
      return;
    }
    LoopContext loop = sessions.loopOf(ctx.channel().eventLoop());
    String sid = sessions.newId();
    switch (transport) {
      case POLLING -> {
        PollingTransport polling = sessions.openPolling(sid, loop, handshake, dialect);
        exchange.belongsTo(polling);
        exchange.opens(sid);
        polling.onPoll(exchange);
      }
      case WEBSOCKET ->
          upgrade(
              ctx,
              exchange,
              loop,
              dialect,
              sid,
              socket -> sessions.openWebSocket(sid, loop, handshake, socket));
    }
  }

  /** A request with the id of a session and anything of a WebSocket in it. */
  private void join(
      ChannelHandlerContext ctx, Exchange exchange, EngineSession session, boolean asWebSocket) {
    if (!asWebSocket || !config.allowUpgrades()) {
      exchange.refuse(EngineError.BAD_REQUEST);
      return;
    }
    if (!mayUpgrade(ctx.channel(), exchange)) {
      return;
    }
    upgrade(
        ctx,
        exchange,
        session.loop(),
        session.dialect(),
        null,
        socket -> {
          socket.attach(session);
          session.loop().run(() -> session.candidateOpened(socket));
          // Not before: the client's next request may be faster than the rest of this task.
          ctx.channel().flush();
        });
  }

  /** Refuses a request for a WebSocket that cannot be, or comes from a page of a foreign origin. */
  private boolean mayUpgrade(Channel channel, Exchange exchange) {
    HttpHeaders headers = exchange.request().headers();
    if (WebSocketHandshake.isOfAnotherVersion(headers)) {
      exchange.refuseWebSocketVersion();
    } else if (!WebSocketHandshake.isValid(exchange.request())) {
      exchange.refuse(EngineError.BAD_REQUEST);
    } else {
      return !isForeign(channel, exchange);
    }
    return false;
  }

  /** Refuses a page of an origin that may not connect. */
  private boolean isForeign(Channel channel, Exchange exchange) {
    HttpHeaders headers = exchange.request().headers();
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin == null || config.cors().letsIn(origin, ownOrigin(channel, headers))) {
      return false;
    }
    if (toldOfOrigin.compareAndSet(false, true)) {
      LOG.warn(
          "A page of an origin that may not connect was refused, and so will others: {}",
          HeaderLines.printable(origin));
    }
    exchange.refuse(EngineError.FORBIDDEN, Refused.FOREIGN_ORIGIN);
    return true;
  }

  /** The host that was asked for; where that was done by TLS, a page without it is a stranger's. */
  private String ownOrigin(Channel channel, HttpHeaders headers) {
    String host = proxies.host(channel, headers);
    boolean secure = config.tls() != null && !proxies.speaks(channel) && !host.isEmpty();
    return secure ? "https://" + host : host;
  }

  private void tellOfProxy(HttpHeaders headers) {
    if (config.limits().countAddresses()
        && proxies.ignores(headers)
        && toldOfProxy.compareAndSet(false, true)) {
      LOG.warn(
          "Requests come by a proxy that is not trusted to say whom they are from: all of its"
              + " clients count as one address");
    }
  }

  private void upgrade(
      ChannelHandlerContext ctx,
      Exchange exchange,
      LoopContext loop,
      Dialect dialect,
      @Nullable String openedSid,
      Consumer<WebSocketTransport> opened) {
    HttpHeaders headers = new DefaultHttpHeaders();
    answerHeaders.addFixedTo(headers);
    answerHeaders.addTo(headers, ctx.channel(), exchange.request(), openedSid);
    boolean deflate =
        config.perMessageDeflate()
            && PerMessageDeflate.isOffered(
                exchange.request().headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
    WebSocketTransport socket =
        new WebSocketTransport(
            loop,
            ctx.channel(),
            dialect,
            deflate ? config.compressionThreshold() : Integer.MAX_VALUE);
    WebSocketHandshake.perform(
        ctx,
        exchange.request(),
        headers,
        deflate,
        new WebSocketFront(
            socket, sessions.loopOf(ctx.channel().eventLoop()), config.maxPayload(), deflate),
        () -> opened.accept(socket));
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
      polling.loop().execute(() -> polling.onBody(exchange, body));
    } else {
      exchange.refuse(EngineError.BAD_HANDSHAKE_METHOD);
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
}
