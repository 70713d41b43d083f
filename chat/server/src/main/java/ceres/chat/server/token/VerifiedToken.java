package ceres.chat.server.token;

import ceres.chat.core.UserDirectory;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a token that was accepted says.
 *
 * @param claims of its user
 * @param expiresAt its {@code exp}, at the latest the end of the year 9999; null if it has none and
 *     so never expires
 */
public record VerifiedToken(UserDirectory.Claims claims, @Nullable Instant expiresAt) {
  /** How far the clocks of the issuer and of this server may be apart. */
  public static final Duration LEEWAY = Duration.ofSeconds(30);

  /** When this token stops being accepted: {@code exp} and the leeway; null: never. */
  public @Nullable Instant acceptedUntil() {
    return expiresAt == null ? null : expiresAt.plus(LEEWAY);
  }
}
