package ceres.conformance.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens for the test server's secret. */
public final class Tokens {
  public static final String SECRET =
      "a secret of the tests, long enough for HS512: 0123456789abcdef0";

  private Tokens() {}

  /** The id that a name's token has. */
  public static UUID idOf(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** A token of the user {@link #idOf} a name, with an e-mail address, for an hour. */
  public static String of(String name) {
    return of(name, Duration.ofHours(1));
  }

  /** A token that expires after a time. */
  public static String of(String name, Duration lifetime) {
    return sign(
        new JWTClaimsSet.Builder()
            .subject(idOf(name).toString())
            .claim("name", name)
            .claim("email", name.toLowerCase(java.util.Locale.ROOT) + "@example.org")
            .expirationTime(Date.from(Instant.now().plus(lifetime)))
            .build());
  }

  /** A token signed with the secret, from literal claims, by HS256, HS384 or HS512. */
  public static String hmac(String algorithm, String claims) {
    return hmac(algorithm, claims, SECRET.getBytes(StandardCharsets.UTF_8));
  }

  /** A token signed by HMAC with any key, as the most careless library would. */
  public static String hmac(String algorithm, String claims, byte[] key) {
    try {
      String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
      String input = Base64URL.encode(header) + "." + Base64URL.encode(claims);
      String name = "HmacSHA" + algorithm.substring(2);
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(key, name));
      return input + "." + Base64URL.encode(mac.doFinal(input.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token with any claims. */
  public static String sign(JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      token.sign(new MACSigner(SECRET.getBytes(StandardCharsets.UTF_8)));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
