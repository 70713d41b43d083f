package ceres.chat.server.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The registered claims (RFC 7519 §4.1): {@code exp} and {@code nbf} with leeway, {@code iss} and
 * {@code aud} where configured. A token without {@code exp} never expires.
 *
 * <p>Immutable.
 */
record ClaimRules(@Nullable String issuer, @Nullable String audience) {
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * Checks the claims at a moment.
   *
   * @return what is to be checked again at another moment
   */
  Lifetime check(Map<String, @Nullable Object> claims, Instant now) throws TokenRejected {
    Lifetime lifetime = new Lifetime(time(claims, "exp"), time(claims, "nbf"));
    lifetime.check(now);
    if (issuer != null && !issuer.equals(claims.get("iss"))) {
      throw new TokenRejected(new Rejection.WrongClaim("iss"));
    }
    if (audience != null && !contains(claims.get("aud"), audience)) {
      throw new TokenRejected(new Rejection.WrongClaim("aud"));
    }
    return lifetime;
  }

  /** A NumericDate: seconds, perhaps with a fraction; not outside the years 1970 to 9999. */
  private static @Nullable Instant time(Map<String, @Nullable Object> claims, String name)
      throws TokenRejected {
    Object value = claims.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Number number)) {
      throw new TokenRejected(new Rejection.Malformed("its claim \"" + name + "\" is no number"));
    }
    if (!Double.isFinite(number.doubleValue())) {
      throw new TokenRejected(new Rejection.Malformed("its claim \"" + name + "\" is no time"));
    }
    double seconds = Math.clamp(number.doubleValue(), 0.0, (double) END_OF_TIME.getEpochSecond());
    return Instant.ofEpochMilli((long) (seconds * 1000));
  }

  private static boolean contains(@Nullable Object aud, String wanted) {
    return wanted.equals(aud) || (aud instanceof List<?> all && all.contains(wanted));
  }
}
