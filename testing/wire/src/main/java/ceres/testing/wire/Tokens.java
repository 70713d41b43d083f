package ceres.testing.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens, signed with HS256. Immutable.
 *
 * @param secret that of the server
 */
public record Tokens(String secret) {
  private static final long NEVER = 4_102_444_800L;

  /**
   * A token that never expires.
   *
   * @param subject who it is
   * @param name what they are called
   */
  public String of(String subject, String name) {
    String claims =
        """
        {"sub":"%s","name":"%s","email":"%s@example.org","exp":%d}\
        """
            .formatted(subject, name, name.replace(' ', '.'), NEVER);
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
