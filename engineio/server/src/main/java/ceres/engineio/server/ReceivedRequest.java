package ceres.engineio.server;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what applications may see of an HTTP request. */
final class ReceivedRequest {
  private ReceivedRequest() {}

  /** A handshake as applications see it; its path and query can be decoded. */
  static HandshakeRequest of(Channel channel, HttpRequest request, TrustedProxies proxies) {
    return new HandshakeRequest(request, proxies.client(channel, request.headers()));
  }

  /** A request for something else than Engine.IO, as applications see it. */
  static ResourceRequest of(HttpRequest request, String path, byte[] body) {
    return new ResourceRequest(
        request.method().name(),
        path,
        HeaderLines.toMap(HeaderLines.of(request.headers())),
        ByteBuffer.wrap(body));
  }

  /** The query parameters; of one given twice, the first. */
  static Map<String, String> firstOfEach(Map<String, List<String>> parameters) {
    Map<String, String> query = HashMap.newHashMap(parameters.size());
    parameters.forEach((name, values) -> query.put(name, values.getFirst()));
    return query;
  }
}
