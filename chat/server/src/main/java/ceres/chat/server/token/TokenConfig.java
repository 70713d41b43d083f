package ceres.chat.server.token;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens are accepted.
 *
 * @param secret accepts HS256, HS384 and HS512 signed with it; null: none of them
 * @param jwksUrl http(s) address of a JWK Set (RFC 7517 §5); accepts RS, PS, ES and EdDSA signed by
 *     its keys; null: none of them
 * @param issuer the {@code iss} that a token must have; null: any or none
 * @param audience what the {@code aud} of a token must contain; null: any or none
 */
public record TokenConfig(
    @Nullable Secret secret,
    @Nullable URI jwksUrl,
    @Nullable String issuer,
    @Nullable String audience) {

  /** Whether any token at all could be verified. */
  public boolean hasKeys() {
    return secret != null || jwksUrl != null;
  }

  /** The same with this secret. */
  public TokenConfig withSecret(Secret newSecret) {
    return new TokenConfig(newSecret, jwksUrl, issuer, audience);
  }
}
