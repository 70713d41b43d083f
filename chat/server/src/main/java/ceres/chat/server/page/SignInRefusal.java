package ceres.chat.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import ceres.engineio.server.HttpAnswer;
import java.util.HashMap;
import java.util.Map;

/** Why somebody cannot sign in for a trial. Immutable. */
enum SignInRefusal {
  NO_POST(405, "INVALID_PAYLOAD", "Sign in by POST", Map.of("Allow", "POST")),
  FOREIGN(403, "FORBIDDEN", "Only the page of this server may sign people in", Map.of()),
  NO_JSON(415, "INVALID_PAYLOAD", "Send JSON, as application/json", Map.of()),
  TOO_LARGE(413, "INVALID_PAYLOAD", "Send no more than 1,024 bytes", Map.of()),
  NO_OBJECT(400, "INVALID_PAYLOAD", "Send a JSON object with a name", Map.of()),
  NO_NAME(400, "INVALID_NAME", "A name has 1 to 64 characters, none of them for control", Map.of());

  @SuppressWarnings("ImmutableEnumChecker") // it is, but does not say so to the compiler
  private final HttpAnswer answer;

  /**
   * @param message a sentence for a person, without anything that JSON would escape
   */
  SignInRefusal(int status, String code, String message, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json; charset=utf-8");
    String body = "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";
    answer = new HttpAnswer(status, all, body.getBytes(UTF_8));
  }

  HttpAnswer answer() {
    return answer;
  }
}
