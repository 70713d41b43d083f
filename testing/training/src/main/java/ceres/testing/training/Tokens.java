package ceres.testing.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens of users that are numbered, signed with HS256. Immutable.
 *
 * @param secret that of the server
 */
record Tokens(String secret) {
  private static final long NEVER = 4_102_444_800L;

  /** A token that never expires. */
  String of(int user) {
    String claims =
        """
        {"sub":"trainee %d","name":"Trainee %d","email":"trainee%d@example.org","exp":%d}\
        """
            .formatted(user, user, user, NEVER);
    String input = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return input + "." + base64(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
