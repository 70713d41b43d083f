package ceres.engineio.server;

import java.util.Locale;

/**
 * The cookie that the answer to a handshake sets to the session id, for load balancers that keep a
 * client on one server by it. Nothing is ever read from it: a cookie that a client sends is no
 * session id. Immutable.
 *
 * @param name the cookie's name, a token (RFC 9110, section 5.6.2); default {@code io}
 * @param path the cookie's path; default {@code /}
 * @param httpOnly whether scripts are kept from reading it; default true
 * @param sameSite when other sites' requests carry it; default lax
 * @param secure whether it is sent over TLS only; default false
 */
public record CookieConfig(
    String name, String path, boolean httpOnly, SameSite sameSite, boolean secure) {

  /** The reference server's cookie. */
  public static final CookieConfig DEFAULTS =
      new CookieConfig("io", "/", true, SameSite.LAX, false);

  /** {@code SameSite} as browsers know it. */
  public enum SameSite {
    STRICT("Strict"),
    LAX("Lax"),
    NONE("None");

    private final String text;

    SameSite(String text) {
      this.text = text;
    }
  }

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public CookieConfig {
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new IllegalArgumentException("a cookie's name must be a token, not '" + name + "'");
    }
    if (!path.matches("/[ -~&&[^;]]*")) {
      throw new IllegalArgumentException(
          "a cookie's path must begin with '/' and have no ';', not be '" + path + "'");
    }
    if (sameSite == SameSite.NONE && !secure) {
      throw new IllegalArgumentException(
          "browsers refuse a cookie with sameSite "
              + sameSite.text.toLowerCase(Locale.ROOT)
              + " that is not secure");
    }
  }

  /** The value of {@code Set-Cookie} for a session. */
  String header(String sid) {
    return name
        + '='
        + sid
        + "; Path="
        + path
        + (httpOnly ? "; HttpOnly" : "")
        + (secure ? "; Secure" : "")
        + "; SameSite="
        + sameSite.text;
  }
}
