package ceres.chat.server.token;

import static ceres.chat.server.token.Verdicts.NOW;
import static ceres.chat.server.token.Verdicts.SECRET;
import static ceres.chat.server.token.Verdicts.accepted;
import static ceres.chat.server.token.Verdicts.bySecret;
import static ceres.chat.server.token.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ErrorCode;
import ceres.chat.core.UserDirectory.Claims;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
  private static final long SECONDS = NOW.getEpochSecond();
  private static final String ID = "0198c0de-0000-7000-8000-00000000abcd";

  private final TokenVerifier verifier = bySecret();

  @Test
  void aTokenIsAcceptedUntil30SecondsAfterItsExpiry() {
    assertThat(verify("exp", SECONDS - 29).expiresAt()).isEqualTo(NOW.minusSeconds(29));
    assertThat(verify("exp", SECONDS - 29).acceptedUntil()).isEqualTo(NOW.plusSeconds(1));
    assertThat(verify("exp", SECONDS - 29.999).expiresAt()).isEqualTo(NOW.minusMillis(29_999));
    for (Number late : new Number[] {SECONDS - 30, SECONDS - 31, 0, -1, -1e300}) {
      assertThat(refused(verifier, token("exp", late), ErrorCode.TOKEN_EXPIRED))
          .isInstanceOf(Rejection.Expired.class);
    }
  }

  @Test
  void aTokenIsAcceptedFrom30SecondsBeforeItsStart() {
    assertThat(verify("nbf", SECONDS + 30)).isNotNull();
    for (Number early : new Number[] {SECONDS + 30.001, SECONDS + 31, 1e300}) {
      assertThat(refused(verifier, token("nbf", early))).isInstanceOf(Rejection.NotYetValid.class);
    }
  }

  @Test
  void aTokenWithoutExpiryNeverExpires() {
    VerifiedToken token = accepted(verifier, signed("{\"sub\":\"ada\"}"));
    assertThat(token.expiresAt()).isNull();
    assertThat(token.acceptedUntil()).isNull();
  }

  @Test
  void anExpiryBeyondAllTimeIsTheEndOfTheYear9999() {
    assertThat(verify("exp", 1e300).expiresAt()).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1900000000\"", "true", "[]", "{}"})
  void anExpiryThatIsNoNumberIsRefused(String exp) {
    assertThat(refused(verifier, signed("{\"sub\":\"ada\",\"exp\":" + exp + "}")))
        .isInstanceOf(Rejection.Malformed.class);
  }

  @Test
  void aForgedTokenThatExpiredIsInvalidAndNotExpired() {
    String token = Signed.hs256("{\"sub\":\"ada\",\"exp\":1}", SECRET + "!");
    assertThat(refused(verifier, token)).isInstanceOf(Rejection.BadSignature.class);
  }

  @Test
  void issuerAndAudienceAreCheckedWhereConfigured() {
    TokenVerifier strict =
        Verdicts.verifier(
            new TokenConfig(Secret.of(SECRET), null, "https://id", "chat"), JwksTimes.DEFAULT);
    accepted(strict, signed("{\"sub\":\"a\",\"iss\":\"https://id\",\"aud\":\"chat\"}"));
    accepted(strict, signed("{\"sub\":\"a\",\"iss\":\"https://id\",\"aud\":[\"x\",\"chat\"]}"));
    for (String wrong :
        new String[] {
          "{\"sub\":\"a\"}",
          "{\"sub\":\"a\",\"iss\":\"https://id\"}",
          "{\"sub\":\"a\",\"aud\":\"chat\"}",
          "{\"sub\":\"a\",\"iss\":\"https://id/\",\"aud\":\"chat\"}",
          "{\"sub\":\"a\",\"iss\":[\"https://id\"],\"aud\":\"chat\"}",
          "{\"sub\":\"a\",\"iss\":\"https://id\",\"aud\":\"chat2\"}",
          "{\"sub\":\"a\",\"iss\":\"https://id\",\"aud\":[[\"chat\"]]}",
          "{\"sub\":\"a\",\"iss\":\"https://id\",\"aud\":{\"chat\":1}}"
        }) {
      assertThat(refused(strict, signed(wrong))).isInstanceOf(Rejection.WrongClaim.class);
    }
  }

  @Test
  void theIdIsUserIdElseIdElseSub() {
    assertThat(id("{\"userId\":\"" + ID + "\",\"id\":\"x\",\"sub\":\"y\"}")).hasToString(ID);
    assertThat(id("{\"id\":\"" + ID + "\",\"sub\":\"y\"}")).hasToString(ID);
    assertThat(id("{\"sub\":\"" + ID + "\"}")).hasToString(ID);
    assertThat(id("{\"userId\":null,\"id\":\"\",\"sub\":\"" + ID + "\"}")).hasToString(ID);
  }

  @Test
  void aUuidInUpperCaseIsTheSameUuid() {
    assertThat(id("{\"sub\":\"0198C0DE-0000-7000-8000-00000000ABCD\"}")).hasToString(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1-1-1-1-1",
        "0198c0de000070008000000000000abcd",
        "{0198c0de-0000-7000-8000-00000000abcd}"
      })
  void whatOnlyResemblesAUuidIsANameLikeAnyOther(String value) {
    UUID namespace = UuidV5.of(UuidV5.URL, "");
    assertThat(id("{\"sub\":\"" + value + "\"}")).isEqualTo(UuidV5.of(namespace, value));
  }

  @Test
  void anythingElseBecomesTheUuidOfIssuerAndValue() {
    UUID namespace = UuidV5.of(UuidV5.URL, "https://id");
    assertThat(id("{\"sub\":\"auth0|7\",\"iss\":\"https://id\"}"))
        .isEqualTo(UuidV5.of(namespace, "auth0|7"))
        .isNotEqualTo(id("{\"sub\":\"auth0|7\"}"));
  }

  @Test
  void theConfiguredIssuerStandsInForAnAbsentOne() throws TokenRejected {
    UUID expected = UuidV5.of(UuidV5.of(UuidV5.URL, "https://id"), "7");
    assertThat(new Identity("https://id").of(java.util.Map.of("sub", "7")).id())
        .isEqualTo(expected);
  }

  @Test
  void aNumberIsItsDecimalForm() {
    UUID expected = id("{\"sub\":\"42\"}");
    assertThat(id("{\"userId\":42}")).isEqualTo(expected);
    assertThat(id("{\"id\":42.0}")).isEqualTo(expected);
    assertThat(id("{\"id\":4.2e1}")).isEqualTo(expected);
    assertThat(id("{\"id\":9223372036854775807}"))
        .isEqualTo(id("{\"id\":\"9223372036854775807\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"sub\":\"\"}",
        "{\"sub\":\"  \"}",
        "{\"sub\":null}",
        "{\"userId\":true,\"sub\":\"a\"}",
        "{\"userId\":{},\"sub\":\"a\"}",
        "{\"userId\":[\"a\"],\"sub\":\"a\"}",
        "{\"userId\":1.5,\"sub\":\"a\"}",
        "{\"userId\":1e30,\"sub\":\"a\"}",
        "{\"userId\":92233720368547758080,\"sub\":\"a\"}",
        "{\"sub\":\"a\\u0000\"}",
        "{\"sub\":\"a\\n\"}",
        "{\"sub\":\"\\ud800\"}"
      })
  void aTokenThatDoesNotSayWhoseItIsIsRefused(String claims) {
    assertThat(refused(verifier, signed(claims))).isInstanceOf(Rejection.NoIdentity.class);
  }

  @Test
  void anIdOfMoreThan512CharactersIsRefused() {
    assertThat(id("{\"sub\":\"" + "x".repeat(512) + "\"}")).isNotNull();
    assertThat(refused(verifier, signed("{\"sub\":\"" + "x".repeat(513) + "\"}")))
        .isInstanceOf(Rejection.NoIdentity.class);
  }

  @Test
  void emailNameAndAvatarComeFromTheClaims() {
    assertThat(
            claims(
                "{\"sub\":\""
                    + ID
                    + "\",\"email\":\"ada@example.org\",\"name\":\" Ada 🚀 \",\"avatar\":\"a\",\"picture\":\"p\"}"))
        .isEqualTo(new Claims(UUID.fromString(ID), "ada@example.org", "Ada 🚀", "a"));
    assertThat(claims("{\"sub\":\"a\",\"avatar\":7,\"picture\":\"p\"}").avatar()).isEqualTo("p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"  \"",
        "\"a\\u0000b\"",
        "\"a\\nb\"",
        "\"\\u0085x\\u0085y\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\""
      })
  void aNameThatCouldNotBeShownCountsAsAbsent(String name) {
    Claims claims = claims("{\"sub\":\"a\",\"name\":" + name + ",\"email\":" + name + "}");
    assertThat(claims.name()).isNull();
    assertThat(claims.email()).isNull();
  }

  @Test
  void whatIsTooLongCountsAsAbsent() {
    assertThat(claims("{\"sub\":\"a\",\"name\":\"" + "x".repeat(200) + "\"}").name()).hasSize(200);
    assertThat(claims("{\"sub\":\"a\",\"name\":\"" + "x".repeat(201) + "\"}").name()).isNull();
    assertThat(claims("{\"sub\":\"a\",\"email\":\"" + "x".repeat(321) + "\"}").email()).isNull();
    assertThat(claims("{\"sub\":\"a\",\"avatar\":\"" + "x".repeat(2049) + "\"}").avatar()).isNull();
  }

  private VerifiedToken verify(String claim, Number value) {
    return accepted(verifier, token(claim, value));
  }

  private UUID id(String claims) {
    return claims(claims).id();
  }

  private Claims claims(String claims) {
    return accepted(verifier, signed(claims)).claims();
  }

  private static String token(String claim, @Nullable Number value) {
    return signed("{\"sub\":\"ada\",\"" + claim + "\":" + value + "}");
  }

  private static String signed(String claims) {
    return Signed.hs256(claims, SECRET);
  }
}
