package ceres.chat.server.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param method {@code GET} for {@code HEAD} too
 * @param path its parts between the slashes, decoded
 * @param query the last of each parameter, decoded
 * @param authorization the header, or null
 * @param address where it comes from
 * @param body all of it
 */
record Call(
    String method,
    List<String> path,
    Map<String, String> query,
    @Nullable String authorization,
    String address,
    String body) {
  /** More than any message takes. */
  private static final int LONGEST_BODY = 65_536;

  /**
   * Reads a request.
   *
   * @throws Refused when it is too long, or not properly escaped
   */
  static Call read(HttpExchange exchange) throws IOException, Refused {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
    if (body.length > LONGEST_BODY) {
      throw new Refused(413, "The body is too long.");
    }
    String method = exchange.getRequestMethod();
    try {
      return new Call(
          method.equals("HEAD") ? "GET" : method,
          parts(exchange.getRequestURI().getRawPath()),
          query(exchange.getRequestURI().getRawQuery()),
          exchange.getRequestHeaders().getFirst("Authorization"),
          exchange.getRemoteAddress().getAddress().getHostAddress(),
          new String(body, UTF_8));
    } catch (IllegalArgumentException badEscape) {
      throw new Refused(400, "The address is not properly escaped.");
    }
  }

  private static List<String> parts(@Nullable String path) {
    return path == null
        ? List.of()
        : Arrays.stream(path.substring(1).split("/", -1))
            .map(part -> URLDecoder.decode(part.replace("+", "%2B"), UTF_8))
            .toList();
  }

  private static Map<String, String> query(@Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        String value = equals < 0 ? "" : parameter.substring(equals + 1);
        parameters.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
      }
    }
    return parameters;
  }
}
