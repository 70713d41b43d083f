package ceres.engineio.server;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the settings add to the headers of answers: the fixed ones, the hooks', CORS, the cookie.
 * The same for polling answers and for the 101 of a WebSocket.
 *
 * <p>Immutable.
 */
final class AnswerHeaders {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerHeaders.class);

  /** Where a message ends is not for an application to say. */
  private static final Set<String> FRAMING =
      Set.of("connection", "content-length", "content-encoding", "transfer-encoding", "upgrade");

  private final CorsConfig cors;
  private final @Nullable CookieConfig cookie;
  private final @Nullable Function<HandshakeRequest, Map<String, String>> initialHeaders;
  private final @Nullable Function<HandshakeRequest, Map<String, String>> headers;
  private final TrustedProxies proxies;

  /** Not changed once it is filled. */
  private final HttpHeaders fixed = new DefaultHttpHeaders();

  AnswerHeaders(EngineConfig config) {
    this.cors = config.cors();
    this.cookie = config.cookie();
    this.initialHeaders = config.initialHeaders();
    this.headers = config.headers();
    this.proxies = config.limits().proxies();
    config.fixedHeaders().forEach((name, value) -> fixed.set(name, value));
  }

  /** Adds those of all answers, to an answer that has none yet. */
  void addFixedTo(HttpHeaders answer) {
    answer.add(fixed);
  }

  /**
   * Adds all but those.
   *
   * @param sid the session that the answer opens, or null
   */
  void addTo(HttpHeaders answer, Channel channel, HttpRequest request, @Nullable String sid) {
    if (sid != null) {
      addHooked(answer, initialHeaders, channel, request);
      if (cookie != null) {
        answer.add(HttpHeaderNames.SET_COOKIE, cookie.header(sid));
      }
    }
    addHooked(answer, headers, channel, request);
    addCors(answer, request);
  }

  private void addCors(HttpHeaders answer, HttpRequest request) {
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    if (origin == null) {
      return;
    }
    if (cors.varies()) {
      answer.add(HttpHeaderNames.VARY, "Origin");
    }
    if (cors.allows(origin)) {
      answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, cors.allowed(origin));
      if (cors.allowsCredentials()) {
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
      }
    }
  }

  /** Adds what belongs to the answer to a preflight request of an origin that is allowed. */
  void addPreflight(HttpHeaders answer, HttpRequest request) {
    if (!answer.contains(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      return;
    }
    answer
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST")
        .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
    String asked = request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
    if (asked != null) {
      answer
          .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked)
          .add(HttpHeaderNames.VARY, "Access-Control-Request-Headers");
    }
  }

  /** An application's fault costs its own headers, and never the answer. */
  private void addHooked(
      HttpHeaders answer,
      @Nullable Function<HandshakeRequest, Map<String, String>> hook,
      Channel channel,
      HttpRequest request) {
    if (hook == null) {
      return;
    }
    try {
      hook.apply(ReceivedRequest.of(channel, request, proxies))
          .forEach((name, value) -> {
            if (!isFraming(name)) {
              answer.set(name, value);
            }
          });
    } catch (RuntimeException fault) {
      LOG.error("The headers of an answer cannot be made, so it goes without them", fault);
    }
  }

  static boolean isFraming(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return FRAMING.contains(lower) || lower.startsWith("sec-websocket-");
  }
}
