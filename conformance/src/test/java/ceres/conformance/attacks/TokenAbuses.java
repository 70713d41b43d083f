package ceres.conformance.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.Tokens;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What is tried with tokens. */
final class TokenAbuses {
  private static final String CLAIMS = "{\"sub\":\"" + UUID.randomUUID() + "\",\"name\":\"Eve\"}";

  private TokenAbuses() {}

  static List<Abuse> all() {
    return List.of(
        refused("a token without a signature", unsigned("none")),
        refused("a token without a signature that hides it", unsigned("NoNe")),
        refused("an unsigned token with somebody's signature", unsigned("none") + "c2lnbmVk"),
        refused("a signature by no key", Tokens.hmac("HS256", CLAIMS, new byte[1])),
        refused("a signature by the secret for another algorithm", signed("{\"alg\":\"RS256\"}")),
        refused("a signature by the secret as a public key", signed("{\"alg\":\"ES256\"}")),
        refused(
            "a kid that leads to a file",
            signed("{\"alg\":\"RS256\",\"kid\":\"../../../../dev/null\"}")),
        refused(
            "a kid that is SQL", signed("{\"alg\":\"RS256\",\"kid\":\"x' UNION SELECT 'key\"}")),
        refused(
            "a key in the token",
            signed("{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}")),
        refused(
            "what must be understood and is not",
            signed("{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"b64\":false}")),
        refused("a token in a token", nested()),
        refused("a signed token in a signed token", signed("{\"alg\":\"HS256\",\"cty\":\"JWT\"}")),
        refused("an algorithm twice", signed("{\"alg\":\"none\",\"alg\":\"HS256\"}")),
        refused("a compressed token", signed("{\"alg\":\"HS256\",\"zip\":\"DEF\"}")),
        refused(
            "a kid of 2 kB", signed("{\"alg\":\"HS256\",\"kid\":\"" + "k".repeat(2_000) + "\"}")),
        refused("a claim twice", claims("\"sub\":\"" + UUID.randomUUID() + "\"")),
        refused("an encrypted token", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA"),
        refused("a token of 900 kB", "x".repeat(900_000)),
        refused("a token with 900 kB of claims", large()),
        refused("a token of dots", ".".repeat(100_000)),
        refused("claims that are deep", deep()),
        refused("a token that is not valid yet", claims("\"nbf\":99999999999")),
        refused("a token that expired", Tokens.of("Mallory", Duration.ofHours(-1))),
        refused("an expiry that is no time", claims("\"exp\":\"never\"")),
        refused("an expiry that is no number", claims("\"exp\":NaN")),
        refused("an expiry of a thousand digits", claims("\"exp\":" + "9".repeat(1_000))),
        refused("an expiry before the beginning of time", claims("\"exp\":-99999999999999")),
        new Abuse("an address of keys in the token", TokenAbuses::keyAddress),
        new Abuse("somebody else's token in one's own connection", TokenAbuses::replay),
        new Abuse("somebody else's way back with one's own token", TokenAbuses::recovery));
  }

  private static Abuse refused(String name, String token) {
    return new Abuse(
        name,
        mallory ->
            assertThat(mallory.connect(token))
                .startsWith("44{\"message\":\"Invalid token\",\"data\":{\"code\":\"TOKEN_"));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static String unsigned(String algorithm) {
    return base64("{\"alg\":\"" + algorithm + "\"}") + "." + base64(CLAIMS) + ".";
  }

  /** Signed by the real secret, whatever the header says. */
  private static String signed(String header) {
    String input = base64(header) + "." + base64(CLAIMS);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Tokens.SECRET.getBytes(UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(input.getBytes(UTF_8));
      return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String claims(String more) {
    return Tokens.hmac("HS256", CLAIMS.replace("}", "," + more + "}"));
  }

  private static String nested() {
    return base64("{\"alg\":\"none\",\"cty\":\"JWT\"}") + "." + base64(Tokens.of("Eve")) + ".";
  }

  private static String large() {
    return claims("\"x\":\"" + "x".repeat(600_000) + "\"");
  }

  private static String deep() {
    return claims("\"x\":" + "[".repeat(50_000) + "]".repeat(50_000));
  }

  private static void keyAddress(Mallory mallory) throws Exception {
    try (ServerSocket own = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "http://127.0.0.1:" + own.getLocalPort() + "/keys";
      for (String name : List.of("jku", "x5u")) {
        String token = signed("{\"alg\":\"RS256\",\"%s\":\"%s\"}".formatted(name, address));
        assertThat(mallory.connect(token)).contains("TOKEN_INVALID");
      }
      own.setSoTimeout(100);
      assertThat(isAskedFor(own)).isFalse();
    }
  }

  private static boolean isAskedFor(ServerSocket server) throws IOException {
    try (var _ = server.accept()) {
      return true;
    } catch (SocketTimeoutException nobody) {
      return false;
    }
  }

  private static void replay(Mallory mallory) throws Exception {
    try (RawWebSocket socket = mallory.inRoom()) {
      RawWebSocket _ = socket.text("421[\"refresh_token\",\"" + Tokens.of("chatter-0") + "\"]");
      assertThat(Mallory.find(socket, packet -> packet.startsWith("431[")))
          .contains("TOKEN_INVALID");
    }
  }

  private static void recovery(Mallory mallory) throws Exception {
    String victim;
    try (RawWebSocket socket = mallory.webSocket()) {
      String token = Tokens.of("victim of " + mallory.name());
      victim = socket.text("40{\"token\":\"" + token + "\"}").next();
      RawWebSocket _ = socket.text("421[\"join_room\",\"" + mallory.room() + "\"]");
      assertThat(Mallory.find(socket, packet -> packet.startsWith("431["))).contains("\"ok\"");
      socket.connection().reset();
    }
    String pid = victim.substring(victim.indexOf("\"pid\":\"") + 7).substring(0, 20);
    try (RawWebSocket socket = mallory.webSocket()) {
      String answer =
          socket
              .text("40{\"token\":\"%s\",\"pid\":\"%s\"}".formatted(Tokens.of(mallory.name()), pid))
              .next();
      assertThat(answer).startsWith("40{").doesNotContain(pid);
      RawWebSocket _ = socket.text("421[\"get_presence\",\"" + mallory.room() + "\"]");
      assertThat(Mallory.find(socket, packet -> packet.startsWith("431["))).contains("NOT_IN_ROOM");
    }
  }
}
