package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON objects that a token is made of, read so that nobody else can read something different
 * in them: no name twice (RFC 7519, section 4), nothing behind them, nothing but JSON. They are not
 * deep. Stateless.
 */
final class StrictJson {
  private static final int DEEPEST = 32;
  private static final int LONGEST_NUMBER = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  private StrictJson() {}

  /**
   * An object in UTF-8 in Base64url (RFC 4648, section 5).
   *
   * @return strings, {@code Integer}, {@code Long}, {@code BigInteger}, {@code Double}, {@code
   *     Boolean}, lists, maps and nulls; null if it is something else
   */
  static @Nullable Map<String, @Nullable Object> decode(String base64Url) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(base64Url));
      return MAPPER.readValue(UTF_8.newDecoder().decode(bytes).toString(), OBJECT);
    } catch (IllegalArgumentException | CharacterCodingException | JacksonException e) {
      return null;
    }
  }
}
