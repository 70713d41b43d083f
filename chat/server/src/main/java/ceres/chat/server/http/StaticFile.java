package ceres.chat.server.http;

import ceres.engineio.server.HttpFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * How a file is served: its type by the end of its name, its {@code ETag} by its content, and
 * {@code Cache-Control} by whether its name changes with its content, as build tools make it in the
 * folder {@code assets}.
 */
public final class StaticFile {
  private static final String NAMED_BY_CONTENT = "assets/";
  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String UNTIL_IT_CHANGES = "no-cache";
  private static final String BYTES = "application/octet-stream";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json; charset=utf-8"),
          Map.entry("map", "application/json; charset=utf-8"),
          Map.entry("yaml", "application/yaml; charset=utf-8"),
          Map.entry("ts", "text/plain; charset=utf-8"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("webmanifest", "application/manifest+json; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"));

  private StaticFile() {}

  /**
   * A file.
   *
   * @param name its path in its folder, with {@code /}
   * @param headers more headers, for example those of {@link SecurityHeaders}
   */
  public static HttpFile of(String name, byte[] content, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Cache-Control", name.startsWith(NAMED_BY_CONTENT) ? FOREVER : UNTIL_IT_CHANGES);
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), BYTES);
    return new HttpFile(content, type, etag(content), all);
  }

  private static String etag(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
