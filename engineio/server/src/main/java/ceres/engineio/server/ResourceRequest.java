package ceres.engineio.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that asks for one of the {@link HttpResources}. Immutable.
 *
 * @param method for example {@code GET}
 * @param path the path, decoded, without the query
 * @param headers the headers, names in lower case; values of one given twice joined by {@code ", "}
 * @param body all of it, at most {@link EngineConfig#maxPayload} bytes; read-only
 */
public record ResourceRequest(
    String method, String path, Map<String, String> headers, ByteBuffer body) {

  public ResourceRequest {
    headers = Map.copyOf(headers);
    body = body.asReadOnlyBuffer();
  }

  /** The body, to be read from its beginning each time. */
  @Override
  public ByteBuffer body() {
    return body.asReadOnlyBuffer();
  }

  /** The body as UTF-8, with U+FFFD for what is none. */
  public String text() {
    return UTF_8.decode(body()).toString();
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
