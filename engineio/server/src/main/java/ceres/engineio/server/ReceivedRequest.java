package ceres.engineio.server;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what applications may see of an HTTP request. */
final class ReceivedRequest {
  private ReceivedRequest() {}

  /**
   * A request as applications see it.
   *
   * @throws IllegalArgumentException for a bad percent escape in path or query
   */
  static HandshakeRequest of(Channel channel, HttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    InetSocketAddress remote =
        channel.remoteAddress() instanceof InetSocketAddress address
            ? address
            : InetSocketAddress.createUnresolved("gone", 0);
    return new HandshakeRequest(
        uri.path(), firstOfEach(uri.parameters()), headers(request.headers()), remote);
  }

  /** A request for something else than Engine.IO, as applications see it. */
  static ResourceRequest of(HttpRequest request, String path) {
    return new ResourceRequest(request.method().name(), path, headers(request.headers()));
  }

  /** The query parameters; of one given twice, the first. */
  static Map<String, String> firstOfEach(Map<String, List<String>> parameters) {
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
