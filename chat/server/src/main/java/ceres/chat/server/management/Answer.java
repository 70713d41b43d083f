package ceres.chat.server.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a request is answered.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body as text
 * @param headers others
 */
record Answer(int status, String contentType, String body, Map<String, String> headers) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Answer text(int status, String contentType, String body) {
    return new Answer(status, contentType, body, Map.of());
  }

  /** Anything that is JSON. */
  static Answer json(int status, Object value) {
    return text(status, "application/json", JSON.writeValueAsString(value) + "\n");
  }

  /** An error, with a sentence for a person. */
  static Answer error(int status, String sentence) {
    return json(status, Map.of("error", sentence));
  }

  Answer with(String header, String value) {
    return new Answer(status, contentType, body, Map.of(header, value));
  }

  byte[] bytes() {
    return body.getBytes(UTF_8);
  }
}
