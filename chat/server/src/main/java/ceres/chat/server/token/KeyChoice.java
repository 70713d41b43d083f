package ceres.chat.server.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which keys of a JWK Set may have signed a token: those of its algorithm's type and curve, with
 * its {@code kid} if it has one, not meant for anything else by their {@code alg}, {@code use} or
 * {@code key_ops} (RFC 7517 §4), RSA from 2,048 bits up (RFC 7518 §3.3).
 */
final class KeyChoice {
  private static final int SHORTEST_RSA = 2048;

  private static final Set<JWSAlgorithm> RSA =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);
  private static final Set<JWSAlgorithm> EC =
      Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);
  private static final Set<JWSAlgorithm> ED = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  /** Every algorithm that a key of a JWK Set may be used with. */
  static final Set<JWSAlgorithm> FAMILIES =
      Stream.of(RSA, EC, ED).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

  private KeyChoice() {}

  static JWKMatcher of(JWSHeader header) {
    JWSAlgorithm algorithm = header.getAlgorithm();
    JWKMatcher.Builder choice =
        new JWKMatcher.Builder()
            .keyUses(KeyUse.SIGNATURE, null)
            .keyOperations(KeyOperation.VERIFY, null);
    if (header.getKeyID() != null) {
      choice.keyID(header.getKeyID());
    }
    if (RSA.contains(algorithm)) {
      choice.keyType(KeyType.RSA).minKeySize(SHORTEST_RSA).algorithms(algorithm, null);
    } else if (EC.contains(algorithm)) {
      choice
          .keyType(KeyType.EC)
          .curves(Curve.forJWSAlgorithm(algorithm))
          .algorithms(algorithm, null);
    } else {
      // RFC 9864 renames EdDSA; sets and tokens may each use either name
      choice
          .keyType(KeyType.OKP)
          .curve(Curve.Ed25519)
          .algorithms(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519, null);
    }
    return choice.build();
  }
}
