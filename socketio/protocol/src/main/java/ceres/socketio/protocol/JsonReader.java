package ceres.socketio.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the payload of one packet into values. Of a key that comes twice the last value counts, as
 * in JavaScript. What it makes is mutable, and as large as its input.
 *
 * <p><em>Confined</em> to one call.
 */
final class JsonReader {
  /** How many characters a number may have. */
  static final int MAX_NUMBER_LENGTH = 1_000;

  /** An integer of more digits than this becomes a {@link Double}. */
  static final int MAX_INTEGER_DIGITS = 100;

  private static final String NOT_JSON = "the payload is not valid JSON";

  /** Names are not kept in a table, so that no peer can fill one or make its keys collide. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(PacketDecoder.MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;
  private final int attachments;
  private final int maxPlaceholders;
  private final @Nullable Set<Integer> referenced;
  private int placeholders;

  private JsonReader(JsonParser parser, PacketHeader header, int maxPlaceholders) {
    this.parser = parser;
    this.maxPlaceholders = maxPlaceholders;
    this.attachments = header.attachments();
    this.referenced = header.type().hasAttachments() ? new HashSet<>() : null;
  }

  /**
   * The one value after the header; in a binary packet with {@link Placeholder}s.
   *
   * @param maxPlaceholders the most of them: an attachment may stand in several places, but whoever
   *     sends on what was received sends it as often
   */
  static @Nullable Object read(String text, PacketHeader header, int maxPlaceholders)
      throws PacketException {
    String payload = text.substring(header.payloadStart());
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), payload)) {
      JsonReader reader = new JsonReader(parser, header, maxPlaceholders);
      Object value = reader.value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw new PacketException("something follows the payload");
      }
      if (reader.referenced != null && reader.referenced.size() < reader.attachments) {
        throw new PacketException("an attachment has no placeholder");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new PacketException(
          "the payload is nested deeper than "
              + PacketDecoder.MAX_DEPTH
              + " levels, or has a number of more than "
              + MAX_NUMBER_LENGTH
              + " characters");
    } catch (JacksonException e) {
      throw new PacketException(NOT_JSON);
    }
  }

  private @Nullable Object value(@Nullable JsonToken token) throws PacketException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> Double.valueOf(parser.getString());
      case START_ARRAY -> array();
      case START_OBJECT -> object();
      case null -> throw new PacketException(NOT_JSON);
      case END_ARRAY, END_OBJECT, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new PacketException(NOT_JSON);
    };
  }

  private Number integer() {
    if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    String digits = parser.getString();
    return digits.length() <= MAX_INTEGER_DIGITS
        ? new BigInteger(digits)
        : (Number) Double.valueOf(digits);
  }

  private List<@Nullable Object> array() throws PacketException {
    List<@Nullable Object> array = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      array.add(value(token));
      token = parser.nextToken();
    }
    return array;
  }

  private Object object() throws PacketException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    String name = parser.nextName();
    while (name != null) {
      object.put(name, value(parser.nextToken()));
      name = parser.nextName();
    }
    if (referenced != null && Boolean.TRUE.equals(object.get(Placeholder.MARK))) {
      return placeholder(object.get(Placeholder.NUM), referenced);
    }
    return object;
  }

  private Placeholder placeholder(@Nullable Object num, Set<Integer> referenced)
      throws PacketException {
    if (!(num instanceof Long index) || index < 0 || index >= attachments) {
      throw new PacketException("a placeholder refers to no attachment");
    }
    if (++placeholders > maxPlaceholders) {
      throw new PacketException("more than " + maxPlaceholders + " placeholders");
    }
    referenced.add(index.intValue());
    return new Placeholder(index.intValue());
  }
}
