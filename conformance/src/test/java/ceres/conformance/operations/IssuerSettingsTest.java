package ceres.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The settings of the paper, with issuers that publish their keys and sign as those do that it
 * names; only the address of the keys is another one.
 */
class IssuerSettingsTest {
  private static final String HEADING = "### From an issuer that publishes its keys";
  private static final RSAKey SIGNING = rsa("signing", KeyUse.SIGNATURE);
  private static final RSAKey ENCRYPTING = rsa("encrypting", KeyUse.ENCRYPTION);

  private static RSAKey rsa(String id, KeyUse use) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).keyUse(use).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(String claims) {
    try {
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("signing").build();
      String input = header.toBase64URL() + "." + Base64URL.encode(claims);
      return input
          + "."
          + new RSASSASigner(SIGNING).sign(header, input.getBytes(StandardCharsets.UTF_8));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings of one of the blocks. */
  private static Map<String, String> settings(int block) {
    Map<String, String> settings = new HashMap<>();
    for (String line : OperationsPaper.blocks(HEADING, "properties").get(block).lines().toList()) {
      String[] parts = line.split("=", 2);
      settings.put(parts[0], parts[1]);
    }
    assertThat(settings).containsOnlyKeys("JWKS_URL", "JWT_ISSUER", "JWT_AUDIENCE");
    return settings;
  }

  /** What the server knows of a user who brings a token with these claims. */
  private static JsonNode admitted(Map<String, String> settings, String claims) throws IOException {
    URI keys = URI.create(settings.get("JWKS_URL"));
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        keys.getPath(),
        exchange -> {
          byte[] body =
              new JWKSet(List.of(ENCRYPTING, SIGNING))
                  .toString(true)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    Map<String, String> here = new HashMap<>(settings);
    here.put("JWKS_URL", "http://localhost:" + issuer.getAddress().getPort() + keys.getPath());
    here.put("JWT_SECRET", "");
    try (TestServer server = TestServer.start(TestDatabase.create(), here);
        ChatClient client =
            ChatClient.connect(
                server.port(),
                signed(
                    claims.formatted(settings.get("JWT_ISSUER"), settings.get("JWT_AUDIENCE"))));
        ChatClient other = ChatClient.open(server.port())) {
      String foreign =
          claims.formatted(settings.get("JWT_ISSUER") + "x", settings.get("JWT_AUDIENCE"));
      assertThat(other.authenticate(Map.of("token", signed(foreign))).name()).isEqualTo("refused");
      client.join("issuer");
      return client.call("get_presence", "issuer").get("users").get(0);
    } finally {
      issuer.stop(0);
    }
  }

  @Test
  void keycloak() throws Exception {
    String claims =
        """
        {"exp":%d,"iat":1767225600,"jti":"onrtac:0f0e","iss":"%%s","aud":["%%s","account"],
         "sub":"6f0d3bbd-7a35-4d0c-9d8d-6f6d0b7b1a11","typ":"Bearer","azp":"web","sid":"a5","acr":"1",
         "realm_access":{"roles":["offline_access"]},"scope":"openid profile email",
         "email_verified":true,"name":"Ada Lovelace","preferred_username":"ada","email":"ada@example.org"}
        """
            .formatted(soon());
    JsonNode user = admitted(settings(0), claims);
    assertThat(user.get("userId").asString()).isEqualTo("6f0d3bbd-7a35-4d0c-9d8d-6f6d0b7b1a11");
    assertThat(user.get("name").asString()).isEqualTo("Ada Lovelace");
  }

  @Test
  void auth0() throws Exception {
    String claims =
        """
        {"iss":"%%s","sub":"auth0|5f7c8ec7c33c6c004bbafe82","aud":["%%s","https://example.eu.auth0.com/userinfo"],
         "iat":1767225600,"exp":%d,"scope":"openid profile email","azp":"my_client_id",
         "name":"Ada Lovelace","email":"ada@example.org","picture":"https://example.org/ada.png"}
        """
            .formatted(soon());
    JsonNode user = admitted(settings(1), claims);
    assertThat(user.get("name").asString()).isEqualTo("Ada Lovelace");
    assertThat(user.get("avatar").asString()).isEqualTo("https://example.org/ada.png");
    assertThat(user.get("userId").asString()).matches("[0-9a-f-]{14}5[0-9a-f-]{21}");
  }

  private static long soon() {
    return Instant.now().plusSeconds(300).getEpochSecond();
  }
}
