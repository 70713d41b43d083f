package ceres.chat.server.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.jspecify.annotations.Nullable;

/** Key pairs of an issuer. */
final class Keys {
  private Keys() {}

  static JWK rsa(String keyId) {
    return generate(new RSAKeyGenerator(2048), keyId, null);
  }

  /** A key whose {@code alg} says what it is for, as issuers publish them. */
  static JWK forAlgorithm(JWSAlgorithm algorithm, String keyId) {
    JWKGenerator<?> generator;
    if (JWSAlgorithm.Family.RSA.contains(algorithm)) {
      generator = new RSAKeyGenerator(2048);
    } else if (JWSAlgorithm.Family.EC.contains(algorithm)) {
      generator = new ECKeyGenerator(Curve.forJWSAlgorithm(algorithm).iterator().next());
    } else {
      generator = new OctetKeyPairGenerator(Curve.Ed25519);
    }
    return generate(generator, keyId, algorithm);
  }

  static JWK generate(JWKGenerator<?> generator, String keyId, @Nullable JWSAlgorithm algorithm) {
    try {
      return generator.keyID(keyId).keyUse(KeyUse.SIGNATURE).algorithm(algorithm).generate();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
