package ceres.socketio.server;

import ceres.engineio.server.HandshakeRequest;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client said when it came. Immutable.
 *
 * @param request the HTTP request that opened the connection: query, headers, address
 * @param auth the payload of CONNECT, or an empty map
 * @param issued when CONNECT came
 */
public record Handshake(
    HandshakeRequest request, Map<String, @Nullable Object> auth, Instant issued) {

  /**
   * The payload of CONNECT as a record or any other type that Jackson can make of JSON.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public <T> T auth(Class<T> type) {
    return JsonValues.toType(auth, type);
  }

  /** What a client that was connected before names to come back, or null. */
  @Nullable String pid() {
    return auth.get("pid") instanceof String pid ? pid : null;
  }

  /** The offset that it received last, or null. */
  @Nullable String offset() {
    return auth.get("offset") instanceof String offset ? offset : null;
  }
}
