package ceres.chat.server.token;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HS256, HS384 and HS512 (RFC 7518 §3.2) with one secret, compared in constant time.
 *
 * <p>Not by Nimbus' verifier, which refuses HS384 and HS512 with secrets of 32 bytes that other
 * libraries sign with.
 *
 * <p>Immutable.
 */
final class HmacSignature implements SignatureCheck {
  private static final Map<String, String> ALGORITHMS =
      Map.of("HS256", "HmacSHA256", "HS384", "HmacSHA384", "HS512", "HmacSHA512");

  private final Secret secret;

  HmacSignature(Secret secret) {
    this.secret = secret;
  }

  static boolean accepts(String algorithm) {
    return ALGORITHMS.containsKey(algorithm);
  }

  @Override
  public long keys() {
    return 0; // the secret stays
  }

  @Override
  public void check(CompactToken token) throws TokenRejected {
    String name = ALGORITHMS.get(token.algorithm());
    if (name == null) {
      throw new TokenRejected(new Rejection.WrongAlgorithm(token.algorithm()));
    }
    if (!MessageDigest.isEqual(sign(name, token.signingInput()), token.signatureBytes())) {
      throw new TokenRejected(new Rejection.BadSignature());
    }
  }

  /** The HS256 signature of a token's first two parts. */
  byte[] hs256(byte[] signingInput) {
    return sign("HmacSHA256", signingInput);
  }

  private byte[] sign(String name, byte[] input) {
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret.bytes(), name));
      return mac.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
