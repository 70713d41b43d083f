package ceres.engineio.server;

import java.util.Set;
import java.util.function.Predicate;

/**
 * Which other origins' pages may use the server (Fetch standard, "CORS protocol"). Their polling
 * answers say so to the browser; a WebSocket, which no browser checks, is refused to a page of any
 * other origin as soon as there is a rule. Pages of the server's own host, and clients that send no
 * {@code Origin}, are never refused.
 *
 * <p>Immutable; a predicate must be thread-safe and must not block.
 */
public final class CorsConfig {
  private static final String ANY = "*";

  /**
   * No rule: no page of another origin may read polling answers, and WebSockets are not checked.
   */
  public static final CorsConfig OFF = new CorsConfig(Set.of());

  private final Predicate<String> rule;
  private final boolean ruled;
  private final boolean any;
  private final boolean credentials;
  private final boolean refusesOthers;

  private CorsConfig(
      Predicate<String> rule,
      boolean ruled,
      boolean any,
      boolean credentials,
      boolean refusesOthers) {
    this.rule = rule;
    this.refusesOthers = refusesOthers;
    this.ruled = ruled;
    this.any = any;
    this.credentials = credentials;
  }

  /**
   * A rule of listed origins, with credentials.
   *
   * @param origins origins such as {@code https://example.org}; {@code *} for all of them, then
   *     without credentials; none for {@link #OFF}
   */
  public CorsConfig(Set<String> origins) {
    this(Set.copyOf(origins)::contains, !origins.isEmpty(), origins.contains(ANY), true, false);
  }

  /** A rule that is asked about each origin, with credentials. */
  public static CorsConfig matching(Predicate<String> origins) {
    return new CorsConfig(origins, true, false, true, false);
  }

  /** The same rule, with cookies and the like allowed or not; {@code *} never allows them. */
  public CorsConfig credentials(boolean allowed) {
    return new CorsConfig(rule, ruled, any, allowed, refusesOthers);
  }

  /**
   * The same rule, and pages of origins that it does not allow are refused by polling as they are
   * by WebSocket. Of {@link #OFF}: all pages of other origins are refused.
   */
  public CorsConfig refusingOthers() {
    return new CorsConfig(rule, true, any, credentials, true);
  }

  /** Whether polling is refused, too. */
  boolean refusesOthers() {
    return refusesOthers;
  }

  /** Whether a page of this origin may read the answers. */
  boolean allows(String origin) {
    return any || rule.test(origin);
  }

  /** What {@code Access-Control-Allow-Origin} says to an origin that is allowed. */
  String allowed(String origin) {
    return any ? ANY : origin;
  }

  /** Whether the answer to one origin differs from that to another. */
  boolean varies() {
    return !any;
  }

  /** Whether cookies and the like may be sent along. */
  boolean allowsCredentials() {
    return credentials && !any;
  }

  /**
   * Whether a page of this origin is let in.
   *
   * @param own the host that it asked for, with its scheme if that is known for sure
   */
  boolean letsIn(String origin, String own) {
    return !ruled || isAt(origin, own) || allows(origin);
  }

  private static boolean isAt(String origin, String own) {
    int from = origin.indexOf("://");
    if (from <= 0 || own.isEmpty()) {
      return false;
    }
    String said = own.contains("://") ? origin : origin.substring(from + 3);
    return said.equalsIgnoreCase(own);
  }
}
