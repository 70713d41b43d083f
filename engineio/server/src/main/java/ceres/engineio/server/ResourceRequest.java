package ceres.engineio.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that asks for one of the {@link HttpResources}. Immutable.
 *
 * @param method for example {@code GET}
 * @param path the path, decoded, without the query
 * @param headers the headers, names in lower case; values of one given twice joined by {@code ", "}
 */
public record ResourceRequest(String method, String path, Map<String, String> headers) {

  public ResourceRequest {
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
