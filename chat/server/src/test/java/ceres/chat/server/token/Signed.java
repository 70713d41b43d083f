package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Really signed tokens, from literal claims. */
final class Signed {
  private Signed() {}

  /** By HMAC with any key and any header, as the most careless library would. */
  static String hmac(String header, String claims, byte[] key, String mac) {
    try {
      String input = Base64URL.encode(header) + "." + Base64URL.encode(claims);
      Mac hmac = Mac.getInstance(mac);
      hmac.init(new SecretKeySpec(key, mac));
      return input + "." + Base64URL.encode(hmac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hs256(String claims, String secret) {
    return hmac(
        "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims, secret.getBytes(UTF_8), "HmacSHA256");
  }

  /** By a private key, its {@code kid} in the header. */
  static String by(JWK key, JWSAlgorithm algorithm, String claims) {
    return with(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), key, claims);
  }

  static String with(JWSHeader header, JWK key, String claims) {
    try {
      Base64URL head = header.toBase64URL();
      Base64URL payload = Base64URL.encode(claims);
      byte[] input = (head + "." + payload).getBytes(UTF_8);
      return head + "." + payload + "." + signer(key).sign(header, input);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWSSigner signer(JWK key) throws JOSEException {
    return switch (key.getKeyType().getValue()) {
      case "RSA" -> new RSASSASigner(key.toRSAKey());
      case "EC" -> new ECDSASigner(key.toECKey());
      default -> new Ed25519Signer(key.toOctetKeyPair());
    };
  }
}
