package ceres.chat.server.token;

import ceres.chat.server.token.TokenCache.Digest;
import ceres.chat.server.token.TokenCache.Known;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies tokens. Which algorithm leads to which key is fixed (RFC 8725 §3.1): HS256, HS384 and
 * HS512 to the secret; RS, PS, ES and EdDSA to the JWK Set; anything else, {@code none} among it,
 * to nothing. So no public key is ever taken for a secret.
 *
 * <p>Tokens that were accepted are remembered for a few minutes, and no longer than the keys that
 * they were checked by; their times are checked at each use.
 *
 * <p>Thread-safe: immutable but for the caches.
 */
public final class TokenVerifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);

  private final @Nullable HmacSignature hmac;
  private final @Nullable JwksSignature jwks;
  private final ClaimRules rules;
  private final Identity identity;
  private final InstantSource clock;
  private final TokenCache cache = new TokenCache();

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
    if (jwksUrl != null && isOpenToOthers(jwksUrl)) {
      LOG.warn(
          "JWKS_URL is not https: whoever is on the way to {} may put keys of their own there",
          jwksUrl.getHost());
    }
    this.hmac = secret == null ? null : new HmacSignature(secret);
    this.jwks = jwksUrl == null ? null : new JwksSignature(jwksUrl, times);
    this.rules = new ClaimRules(config.issuer(), config.audience());
    this.identity = new Identity(config.issuer());
    this.clock = clock;
  }

  /** Whether others are on the way to an address: it is neither by TLS nor on this machine. */
  private static boolean isOpenToOthers(URI address) {
    String host = String.valueOf(address.getHost());
    return "http".equalsIgnoreCase(address.getScheme())
        && !host.equals("localhost")
        && !host.equals("[::1]")
        && !host.startsWith("127.");
  }

  /**
   * Verifies a token; one that is refused is logged, by its reason and never by its text. Blocks
   * only while the JWK Set is fetched.
   *
   * @param token in compact form, at most 8,192 characters; a {@code Bearer} in front of it is
   *     tolerated
   * @throws TokenRejected if it is not to be trusted; its code is {@code TOKEN_EXPIRED} or {@code
   *     TOKEN_INVALID}
   */
  public VerifiedToken verify(String token) throws TokenRejected {
    return verify(token, Bearer.UNKNOWN);
  }

  private VerifiedToken verify(String token, Bearer bearer) throws TokenRejected {
    try {
      CompactToken.checkLength(token);
      Digest digest = Digest.of(token);
      Known known = cache.find(digest);
      if (known != null) {
        known.lifetime().check(clock.instant());
        return known.token();
      }
      CompactToken parsed = CompactToken.parse(token);
      return verify(parsed, checkFor(parsed.algorithm()), digest);
    } catch (TokenRejected e) {
      throw logged(e, bearer);
    }
  }

  /** As {@link #verify(String, Executor, Bearer)}, of a bearer who is not known. */
  CompletionStage<VerifiedToken> verify(String token, Executor elsewhere) {
    return verify(token, elsewhere, Bearer.UNKNOWN);
  }

  /**
   * Verifies a token as {@link #verify(String)} does, without blocking the caller.
   *
   * @param elsewhere where a JWK Set is fetched, and signatures are checked that take long
   * @param bearer named in the log where the token is refused
   * @return fails with {@link TokenRejected}
   */
  public CompletionStage<VerifiedToken> verify(String token, Executor elsewhere, Bearer bearer) {
    try {
      if (isQuick(token)) {
        return CompletableFuture.completedFuture(verify(token, bearer));
      }
    } catch (TokenRejected e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<VerifiedToken> verified = new CompletableFuture<>();
    elsewhere.execute(() -> {
      try {
        verified.complete(verify(token, bearer));
      } catch (TokenRejected | RuntimeException | Error e) {
        verified.completeExceptionally(e);
      }
    });
    return verified;
  }

  /** Whether a token needs nothing but the secret: there is no JWK Set, or it is known already. */
  private boolean isQuick(String token) {
    return jwks == null
        || token.length() > CompactToken.LONGEST
        || cache.find(Digest.of(token)) != null;
  }

  private VerifiedToken verify(CompactToken parsed, SignatureCheck signature, Digest digest)
      throws TokenRejected {
    long keys = signature.keys();
    signature.check(parsed);
    Map<String, @Nullable Object> claims = parsed.claims();
    Lifetime lifetime = rules.check(claims, clock.instant());
    VerifiedToken verified = new VerifiedToken(identity.of(claims), lifetime.expiry());
    cache.put(digest, new Known(verified, lifetime, signature, keys));
    return verified;
  }

  private static TokenRejected logged(TokenRejected refusal, Bearer bearer) {
    boolean ours = refusal.reason() instanceof Rejection.KeysUnavailable;
    bearer
        .named(ours ? LOG.atWarn() : LOG.atInfo())
        .log("Token refused: {}", refusal.reason().detail());
    return refusal;
  }

  /** How many tokens are remembered. */
  long remembered() {
    return cache.size();
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
