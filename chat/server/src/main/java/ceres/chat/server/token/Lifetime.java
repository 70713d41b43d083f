package ceres.chat.server.token;

import static ceres.chat.server.token.VerifiedToken.LEEWAY;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when until when a token is to be accepted (RFC 7519 §4.1.4 and §4.1.5), with leeway.
 *
 * <p>Immutable.
 *
 * @param expiry {@code exp}, or null if it never expires
 * @param start {@code nbf}, or null if it counts from ever
 */
record Lifetime(@Nullable Instant expiry, @Nullable Instant start) {

  /** Checks the time that it is now. */
  void check(Instant now) throws TokenRejected {
    if (expiry != null && !now.isBefore(expiry.plus(LEEWAY))) {
      throw new TokenRejected(new Rejection.Expired(expiry));
    }
    if (start != null && now.isBefore(start.minus(LEEWAY))) {
      throw new TokenRejected(new Rejection.NotYetValid(start));
    }
  }
}
