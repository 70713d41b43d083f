package ceres.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The persons of a run, and their tokens (JWT, HS256, valid for a day). */
public final class Token {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private Token() {}

  /** The id of a person by number. */
  public static UUID userId(int user) {
    return new UUID(0x4000L, 0x8000_0000_0000_0000L | user);
  }

  /** The e-mail address of a person by number. */
  public static String email(int user) {
    return "user" + user + "@bench.test";
  }

  /** The name of a person by number. */
  public static String name(int user) {
    return "User " + user;
  }

  static String mint(String secret, int user) {
    long now = Instant.now().getEpochSecond();
    String claims =
        """
        {"sub":"%s","email":"%s","name":"%s","iat":%d,"exp":%d}\
        """
            .formatted(userId(user), email(user), name(user), now, now + 86_400);
    String signed = encode(HEADER.getBytes(US_ASCII)) + '.' + encode(claims.getBytes(US_ASCII));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(US_ASCII), "HmacSHA256"));
      return signed + '.' + encode(mac.doFinal(signed.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }
}
