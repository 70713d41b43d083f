package ceres.chat.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.events.Event;
import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * RS, PS, ES and EdDSA (Ed25519) signatures by the keys of a JWK Set (RFC 7517) at an address. The
 * set is cached, refreshed ahead of time, fetched again (seldom, whoever asks) when a token names a
 * key that it lacks, and used on while the address does not answer.
 *
 * <p>Thread-safe by the cache's lock. Blocks only while a set is fetched.
 */
final class JwksSignature implements SignatureCheck, AutoCloseable {
  /** A token without {@code kid} is tried against so many keys at most. */
  private static final int MOST_CANDIDATES = 16;

  private final JwksDownload download;
  private final JWKSource<SecurityContext> keys;
  private final Duration timeToLive;
  private volatile @Nullable Fetch lastFetch;

  /**
   * A set that is used from now on.
   *
   * @param at by {@link System#nanoTime}
   */
  private record Fetch(long number, long at) {}

  JwksSignature(URI address, JwksTimes times) {
    download = new JwksDownload(times.fetchTimeout());
    timeToLive = times.timeToLive();
    try {
      keys =
          JWKSourceBuilder.create(address.toURL(), download)
              .cache(times.timeToLive().toMillis(), 3 * times.fetchTimeout().toMillis())
              .refreshAheadCache(
                  times.refreshAhead().toMillis(),
                  this::noteFetch,
                  Executors.newVirtualThreadPerTaskExecutor(),
                  true,
                  null,
                  false)
              .rateLimited(times.fetchInterval().toMillis())
              .outageTolerant(times.outage().toMillis())
              .retrying(true)
              .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not an address: " + address, e);
    }
  }

  /** Told under the cache's lock, after the set was replaced. */
  private void noteFetch(Event<CachingJWKSetSource<SecurityContext>, SecurityContext> event) {
    if (event instanceof CachingJWKSetSource.RefreshCompletedEvent<?>) {
      Fetch before = lastFetch;
      lastFetch = new Fetch(before == null ? 1 : before.number() + 1, System.nanoTime());
    }
  }

  @Override
  public long keys() {
    Fetch last = lastFetch;
    return last == null || System.nanoTime() - last.at() >= timeToLive.toNanos()
        ? NO_KEYS
        : last.number();
  }

  static boolean accepts(String algorithm) {
    return KeyChoice.FAMILIES.contains(JWSAlgorithm.parse(algorithm));
  }

  @Override
  public void check(CompactToken token) throws TokenRejected {
    List<JWK> candidates = candidates(token);
    if (candidates.isEmpty()) {
      String keyId = token.keyId();
      throw new TokenRejected(new Rejection.UnknownKey(keyId == null ? "" : keyId));
    }
    boolean genuine =
        candidates.stream().limit(MOST_CANDIDATES).anyMatch(key -> isSignedBy(key, token));
    if (!genuine) {
      throw new TokenRejected(new Rejection.BadSignature());
    }
  }

  private List<JWK> candidates(CompactToken token) throws TokenRejected {
    try {
      return keys.get(new JWKSelector(KeyChoice.of(token.header())), null);
    } catch (RateLimitReachedException e) {
      return List.of(); // asked just now: what is cached has no such key
    } catch (KeySourceException e) {
      String why = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
      throw new TokenRejected(new Rejection.KeysUnavailable(why));
    }
  }

  private static boolean isSignedBy(JWK key, CompactToken token) {
    try {
      JWSVerifier verifier =
          switch (key.getKeyType().getValue()) {
            case "RSA" -> new RSASSAVerifier(key.toRSAKey());
            case "EC" -> new ECDSAVerifier(key.toECKey());
            default -> new Ed25519Verifier(key.toOctetKeyPair().toPublicJWK());
          };
      return verifier.verify(token.header(), token.signingInput(), token.signature());
    } catch (JOSEException | IllegalStateException e) {
      return false; // a key of the wrong kind for this signature is not its key
    }
  }

  @Override
  public void close() throws IOException {
    if (keys instanceof Closeable closeable) {
      closeable.close();
    }
    download.close();
  }
}
