package ceres.chat.server.token;

import static ceres.chat.server.token.Verdicts.SECRET;
import static ceres.chat.server.token.Verdicts.accepted;
import static ceres.chat.server.token.Verdicts.bySecret;
import static ceres.chat.server.token.Verdicts.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.util.Base64URL;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTokensTest {
  private static final String ADA = "{\"sub\":\"ada\"}";

  private final TokenVerifier verifier = bySecret();

  @ParameterizedTest
  @CsvSource({"HS256,HmacSHA256", "HS384,HmacSHA384", "HS512,HmacSHA512"})
  void everyHmacAlgorithmIsAcceptedWithASecretOf32Bytes(String algorithm, String mac) {
    String header = "{\"alg\":\"" + algorithm + "\"}";
    assertThat(accepted(verifier, Signed.hmac(header, ADA, SECRET.getBytes(UTF_8), mac)))
        .isNotNull();
  }

  @Test
  void aTokenSignedByAnotherLanguagesLibraryIsAccepted() {
    // Node: createHmac("sha256", SECRET) over the header and claims that jsonwebtoken writes
    String token =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VySWQiOjQyLCJuYW1lIjoiQWRhIn0."
            + "QegJWrbAUxgIxzTB_Mc4_yTtOgcJp5h0IRDSd6Bumew";
    assertThat(accepted(verifier, token).claims().name()).isEqualTo("Ada");
  }

  @Test
  void anotherSecretIsRefused() {
    assertThat(refused(verifier, Signed.hs256(ADA, SECRET + "!")))
        .isInstanceOf(Rejection.BadSignature.class);
  }

  @Test
  void changedClaimsAreRefused() {
    String[] parts = Signed.hs256(ADA, SECRET).split("\\.", -1);
    String changed = parts[0] + "." + Base64URL.encode("{\"sub\":\"bob\"}") + "." + parts[2];
    assertThat(refused(verifier, changed)).isInstanceOf(Rejection.BadSignature.class);
  }

  @Test
  void aSignatureOfAnotherHmacAlgorithmThanTheHeaderSaysIsRefused() {
    String token = Signed.hmac("{\"alg\":\"HS512\"}", ADA, SECRET.getBytes(UTF_8), "HmacSHA256");
    assertThat(refused(verifier, token)).isInstanceOf(Rejection.BadSignature.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AA", "AAAA"})
  void anEmptyOrCutSignatureIsRefused(String signature) {
    String token = Signed.hs256(ADA, SECRET);
    String cut = token.substring(0, token.lastIndexOf('.') + 1) + signature;
    assertThat(refused(verifier, cut)).isInstanceOf(Rejection.BadSignature.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "hs256", "Hs256", "HS1", "RS256"})
  void noneAndEverySpellingOfAnotherAlgorithmIsRefused(String algorithm) {
    String header = "{\"alg\":\"" + algorithm + "\"}";
    String signed = Signed.hmac(header, ADA, SECRET.getBytes(UTF_8), "HmacSHA256");
    String unsigned = Base64URL.encode(header) + "." + Base64URL.encode(ADA) + ".";
    assertThat(refused(verifier, signed))
        .isInstanceOfAny(Rejection.WrongAlgorithm.class, Rejection.Malformed.class);
    assertThat(refused(verifier, unsigned))
        .isInstanceOfAny(Rejection.WrongAlgorithm.class, Rejection.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":true}",
        "{\"alg\":\"HS256\",\"crit\":[]}",
        "{\"alg\":\"HS256\",\"b64\":false}",
        "{\"typ\":\"JWT\"}",
        "{\"alg\":\"HS256\",\"b64\":\"true\"}",
        "{\"alg\":\"HS256\",\"enc\":\"A128GCM\"}",
        "{\"alg\":\"HS256\",\"zip\":\"DEF\"}",
        "{\"alg\":\"HS256\",\"cty\":\"JWT\"}",
        "{\"alg\":\"HS256\",\"cty\":\"application/jwt\"}",
        "{\"alg\":\"HS256\",\"kid\":{}}",
        "{\"alg\":\"HS256\",\"kid\":7}",
        "{\"alg\":\"none\",\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\"} {\"alg\":\"HS256\"}",
        "{alg:'HS256'}",
        "{\"alg\":\"HS256\",}",
        "{\"alg\":\"HS256\"/**/}",
        "{\"alg\":7}",
        "[]",
        "{",
        "null"
      })
  void aHeaderThatDemandsAnExtensionOrIsNoneIsRefused(String header) {
    String token = Signed.hmac(header, ADA, SECRET.getBytes(UTF_8), "HmacSHA256");
    assertThat(refused(verifier, token))
        .isInstanceOfAny(Rejection.Malformed.class, Rejection.BadSignature.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"HS256\",\"kid\":\"../../../../dev/null\"}",
        "{\"alg\":\"HS256\",\"kid\":\"x' UNION SELECT 'key\"}",
        "{\"alg\":\"HS256\",\"kid\":null}",
        "{\"alg\":\"HS256\",\"jku\":\"http://127.0.0.1:1/\",\"x5u\":\"http://127.0.0.1:1/\"}",
        "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
        "{\"alg\":\"HS256\",\"x5c\":[\"AAAA\"],\"typ\":\"at+jwt\",\"x\":[[[]]]}"
      })
  void whatElseIsInAHeaderLeadsToNoOtherKey(String header) {
    assertThat(accepted(verifier, Signed.hmac(header, ADA, SECRET.getBytes(UTF_8), "HmacSHA256")))
        .isNotNull();
    for (byte[] other : new byte[][] {{0}, "AA".getBytes(UTF_8), "key".getBytes(UTF_8)}) {
      assertThat(refused(verifier, Signed.hmac(header, ADA, other, "HmacSHA256")))
          .isInstanceOf(Rejection.BadSignature.class);
    }
  }

  @Test
  void aKidOfMoreThan512CharactersIsRefused() {
    String header = "{\"alg\":\"HS256\",\"kid\":\"" + "k".repeat(513) + "\"}";
    assertThat(refused(verifier, Signed.hmac(header, ADA, SECRET.getBytes(UTF_8), "HmacSHA256")))
        .isInstanceOf(Rejection.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":\"ada\",\"sub\":\"bob\"}",
        "{\"sub\":\"ada\",\"s\\u0075b\":\"bob\"}",
        "{\"sub\":\"ada\",\"exp\":1,\"exp\":9999999999}",
        "{\"sub\":\"ada\",\"x\":{\"y\":1,\"y\":2}}",
        "{\"sub\":\"ada\",\"exp\":NaN}",
        "{\"sub\":\"ada\",\"nbf\":NaN}",
        "{\"sub\":\"ada\",\"nbf\":-Infinity}",
        "{\"sub\":\"ada\",\"exp\":1e999}",
        "{\"sub\":\"ada\",\"exp\":0x7fffffff}",
        "{\"sub\":\"ada\",\"exp\":+1}",
        "{'sub':'ada'}",
        "{\"sub\":\"ada\"/* */}"
      })
  void claimsThatSomebodyElseMightReadOtherwiseAreRefused(String claims) {
    assertThat(refused(verifier, Signed.hs256(claims, SECRET)))
        .isInstanceOf(Rejection.Malformed.class);
  }

  @Test
  void anExpiryOfAThousandDigitsIsRefused() {
    String claims = "{\"sub\":\"ada\",\"exp\":" + "9".repeat(1000) + "}";
    assertThat(refused(verifier, Signed.hs256(claims, SECRET)))
        .isInstanceOf(Rejection.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "...",
        "a.b",
        "a.b.c.d",
        "a.b.c.d.e",
        "Bearer",
        "Bearer ",
        "a b.c.d",
        "e30.e30.e30",
        "\u0000",
        "eyJ.é.x",
        "=.=.="
      })
  void whatIsNoTokenIsRefused(String text) {
    assertThat(refused(verifier, text)).isInstanceOf(Rejection.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"ada\"", "42", "null", "{", "", "{\"sub\":\"a\"} x"})
  void claimsThatAreNoObjectAreRefused(String claims) {
    refused(verifier, Signed.hs256(claims, SECRET));
  }

  @Test
  void claimsThatAreNotUtf8AreRefused() {
    byte[] claims = "{\"sub\":\"a?\"}".getBytes(UTF_8);
    claims[9] = (byte) 0xff;
    String header = Base64URL.encode("{\"alg\":\"HS256\"}").toString();
    String payload = Base64URL.encode(claims).toString();
    String signed = Signed.hmac("{\"alg\":\"HS256\"}", "", SECRET.getBytes(UTF_8), "HmacSHA256");
    assertThat(signed).startsWith(header);
    assertThat(refused(verifier, rawHs256(header + "." + payload)))
        .isInstanceOf(Rejection.Malformed.class);
  }

  @Test
  void claimsNestedThousandsDeepAreRefused() {
    String claims = "{\"sub\":\"ada\",\"x\":" + "[".repeat(2900) + "]".repeat(2900) + "}";
    String token = Signed.hs256(claims, SECRET);
    assertThat(token.length()).isLessThanOrEqualTo(CompactToken.LONGEST);
    assertThat(refused(verifier, token)).isInstanceOf(Rejection.Malformed.class);
  }

  @Test
  void aTokenOf8KibIsAcceptedAndALongerOneRefused() {
    String fits = padded(CompactToken.LONGEST);
    String tooLong = fits + "A";
    assertThat(accepted(verifier, fits)).isNotNull();
    assertThat(refused(verifier, tooLong)).isInstanceOf(Rejection.Malformed.class);
  }

  private static String padded(int length) {
    for (int padding = 5900; ; padding++) {
      String token = Signed.hs256("{\"sub\":\"a\",\"x\":\"" + "x".repeat(padding) + "\"}", SECRET);
      if (token.length() >= length - 1) {
        return token.length() == length ? token : " " + token;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   ", "  Bearer ", " "})
  void aBearerInFrontIsTolerated(String prefix) {
    assertThat(accepted(verifier, prefix + Signed.hs256(ADA, SECRET) + " ")).isNotNull();
  }

  @Test
  void aSecretIsShortBelow32BytesOfUtf8() {
    assertThat(Secret.of("é".repeat(16)).isShort()).isFalse();
    assertThat(Secret.of("x".repeat(31)).isShort()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Secret.of(""))
        .withMessage("a secret is not empty");
  }

  @Test
  void aShortSecretOfAnApplicationVerifiesAndSignsToo() throws Exception {
    Secret secret = Secret.of("secret");
    TokenConfig config = new TokenConfig(secret, null, null, null);
    String token =
        new TokenMint(secret, config, InstantSource.system())
            .mint(new TokenRequest("Ada", null, null, Duration.ofMinutes(1)))
            .token();
    try (TokenVerifier short6 = new TokenVerifier(config)) {
      assertThat(short6.verify(token).claims().name()).isEqualTo("Ada");
    }
  }

  @Test
  void aSecretNeverShowsItself() {
    TokenConfig config = new TokenConfig(Secret.of(SECRET), null, null, null);
    assertThat(config.toString()).doesNotContain(SECRET).contains("(secret)");
  }

  private static String rawHs256(String input) {
    try {
      javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
      mac.init(new javax.crypto.spec.SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      return input + "." + Base64URL.encode(mac.doFinal(input.getBytes(UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
