package ceres.chat.server.token;

import static ceres.chat.server.token.Verdicts.NOW;
import static ceres.chat.server.token.Verdicts.SECRET;
import static ceres.chat.server.token.Verdicts.accepted;
import static ceres.chat.server.token.Verdicts.by;
import static ceres.chat.server.token.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.chat.core.ErrorCode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What it means that a token which was accepted is remembered. */
class TokenCacheTest {
  private static final JWK KEY = Keys.forAlgorithm(JWSAlgorithm.ES256, "a");
  private static final String ADA = "{\"sub\":\"ada\"}";

  private Instant now = NOW;

  private final TokenVerifier verifier =
      new TokenVerifier(new TokenConfig(Secret.of(SECRET), null, null, null), () -> now);

  @Test
  void aTokenIsRememberedOnceItWasAccepted() {
    String token = Signed.hs256(ADA, SECRET);
    VerifiedToken first = accepted(verifier, token);
    assertThat(accepted(verifier, token)).isSameAs(first);
    assertThat(verifier.remembered()).isEqualTo(1);
    refused(verifier, Signed.hs256(ADA, SECRET + "!"));
    assertThat(verifier.remembered()).isEqualTo(1);
  }

  @Test
  void aRememberedTokenExpires() {
    String token =
        Signed.hs256("{\"sub\":\"ada\",\"exp\":%d}".formatted(NOW.getEpochSecond() + 60), SECRET);
    accepted(verifier, token);
    now = NOW.plusSeconds(89);
    accepted(verifier, token);
    now = NOW.plusSeconds(90);
    assertThat(refused(verifier, token, ErrorCode.TOKEN_EXPIRED))
        .isInstanceOf(Rejection.Expired.class);
  }

  @Test
  void aRememberedTokenIsNotValidBeforeItsTimeWhenTheClockIsSetBack() {
    String token =
        Signed.hs256("{\"sub\":\"ada\",\"nbf\":%d}".formatted(NOW.getEpochSecond()), SECRET);
    accepted(verifier, token);
    now = NOW.minusSeconds(31);
    assertThat(refused(verifier, token)).isInstanceOf(Rejection.NotYetValid.class);
  }

  @Test
  void theSameClaimsWithAnotherSignatureAreNotRemembered() {
    String token = Signed.hs256(ADA, SECRET);
    accepted(verifier, token);
    char last = token.charAt(token.length() - 1);
    String forged = token.substring(0, token.length() - 5) + (last == 'A' ? "BBBBB" : "AAAAA");
    assertThat(refused(verifier, forged)).isInstanceOf(Rejection.BadSignature.class);
    String unsigned = token.substring(0, token.lastIndexOf('.') + 1);
    assertThat(refused(verifier, unsigned)).isInstanceOf(Rejection.BadSignature.class);
  }

  @Test
  void onlySoManyAreRemembered() {
    for (int i = 0; i < TokenCache.MOST + 500; i++) {
      accepted(verifier, Signed.hs256("{\"sub\":\"user-%d\"}".formatted(i), SECRET));
    }
    assertThat(verifier.remembered()).isEqualTo(TokenCache.MOST);
  }

  @Test
  void aTokenIsForgottenWhenTheKeysAreOthers() {
    JWK other = Keys.forAlgorithm(JWSAlgorithm.ES256, "b");
    try (Issuer issuer = new Issuer(KEY);
        TokenVerifier byKeys = by(issuer)) {
      String token = Signed.by(KEY, JWSAlgorithm.ES256, ADA);
      accepted(byKeys, token);
      VerifiedToken remembered = accepted(byKeys, token);
      assertThat(accepted(byKeys, token)).isSameAs(remembered);
      issuer.publish(other);
      accepted(byKeys, Signed.by(other, JWSAlgorithm.ES256, ADA));
      refused(byKeys, token);
    }
  }

  @Test
  void aTokenOutlivesItsKeyNoLongerThanTheKeySetIsCached() {
    JwksTimes times =
        new JwksTimes(
            Duration.ofMillis(1_000),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            Duration.ofMillis(1),
            Duration.ofMillis(200));
    try (Issuer issuer = new Issuer(KEY);
        TokenVerifier byKeys = by(issuer, times)) {
      String token = Signed.by(KEY, JWSAlgorithm.ES256, ADA);
      accepted(byKeys, token);
      accepted(byKeys, token);
      issuer.publish(Keys.forAlgorithm(JWSAlgorithm.ES256, "b"));
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() ->
              Assertions.assertThatThrownBy(() -> byKeys.verify(token))
                  .isInstanceOf(TokenRejected.class));
    }
  }

  @Test
  void theCallerIsNotHeldUpByAKeySet() throws Exception {
    List<Runnable> elsewhere = new ArrayList<>();
    try (Issuer issuer = new Issuer(KEY);
        TokenVerifier byKeys = by(issuer)) {
      String token = Signed.by(KEY, JWSAlgorithm.ES256, ADA);
      CompletableFuture<VerifiedToken> first =
          byKeys.verify(token, elsewhere::add).toCompletableFuture();
      assertThat(first).isNotDone();
      elsewhere.removeFirst().run();
      assertThat(first.get().claims().id()).isNotNull();
      accepted(byKeys, token);
      assertThat(byKeys.verify(token, elsewhere::add).toCompletableFuture()).isCompleted();
      CompletableFuture<VerifiedToken> forged =
          byKeys.verify(token + "A", elsewhere::add).toCompletableFuture();
      elsewhere.removeFirst().run();
      Assertions.assertThatThrownBy(forged::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TokenRejected.class);
    }
  }

  @Test
  void aTokenBySecretIsVerifiedAtOnce() {
    assertThat(verifier.verify(Signed.hs256(ADA, SECRET), task -> Assertions.fail("a thread")))
        .isCompleted();
    assertThat(verifier.verify("x", task -> Assertions.fail("a thread")))
        .isCompletedExceptionally();
  }
}
