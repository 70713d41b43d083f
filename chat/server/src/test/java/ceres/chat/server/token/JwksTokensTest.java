package ceres.chat.server.token;

import static ceres.chat.server.token.Verdicts.SECRET;
import static ceres.chat.server.token.Verdicts.accepted;
import static ceres.chat.server.token.Verdicts.by;
import static ceres.chat.server.token.Verdicts.refused;
import static ceres.chat.server.token.Verdicts.verifier;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.security.PublicKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksTokensTest {
  private static final String ADA = "{\"sub\":\"ada\"}";
  private static final JWK RSA = Keys.rsa("rsa-1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
        "Ed25519"
      })
  void everyAsymmetricAlgorithmIsAcceptedWithItsKeyAndRefusedWithAnother(String name) {
    JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
    JWK ours = Keys.forAlgorithm(algorithm, "k");
    JWK theirs = Keys.forAlgorithm(algorithm, "k");
    try (Issuer issuer = new Issuer(ours);
        TokenVerifier verifier = by(issuer)) {
      assertThat(accepted(verifier, Signed.by(ours, algorithm, ADA))).isNotNull();
      assertThat(refused(verifier, Signed.by(theirs, algorithm, ADA)))
          .isInstanceOf(Rejection.BadSignature.class);
    }
  }

  @Test
  void aTokenWithoutKidIsTriedAgainstEveryKey() {
    JWK second = Keys.rsa("rsa-2");
    JWSHeader header = new JWSHeader(JWSAlgorithm.RS256);
    try (Issuer issuer = new Issuer(RSA, Keys.forAlgorithm(JWSAlgorithm.ES256, "ec"), second);
        TokenVerifier verifier = by(issuer)) {
      assertThat(accepted(verifier, Signed.with(header, second, ADA))).isNotNull();
      assertThat(refused(verifier, Signed.with(header, Keys.rsa("x"), ADA)))
          .isInstanceOf(Rejection.BadSignature.class);
    }
  }

  @Test
  void aKeyIsOnlyUsedForTheAlgorithmThatItNames() {
    JWK key = Keys.forAlgorithm(JWSAlgorithm.PS256, "k");
    try (Issuer issuer = new Issuer(key);
        TokenVerifier verifier = by(issuer)) {
      assertThat(refused(verifier, Signed.by(key, JWSAlgorithm.RS256, ADA)))
          .isInstanceOf(Rejection.UnknownKey.class);
    }
  }

  @Test
  void aKeyForEncryptionOrTooShortIsNotUsed() {
    JWK encryption =
        new RSAKey.Builder(RSA.toRSAKey()).keyUse(KeyUse.ENCRYPTION).keyID("enc").build();
    JWK small = Keys.generate(new RSAKeyGenerator(1024, true), "small", null);
    try (Issuer issuer = new Issuer(encryption, small);
        TokenVerifier verifier = by(issuer)) {
      for (JWK key : new JWK[] {encryption, small}) {
        String token = key.equals(small) ? weak(key) : Signed.by(key, JWSAlgorithm.RS256, ADA);
        assertThat(refused(verifier, token)).isInstanceOf(Rejection.UnknownKey.class);
      }
    }
  }

  private static String weak(JWK key) {
    return withHeader(JWSAlgorithm.RS256, key.getKeyID());
  }

  /** Signed by {@link #RSA}, whatever the header says. */
  private static String withHeader(JWSAlgorithm algorithm, String keyId) {
    String signed = Signed.by(RSA, JWSAlgorithm.RS256, ADA);
    String header = new JWSHeader.Builder(algorithm).keyID(keyId).build().toBase64URL() + "";
    return header + signed.substring(signed.indexOf('.'));
  }

  @Test
  void aKeyOfAnotherCurveThanTheAlgorithmsIsNotUsed() {
    JWK p384 = Keys.generate(new ECKeyGenerator(Curve.P_384), "k", null);
    try (Issuer issuer = new Issuer(p384);
        TokenVerifier verifier = by(issuer)) {
      for (String algorithm : new String[] {"ES256", "ES512", "EdDSA", "RS256"}) {
        assertThat(refused(verifier, withHeader(JWSAlgorithm.parse(algorithm), "k")))
            .isInstanceOf(Rejection.UnknownKey.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256K", "Ed448", "RS1", "HS256", "none", "ECDH-ES", "dir", "RSA-OAEP"})
  void otherAlgorithmsAreRefusedWhateverKeysThereAre(String algorithm) {
    try (Issuer issuer = new Issuer(RSA);
        TokenVerifier verifier = by(issuer)) {
      String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa-1\"}";
      String token = Signed.hmac(header, ADA, SECRET.getBytes(UTF_8), "HmacSHA256");
      assertThat(refused(verifier, token)).isInstanceOf(Rejection.WrongAlgorithm.class);
      assertThat(issuer.fetches()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../../etc/passwd",
        "/dev/null",
        "file:///etc/passwd",
        "http://127.0.0.1:1/keys",
        "x' UNION SELECT 'key' --",
        "rsa-1\u0000",
        "rsa-1 ",
        "RSA-1",
        "*",
        ""
      })
  void aKidIsNothingButTheNameOfAKeyInTheSet(String keyId) {
    try (Issuer issuer = new Issuer(RSA);
        TokenVerifier verifier = by(issuer)) {
      assertThat(refused(verifier, withHeader(JWSAlgorithm.RS256, keyId)))
          .isInstanceOf(Rejection.UnknownKey.class);
      assertThat(issuer.fetches()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void anHmacKeyedWithThePublicKeyIsRefused() throws Exception {
    PublicKey publicKey = RSA.toRSAKey().toPublicKey();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey.getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    String header = "{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}";
    byte[][] guesses = {
      pem.getBytes(UTF_8),
      pem.strip().getBytes(UTF_8),
      publicKey.getEncoded(),
      RSA.toPublicJWK().toJSONString().getBytes(UTF_8),
      RSA.toRSAKey().getModulus().decode()
    };
    try (Issuer issuer = new Issuer(RSA);
        TokenVerifier jwksOnly = by(issuer);
        TokenVerifier both = both(issuer)) {
      for (byte[] guess : guesses) {
        String token = Signed.hmac(header, ADA, guess, "HmacSHA256");
        assertThat(refused(jwksOnly, token)).isInstanceOf(Rejection.WrongAlgorithm.class);
        assertThat(refused(both, token)).isInstanceOf(Rejection.BadSignature.class);
      }
    }
  }

  @Test
  void anHmacKeyInTheJwkSetIsNotUsed() {
    JWK octets =
        new OctetSequenceKey.Builder(SECRET.getBytes(UTF_8))
            .keyID("oct")
            .algorithm(JWSAlgorithm.HS256)
            .build();
    String token =
        Signed.hmac(
            "{\"alg\":\"HS256\",\"kid\":\"oct\"}", ADA, SECRET.getBytes(UTF_8), "HmacSHA256");
    try (Issuer issuer = new Issuer(RSA);
        TokenVerifier verifier = by(issuer)) {
      issuer.answer(
          exchange -> Issuer.send(exchange, 200, "{\"keys\":[" + octets.toJSONString() + "]}"));
      assertThat(refused(verifier, token)).isInstanceOf(Rejection.WrongAlgorithm.class);
    }
  }

  @Test
  void withBothConfiguredEachKindGoesToItsOwnKey() {
    try (Issuer issuer = new Issuer(RSA);
        TokenVerifier verifier = both(issuer)) {
      assertThat(accepted(verifier, Signed.hs256(ADA, SECRET))).isNotNull();
      assertThat(accepted(verifier, Signed.by(RSA, JWSAlgorithm.RS256, ADA))).isNotNull();
    }
  }

  @Test
  void keysThatATokenBringsAlongAreIgnored() {
    JWK attacker = Keys.rsa("rsa-1");
    try (Issuer evil = new Issuer(attacker);
        Issuer issuer = new Issuer(RSA);
        TokenVerifier verifier = by(issuer)) {
      URI address = evil.address();
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .keyID("rsa-1")
              .jwk(attacker.toPublicJWK())
              .jwkURL(address)
              .x509CertURL(address)
              .build();
      assertThat(refused(verifier, Signed.with(header, attacker, ADA)))
          .isInstanceOf(Rejection.BadSignature.class);
      assertThat(evil.fetches()).isZero();
    }
  }

  @Test
  void anEcSignatureOfZerosIsRefused() {
    JWK key = Keys.forAlgorithm(JWSAlgorithm.ES256, "ec");
    String token = Signed.by(key, JWSAlgorithm.ES256, ADA);
    String zeros = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86);
    try (Issuer issuer = new Issuer(key);
        TokenVerifier verifier = by(issuer)) {
      assertThat(refused(verifier, zeros)).isInstanceOf(Rejection.BadSignature.class);
    }
  }

  private static TokenVerifier both(Issuer issuer) {
    return verifier(
        new TokenConfig(Secret.of(SECRET), issuer.address(), null, null), JwksTimes.DEFAULT);
  }
}
