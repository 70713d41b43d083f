package ceres.engineio.server;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;

/** Whether keys belong together. Stateless. */
final class KeyPairs {
  private static final byte[] ANYTHING = {1, 2, 3};

  private KeyPairs() {}

  /** Of two keys of one algorithm: whether what one signs is genuine to the other. */
  static boolean fit(PrivateKey secret, PublicKey shown) {
    if (secret instanceof RSAKey one && shown instanceof RSAKey other) {
      return one.getModulus().equals(other.getModulus());
    }
    String algorithm = secret.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA";
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(ANYTHING);
      byte[] signed = signature.sign();
      signature.initVerify(shown);
      signature.update(ANYTHING);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
