package ceres.engineio.server;

import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request that opened a session. Immutable.
 *
 * @param path the path, decoded
 * @param query the query parameters; of one given twice, the first
 * @param headers the headers, names in lower case; values of one given twice joined by {@code ", "}
 * @param remoteAddress the client's address
 */
public record HandshakeRequest(
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    InetSocketAddress remoteAddress) {

  public HandshakeRequest {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /**
   * A header.
   *
   * @param name in lower case
   */
  public @Nullable String header(String name) {
    return headers.get(name);
  }
}
