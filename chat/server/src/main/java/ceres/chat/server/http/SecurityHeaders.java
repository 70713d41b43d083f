package ceres.chat.server.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Headers that let a page of this server do no more than it has to, whatever gets into it: it loads
 * and runs nothing but what the server has as files, speaks with nobody but the server, and is
 * framed by nobody who was not named.
 *
 * <p>{@code connect-src 'self'} is WebSocket to the server, too (Content Security Policy Level 3,
 * section 6.7.2.8); browsers from before 2022 stay with long-polling. Images are those of people,
 * from anywhere that has TLS. Text becomes code nowhere ({@code require-trusted-types-for}).
 */
public final class SecurityHeaders {
  private static final String POLICY =
      """
      default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; \
      connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; \
      form-action 'none'; require-trusted-types-for 'script'; frame-ancestors 'self'\
      """;

  /** For what is no page: it may do nothing at all, whatever a browser takes it for. */
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  private SecurityHeaders() {}

  /** The headers of answers that are no page, errors among them. */
  public static Map<String, String> ofAnswers() {
    return Map.of("Content-Security-Policy", NOTHING, "Referrer-Policy", "no-referrer");
  }

  /**
   * The same by TLS: browsers are to come back by nothing else (RFC 6797).
   *
   * @param maxAge for how long
   */
  public static Map<String, String> ofAnswers(Duration maxAge) {
    Map<String, String> headers = new HashMap<>(ofAnswers());
    headers.put("Strict-Transport-Security", "max-age=" + maxAge.toSeconds());
    return headers;
  }

  /**
   * The headers of a page.
   *
   * @param partners origins whose pages may frame this one, or open it and speak with it, besides
   *     the server's own
   */
  public static Map<String, String> of(List<String> partners) {
    StringBuilder policy = new StringBuilder(POLICY);
    partners.forEach(origin -> policy.append(' ').append(origin));
    return Map.of(
        "Content-Security-Policy", policy.toString(),
        "X-Content-Type-Options", "nosniff",
        "Referrer-Policy", "no-referrer",
        "Cross-Origin-Opener-Policy", partners.isEmpty() ? "same-origin" : "unsafe-none",
        "Cross-Origin-Resource-Policy", "same-origin",
        "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  }
}
