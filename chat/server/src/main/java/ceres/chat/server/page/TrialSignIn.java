package ceres.chat.server.page;

import ceres.chat.server.gateway.Timestamps;
import ceres.chat.server.token.TokenMint;
import ceres.chat.server.token.TokenMint.Minted;
import ceres.chat.server.token.TokenRequest;
import ceres.engineio.server.HttpAnswer;
import ceres.engineio.server.ResourceRequest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /page/sign-in}: a token for whoever says a name, the same person for the same name as
 * {@code ./run token --name} has it. Only where nothing is to be protected, and only for the
 * server's own page: another one in the same browser is refused.
 *
 * <p>Immutable; thread-safe.
 */
final class TrialSignIn {
  static final Duration LIFETIME = Duration.ofHours(24);

  /** Enough for a name of the most characters, each written as two escapes. */
  private static final int MOST_BYTES = 1024;

  private static final int MOST_CHARACTERS = 64;

  private final TokenMint mint;

  TrialSignIn(TokenMint mint) {
    this.mint = mint;
  }

  /** The answer to a request at this path. */
  HttpAnswer answer(ResourceRequest request) {
    SignInRefusal refusal = refusal(request);
    return refusal == null ? signIn(request.text()) : refusal.answer();
  }

  private static @Nullable SignInRefusal refusal(ResourceRequest request) {
    if (!request.method().equals("POST")) {
      return SignInRefusal.NO_POST;
    }
    if (!isOwn(request)) {
      return SignInRefusal.FOREIGN;
    }
    if (!isJson(request.header("content-type"))) {
      return SignInRefusal.NO_JSON;
    }
    return request.body().remaining() > MOST_BYTES ? SignInRefusal.TOO_LARGE : null;
  }

  /**
   * Whether no page of another origin asks. Browsers say by {@code Sec-Fetch-Site} who does (Fetch
   * Metadata Request Headers, section 2.4), older ones and those without TLS by {@code Origin} (RFC
   * 6454, section 7); what is no browser says neither.
   */
  private static boolean isOwn(ResourceRequest request) {
    String site = request.header("sec-fetch-site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = request.header("origin");
    String host = request.header("host");
    return origin == null || (host != null && origin.endsWith("://" + host));
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  private HttpAnswer signIn(String body) {
    JsonNode said;
    try {
      said = JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      return SignInRefusal.NO_OBJECT.answer();
    }
    if (!said.isObject()) {
      return SignInRefusal.NO_OBJECT.answer();
    }
    String name = said.path("name").isString() ? said.path("name").asString().strip() : "";
    if (name.codePointCount(0, name.length()) > MOST_CHARACTERS) {
      return SignInRefusal.NO_NAME.answer();
    }
    try {
      return token(mint.mint(new TokenRequest(name, null, null, LIFETIME)));
    } catch (IllegalArgumentException e) {
      return SignInRefusal.NO_NAME.answer();
    }
  }

  private static HttpAnswer token(Minted minted) {
    Map<String, String> answer =
        Map.of("token", minted.token(), "expiresAt", Timestamps.of(minted.expiresAt()));
    return new HttpAnswer(
        200,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        JsonMapper.shared().writeValueAsBytes(answer));
  }
}
