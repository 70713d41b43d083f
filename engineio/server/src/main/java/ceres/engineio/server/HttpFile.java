package ceres.engineio.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file in memory, and what HTTP answers about it: to {@code GET} and {@code HEAD} the file, by
 * gzip if the client accepts that and it is shorter; 304 if the client has it already ({@code
 * If-None-Match}; RFC 9110, section 13.1.2); to any other method 405.
 *
 * <p>Immutable; thread-safe.
 */
public final class HttpFile {
  private static final byte[] NOTHING = {};

  private final String etag;
  private final HttpAnswer plain;
  private final HttpAnswer gzipped;
  private final HttpAnswer notModified;
  private final HttpAnswer methodNotAllowed;

  /**
   * A file. It is compressed here, so this takes some time for a large one.
   *
   * @param content copied
   * @param contentType for example {@code text/html; charset=utf-8}
   * @param etag names this version of the content, with its quotes: {@code "4.8.1"}
   * @param headers more headers, for example {@code Cache-Control}
   * @throws IllegalArgumentException for a header that cannot be
   */
  public HttpFile(byte[] content, String contentType, String etag, Map<String, String> headers) {
    this.etag = etag;
    Map<String, String> always = new HashMap<>(headers);
    always.put("ETag", etag);
    always.put("Vary", "Accept-Encoding");
    Map<String, String> whole = new HashMap<>(always);
    whole.put("Content-Type", contentType);
    plain = new HttpAnswer(200, whole, content);
    byte[] shorter = gzip(content);
    if (shorter.length < content.length) {
      whole.put("Content-Encoding", "gzip");
      gzipped = new HttpAnswer(200, whole, shorter);
    } else {
      gzipped = plain;
    }
    notModified = new HttpAnswer(304, always, NOTHING);
    methodNotAllowed = new HttpAnswer(405, Map.of("Allow", "GET, HEAD"), NOTHING);
  }

  /** The answer to a request for this file. */
  public HttpAnswer answer(ResourceRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return methodNotAllowed;
    }
    if (isHad(request.header("if-none-match"))) {
      return notModified;
    }
    String accepted = request.header("accept-encoding");
    boolean gzip =
        accepted != null && HttpCompression.of(List.of(accepted)) == HttpCompression.GZIP;
    return gzip ? gzipped : plain;
  }

  /** By weak comparison: whatever the client has of this version will do. */
  private boolean isHad(@Nullable String ifNoneMatch) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String each : ifNoneMatch.split(",", -1)) {
      String tag = each.strip();
      if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 3 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return compressed.toByteArray();
  }
}
