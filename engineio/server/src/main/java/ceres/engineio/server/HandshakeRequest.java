package ceres.engineio.server;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request that opened a session. It is kept as it came, in few bytes, because there is one
 * for each session: whoever needs its path, query or headers more than once keeps what they got.
 *
 * <p>Immutable.
 */
public final class HandshakeRequest {
  /** The target of most requests: one text serves them all. */
  private static final String COMMON_TARGET = "/socket.io/?EIO=4&transport=websocket";

  private final String target;
  private final String headerLines;
  private final InetSocketAddress remoteAddress;

  /**
   * A request with these parts.
   *
   * @param path the path, decoded
   * @param query the query parameters
   * @param headers the headers, names in lower case
   * @param remoteAddress the client's address
   * @throws IllegalArgumentException for what cannot be a header
   */
  public HandshakeRequest(
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      InetSocketAddress remoteAddress) {
    this.target =
        escaped(path).replace("%2F", "/")
            + query.entrySet().stream()
                .map(parameter -> escaped(parameter.getKey()) + '=' + escaped(parameter.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    this.headerLines = HeaderLines.of(headers);
    this.remoteAddress = remoteAddress;
  }

  /** The request that came from a client; its path and query can be decoded. */
  HandshakeRequest(HttpRequest request, InetSocketAddress remoteAddress) {
    this.target = request.uri().equals(COMMON_TARGET) ? COMMON_TARGET : request.uri();
    this.headerLines = HeaderLines.of(request.headers());
    this.remoteAddress = remoteAddress;
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The path, decoded. */
  public String path() {
    return new QueryStringDecoder(target).path();
  }

  /** The query parameters; of one given twice, the first. */
  public Map<String, String> query() {
    return Map.copyOf(ReceivedRequest.firstOfEach(new QueryStringDecoder(target).parameters()));
  }

  /** The headers, names in lower case; values of one given twice joined by {@code ", "}. */
  public Map<String, String> headers() {
    return HeaderLines.toMap(headerLines);
  }

  /**
   * The client's address; with a port of 0 if a proxy says it: {@link ConnectionLimits#proxies}.
   */
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  /**
   * A header.
   *
   * @param name in lower case
   */
  public @Nullable String header(String name) {
    return HeaderLines.find(headerLines, name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HandshakeRequest that
        && path().equals(that.path())
        && query().equals(that.query())
        && headers().equals(that.headers())
        && remoteAddress.equals(that.remoteAddress);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path(), query(), headers(), remoteAddress);
  }

  @Override
  public String toString() {
    return "HandshakeRequest[path=%s, query=%s, headers=%s, remoteAddress=%s]"
        .formatted(path(), query(), headers(), remoteAddress);
  }
}
