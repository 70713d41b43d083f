package ceres.engineio.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An HTTP answer of {@link HttpResources}, made once and sent any number of times. A {@code HEAD}
 * gets it without the body.
 *
 * <p>Immutable; thread-safe.
 */
public final class HttpAnswer {
  /** Where a message ends is the server's to say. */
  private static final Set<String> FRAMING =
      Set.of("connection", "content-length", "transfer-encoding", "upgrade");

  private final HttpResponseStatus status;
  private final HttpHeaders headers;
  private final byte[] body;

  /**
   * An answer.
   *
   * @param status 200 to 599
   * @param headers go before those that the server adds by itself; {@code Content-Length} and the
   *     like are the server's
   * @param body copied
   * @throws IllegalArgumentException for a status or a header that cannot be
   */
  public HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599, not " + status);
    }
    this.status = HttpResponseStatus.valueOf(status);
    this.headers = new DefaultHttpHeaders();
    headers.forEach((name, value) -> {
      if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(name + " is the server's to say");
      }
      this.headers.set(name, value);
    });
    this.body = body.clone();
  }

  HttpResponseStatus status() {
    return status;
  }

  /** Not to be changed. */
  HttpHeaders headers() {
    return headers;
  }

  /** The body, for one sending. */
  ByteBuf body() {
    return Unpooled.wrappedBuffer(body);
  }
}
