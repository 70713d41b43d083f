package ceres.chat.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ceres.chat.core.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a verifier says to a token. */
final class Verdicts {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final String SECRET = "0123456789abcdef0123456789abcdef";

  private Verdicts() {}

  /** A verifier by {@link #SECRET}, at {@link #NOW}. */
  static TokenVerifier bySecret() {
    return verifier(new TokenConfig(Secret.of(SECRET), null, null, null), JwksTimes.DEFAULT);
  }

  static TokenVerifier by(Issuer issuer) {
    return by(issuer, JwksTimes.DEFAULT);
  }

  static TokenVerifier by(Issuer issuer, JwksTimes times) {
    return verifier(new TokenConfig(null, issuer.address(), null, null), times);
  }

  static TokenVerifier verifier(TokenConfig config, JwksTimes times) {
    return new TokenVerifier(config, () -> NOW, times);
  }

  static VerifiedToken accepted(TokenVerifier verifier, String token) {
    try {
      return verifier.verify(token);
    } catch (TokenRejected e) {
      throw new AssertionError("refused: " + e.reason(), e);
    }
  }

  /** The reason of a refusal with the code {@code TOKEN_INVALID}. */
  static Rejection refused(TokenVerifier verifier, @Nullable String token) {
    return refused(verifier, token, ErrorCode.TOKEN_INVALID);
  }

  static Rejection refused(TokenVerifier verifier, @Nullable String token, ErrorCode code) {
    assertThat(token).isNotNull();
    TokenRejected rejected =
        catchThrowableOfType(TokenRejected.class, () -> verifier.verify(String.valueOf(token)));
    assertThat(rejected).as("a refusal").isNotNull();
    assertThat(rejected.code()).isEqualTo(code);
    return rejected.reason();
  }
}
