package ceres.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ceres.chat.server.token.Secret;
import ceres.chat.server.token.TokenConfig;
import ceres.chat.server.token.TokenRejected;
import ceres.chat.server.token.TokenVerifier;
import ceres.chat.server.token.VerifiedToken;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Verification of tokens, each of another user, with keys that are known already. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenVerification {
  private static final int TOKENS = 256;
  private static final String SECRET = "a secret for benchmarks only, 0123456789abcdef";

  /** Who signed it how. */
  @Param({"HS256", "RS256", "ES256"})
  public String algorithm = "";

  private final String[] tokens = new String[TOKENS];
  private int next;
  private @Nullable TokenVerifier verifier;
  private @Nullable HttpServer issuer;

  /** Signs the tokens, and publishes the keys on the loopback interface. */
  @Setup
  public void sign() throws JOSEException, IOException, TokenRejected {
    RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    byte[] keys = new JWKSet(List.of(rsa, ec)).toString().getBytes(UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.start();
    issuer = server;
    URI jwks = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    verifier = new TokenVerifier(new TokenConfig(Secret.of(SECRET), jwks, null, null));
    JWSSigner signer =
        switch (algorithm) {
          case "HS256" -> new MACSigner(SECRET);
          case "RS256" -> new RSASSASigner(rsa);
          default -> new ECDSASigner(ec);
        };
    String key = algorithm.equals("RS256") ? "rsa" : "ec";
    for (int i = 0; i < TOKENS; i++) {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(key).build(),
              new JWTClaimsSet.Builder()
                  .subject(new UUID(1, i).toString())
                  .claim("email", "user" + i + "@example.org")
                  .claim("name", "User " + i)
                  .expirationTime(Date.from(Instant.now().plusSeconds(86_400)))
                  .build());
      token.sign(signer);
      tokens[i] = token.serialize();
    }
    VerifiedToken _ = verify();
  }

  /** Stops what was started. */
  @TearDown
  public void close() {
    requireNonNull(verifier).close();
    requireNonNull(issuer).stop(0);
  }

  /** One token. */
  @Benchmark
  public VerifiedToken verify() throws TokenRejected {
    next = (next + 1) % TOKENS;
    return requireNonNull(verifier).verify(tokens[next]);
  }
}
