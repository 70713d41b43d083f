package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The row “which tokens” of the section “Connecting”, where an issuer publishes its keys. */
class ConnectingKeySetTest {
  private static final String ISSUER = "https://issuer.example";
  private static final AtomicInteger FETCHES = new AtomicInteger();
  private static final JWK RSA = rsa("rsa");
  private static final JWK EC = generate(new ECKeyGenerator(Curve.P_256).keyID("ec"));
  private static final JWK ED = generate(new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed"));

  private static volatile JWKSet published = new JWKSet(List.of(RSA, EC, ED));
  private static HttpServer issuer;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/jwks.json",
        exchange -> {
          FETCHES.incrementAndGet();
          byte[] body = published.toString(true).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    server =
        TestServer.start(
            TestDatabase.create(),
            Map.of(
                "JWKS_URL",
                "http://localhost:" + issuer.getAddress().getPort() + "/jwks.json",
                "JWT_ISSUER",
                ISSUER,
                "JWT_AUDIENCE",
                "ceres"));
  }

  @AfterAll
  static void stop() {
    server.close();
    issuer.stop(0);
  }

  private static JWK rsa(String keyId) {
    return generate(new RSAKeyGenerator(2048).keyID(keyId));
  }

  private static JWK generate(com.nimbusds.jose.jwk.gen.JWKGenerator<?> generator) {
    try {
      return generator.generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String claims(String issuer, String audience) {
    return "{\"sub\":\"%s\",\"iss\":\"%s\",\"aud\":%s}"
        .formatted(Tokens.idOf("Ada"), issuer, audience);
  }

  private static String good() {
    return claims(ISSUER, "\"ceres\"");
  }

  private static String signed(JWK key, JWSAlgorithm algorithm, String claims) {
    try {
      JWSSigner signer =
          switch (key.getKeyType().getValue()) {
            case "RSA" -> new RSASSASigner(key.toRSAKey());
            case "EC" -> new ECDSASigner(key.toECKey());
            default -> new Ed25519Signer(key.toOctetKeyPair());
          };
      JWSHeader header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build();
      String input = header.toBase64URL() + "." + Base64URL.encode(claims);
      return input + "." + signer.sign(header, input.getBytes(StandardCharsets.UTF_8));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void isAccepted(String token) {
    try (ChatClient ada = ChatClient.connect(server.port(), token)) {
      ada.join("keys");
      assertThat(text(ada.next("user_joined"), "userId")).isEqualTo(Tokens.idOf("Ada").toString());
    }
  }

  private static void isRefused(String token) {
    try (ChatClient client = ChatClient.open(server.port())) {
      ChatClient.Received answer = client.authenticate(Map.of("token", token));
      assertThat(answer.name()).isEqualTo("refused");
      assertThat(answer.payload().toString())
          .isEqualTo("{\"message\":\"Invalid token\",\"data\":{\"code\":\"TOKEN_INVALID\"}}");
    }
  }

  static Stream<Object[]> algorithms() {
    return Stream.of(
        new Object[] {JWSAlgorithm.RS256, RSA},
        new Object[] {JWSAlgorithm.RS512, RSA},
        new Object[] {JWSAlgorithm.PS256, RSA},
        new Object[] {JWSAlgorithm.PS384, RSA},
        new Object[] {JWSAlgorithm.ES256, EC},
        new Object[] {JWSAlgorithm.EdDSA, ED});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("algorithms")
  @DisplayName("which tokens · by a key of the JWK Set")
  void by_key(JWSAlgorithm algorithm, JWK key) {
    isAccepted(signed(key, algorithm, good()));
  }

  @Test
  @DisplayName("which tokens · the secret may be configured besides")
  void secret_besides() {
    isAccepted(Tokens.hmac("HS256", good()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  @DisplayName("which tokens · a public key is never taken for a secret")
  void confusion(String algorithm) throws Exception {
    byte[] der = RSA.toRSAKey().toPublicKey().getEncoded();
    String base64 = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----";
    for (byte[] key :
        List.of(
            der,
            pem.getBytes(StandardCharsets.UTF_8),
            (pem + "\n").getBytes(StandardCharsets.UTF_8),
            RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
      isRefused(Tokens.hmac(algorithm, good(), key));
    }
  }

  @Test
  @DisplayName("which tokens · a stranger's key with a known name is refused")
  void stranger() {
    isRefused(signed(rsa("rsa"), JWSAlgorithm.RS256, good()));
  }

  @Test
  @DisplayName("which tokens · iss and aud as configured")
  void issuer_and_audience() {
    isAccepted(signed(EC, JWSAlgorithm.ES256, claims(ISSUER, "[\"other\",\"ceres\"]")));
    isRefused(signed(EC, JWSAlgorithm.ES256, claims("https://evil.example", "\"ceres\"")));
    isRefused(signed(EC, JWSAlgorithm.ES256, claims(ISSUER, "\"other\"")));
    isRefused(signed(EC, JWSAlgorithm.ES256, claims(ISSUER, "[]")));
    isRefused(signed(EC, JWSAlgorithm.ES256, "{\"sub\":\"1\"}"));
  }

  @Test
  @DisplayName("which tokens · the JWK Set is cached, and a new key is found")
  void rotation() {
    isAccepted(signed(RSA, JWSAlgorithm.RS256, good()));
    int before = FETCHES.get();
    for (int i = 0; i < 5; i++) {
      isAccepted(signed(RSA, JWSAlgorithm.RS256, good()));
    }
    assertThat(FETCHES.get()).isEqualTo(before);
    JWK next = rsa("next");
    published = new JWKSet(List.of(RSA, EC, ED, next));
    isAccepted(signed(next, JWSAlgorithm.RS256, good()));
  }
}
