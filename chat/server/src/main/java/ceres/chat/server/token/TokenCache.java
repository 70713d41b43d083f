package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were accepted a moment ago, by the SHA-256 of their whole texts, signature included;
 * the texts themselves are not kept. Their times are to be checked at each use, and they are
 * forgotten when the keys that they were checked by may be others.
 *
 * <p>Thread-safe by its map.
 */
final class TokenCache {
  /** A few hundred bytes each. */
  static final int MOST = 4_096;

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Cache<Digest, Known> known =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterWrite(LONGEST)
          .executor(Runnable::run)
          .build();

  /** A SHA-256. */
  record Digest(long first, long second, long third, long fourth) {
    static Digest of(String text) {
      ByteBuffer hash = ByteBuffer.wrap(sha256().digest(text.getBytes(UTF_8)));
      return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }

  /**
   * What is known of a token.
   *
   * @param signature what has checked it
   * @param keys the {@link SignatureCheck#keys} by which
   */
  record Known(VerifiedToken token, Lifetime lifetime, SignatureCheck signature, long keys) {
    private boolean isFresh() {
      return keys != SignatureCheck.NO_KEYS && keys == signature.keys();
    }
  }

  /** A token that is still to be believed, but for its times; or null. */
  @Nullable Known find(Digest digest) {
    Known found = known.getIfPresent(digest);
    return found != null && found.isFresh() ? found : null;
  }

  void put(Digest digest, Known accepted) {
    if (accepted.isFresh()) {
      known.put(digest, accepted);
    }
  }

  /** How many are known. */
  long size() {
    known.cleanUp();
    return known.estimatedSize();
  }
}
