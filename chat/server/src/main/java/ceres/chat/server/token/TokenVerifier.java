package ceres.chat.server.token;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies tokens. Which algorithm leads to which key is fixed (RFC 8725 §3.1): HS256, HS384 and
 * HS512 to the secret; RS, PS, ES and EdDSA to the JWK Set; anything else, {@code none} among it,
 * to nothing. So no public key is ever taken for a secret.
 *
 * <p>Thread-safe: immutable but for the cache of the JWK Set. Blocks only while that is fetched, so
 * call it on a virtual thread.
 */
public final class TokenVerifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);

  private final @Nullable HmacSignature hmac;
  private final @Nullable JwksSignature jwks;
  private final ClaimRules rules;
  private final Identity identity;
  private final InstantSource clock;

  /** For what is configured, by the system's clock. */
  public TokenVerifier(TokenConfig config) {
    this(config, InstantSource.system());
  }

  /** For what is configured, by a clock. */
  public TokenVerifier(TokenConfig config, InstantSource clock) {
    this(config, clock, JwksTimes.DEFAULT);
  }

  TokenVerifier(TokenConfig config, InstantSource clock, JwksTimes times) {
    Secret secret = config.secret();
    URI jwksUrl = config.jwksUrl();
    if (secret != null && secret.isShort()) {
      LOG.warn(
          "JWT_SECRET has fewer than {} bytes: whoever has a token may guess it and make others",
          Secret.SAFE_BYTES);
    }
    this.hmac = secret == null ? null : new HmacSignature(secret);
    this.jwks = jwksUrl == null ? null : new JwksSignature(jwksUrl, times);
    this.rules = new ClaimRules(config.issuer(), config.audience());
    this.identity = new Identity(config.issuer());
    this.clock = clock;
  }

  /**
   * Verifies a token; one that is refused is logged, by its reason and never by its text.
   *
   * @param token in compact form, at most 8,192 characters; a {@code Bearer} in front of it is
   *     tolerated
   * @throws TokenRejected if it is not to be trusted; its code is {@code TOKEN_EXPIRED} or {@code
   *     TOKEN_INVALID}
   */
  public VerifiedToken verify(String token) throws TokenRejected {
    try {
      CompactToken parsed = CompactToken.parse(token);
      checkFor(parsed.algorithm()).check(parsed);
      Map<String, @Nullable Object> claims = parsed.claims();
      Instant expiry = rules.check(claims, clock.instant());
      return new VerifiedToken(identity.of(claims), expiry);
    } catch (TokenRejected e) {
      if (e.reason() instanceof Rejection.KeysUnavailable) {
        LOG.warn("Token refused: {}", e.reason().detail());
      } else {
        LOG.info("Token refused: {}", e.reason().detail());
      }
      throw e;
    }
  }

  private SignatureCheck checkFor(String algorithm) throws TokenRejected {
    if (hmac != null && HmacSignature.accepts(algorithm)) {
      return hmac;
    }
    if (jwks != null && JwksSignature.accepts(algorithm)) {
      return jwks;
    }
    throw new TokenRejected(new Rejection.WrongAlgorithm(algorithm));
  }

  /** Ends the background work of the JWK Set's cache. */
  @Override
  public void close() {
    if (jwks != null) {
      try {
        jwks.close();
      } catch (IOException e) {
        LOG.debug("The cache of the JWK Set did not close", e);
      }
    }
  }
}
