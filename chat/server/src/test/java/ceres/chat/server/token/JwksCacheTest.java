package ceres.chat.server.token;

import static ceres.chat.server.token.Verdicts.accepted;
import static ceres.chat.server.token.Verdicts.by;
import static ceres.chat.server.token.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JwksCacheTest {
  private static final String ADA = "{\"sub\":\"ada\"}";
  private static final JWK OLD = Keys.forAlgorithm(JWSAlgorithm.ES256, "old");
  private static final JWK NEW = Keys.forAlgorithm(JWSAlgorithm.ES256, "new");
  private static final JwksTimes SHORT =
      new JwksTimes(
          Duration.ofMillis(2500),
          Duration.ofMillis(100),
          Duration.ofMillis(50),
          Duration.ofHours(1),
          Duration.ofMillis(700));

  @Test
  void theKeysAreFetchedOnceForManyTokens() {
    try (Issuer issuer = new Issuer(OLD);
        TokenVerifier verifier = by(issuer)) {
      for (int i = 0; i < 50; i++) {
        accepted(verifier, token(OLD));
      }
      assertThat(issuer.fetches()).isEqualTo(1);
    }
  }

  @Test
  void aNewKeyIsFoundAtOnceAndAnOldOneIsGone() {
    try (Issuer issuer = new Issuer(OLD);
        TokenVerifier verifier = by(issuer)) {
      accepted(verifier, token(OLD));
      issuer.publish(NEW);
      accepted(verifier, token(NEW));
      assertThat(refused(verifier, token(OLD))).isInstanceOf(Rejection.class);
      assertThat(issuer.fetches()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void tokensWithUnknownKeysDoNotMakeUsFloodTheIssuer() {
    try (Issuer issuer = new Issuer(OLD);
        TokenVerifier verifier = by(issuer)) {
      accepted(verifier, token(OLD));
      for (int i = 0; i < 100; i++) {
        JWK unknown = Keys.forAlgorithm(JWSAlgorithm.ES256, "unknown-" + i);
        refused(verifier, token(unknown));
      }
      assertThat(issuer.fetches()).isLessThanOrEqualTo(3);
      accepted(verifier, token(OLD));
    }
  }

  @Test
  void theLastKeysServeWhileTheIssuerIsAway() {
    try (Issuer issuer = new Issuer(OLD);
        TokenVerifier verifier = by(issuer, SHORT)) {
      accepted(verifier, token(OLD));
      issuer.answer(exchange -> Issuer.send(exchange, 503, "down"));
      await().pollDelay(Duration.ofMillis(2600)).until(() -> true);
      for (int i = 0; i < 20; i++) {
        accepted(verifier, token(OLD));
      }
      assertThat(issuer.fetches()).isGreaterThan(1);
    }
  }

  @Test
  void theLastKeysAreGivenUpWhenTheIssuerIsAwayForTooLong() {
    JwksTimes impatient =
        new JwksTimes(
            Duration.ofMillis(700),
            Duration.ofMillis(50),
            Duration.ofMillis(20),
            Duration.ofMillis(900),
            Duration.ofMillis(200));
    try (Issuer issuer = new Issuer(OLD);
        TokenVerifier verifier = by(issuer, impatient)) {
      accepted(verifier, token(OLD));
      issuer.answer(exchange -> Issuer.send(exchange, 503, "down"));
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() ->
              assertThat(refused(verifier, token(OLD)))
                  .isInstanceOf(Rejection.KeysUnavailable.class));
    }
  }

  @Test
  void anIssuerThatWasAwayFromTheStartIsAskedAgainLater() {
    try (Issuer issuer = new Issuer(OLD);
        TokenVerifier verifier = by(issuer, SHORT)) {
      issuer.answer(exchange -> Issuer.send(exchange, 500, "down"));
      assertThat(refused(verifier, token(OLD))).isInstanceOf(Rejection.KeysUnavailable.class);
      issuer.publish(OLD);
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(verifier.verify(token(OLD))).isNotNull());
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsNotRead() {
    try (Issuer issuer = new Issuer(OLD);
        TokenVerifier verifier = by(issuer)) {
      issuer.answer(exchange -> Issuer.send(exchange, 200, " ".repeat(JwksDownload.LARGEST + 1)));
      assertThat(refused(verifier, token(OLD))).isInstanceOf(Rejection.KeysUnavailable.class);
    }
  }

  @Test
  void anAnswerThatNeverEndsIsGivenUp() {
    try (Issuer issuer = new Issuer(OLD);
        TokenVerifier verifier = by(issuer, SHORT)) {
      issuer.answer(JwksCacheTest::drip);
      long start = System.nanoTime();
      assertThat(refused(verifier, token(OLD))).isInstanceOf(Rejection.KeysUnavailable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  void anAnswerThatIsNoJwkSetIsRefused() {
    for (String body : new String[] {"", "<html>", "null", "{}", "[]", "{\"keys\":7}"}) {
      try (Issuer issuer = new Issuer(OLD);
          TokenVerifier verifier = by(issuer)) {
        issuer.answer(exchange -> Issuer.send(exchange, 200, body));
        assertThat(refused(verifier, token(OLD))).isInstanceOf(Rejection.KeysUnavailable.class);
      }
    }
  }

  @Test
  void aRedirectIsFollowedButNotForEver() {
    try (Issuer issuer = new Issuer(OLD);
        Issuer gone = new Issuer();
        TokenVerifier redirected = by(gone);
        TokenVerifier lost = by(gone)) {
      gone.answer(exchange -> redirect(exchange, issuer.address().toString()));
      accepted(redirected, token(OLD));
      gone.answer(exchange -> redirect(exchange, "/again"));
      int before = gone.fetches();
      assertThat(refused(lost, token(OLD))).isInstanceOf(Rejection.KeysUnavailable.class);
      assertThat(gone.fetches() - before).isLessThanOrEqualTo(20);
    }
  }

  @Test
  void aRedirectToWhatIsNoWebAddressIsNotFollowed() {
    for (String address : new String[] {"file:///etc/hostname", "ftp://127.0.0.1/", "jar:x"}) {
      try (Issuer issuer = new Issuer(OLD);
          TokenVerifier verifier = by(issuer)) {
        issuer.answer(exchange -> redirect(exchange, address));
        assertThat(refused(verifier, token(OLD))).isInstanceOf(Rejection.KeysUnavailable.class);
      }
    }
  }

  private static void redirect(com.sun.net.httpserver.HttpExchange exchange, String address)
      throws IOException {
    exchange.getResponseHeaders().set("Location", address);
    Issuer.send(exchange, 302, "");
  }

  private static String token(JWK key) {
    return Signed.by(key, JWSAlgorithm.ES256, ADA);
  }

  /** A byte every 50 ms. */
  private static void drip(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    for (int i = 0; i < 200; i++) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
