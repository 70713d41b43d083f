package ceres.socketio.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as {@code JSON.stringify} of ECMAScript 2019 does: no spaces; only quotes,
 * backslashes, control characters and lone surrogates escaped; numbers as JavaScript shows them.
 * Integers keep all their digits.
 *
 * <p><em>Confined</em> to one call.
 */
final class JsonWriter {
  /** Deeper than any payload, shallower than the stack: it ends a cycle. */
  private static final int MAX_DEPTH = 1_000;

  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out;
  private final boolean binary;
  private List<byte[]> attachments = List.of();
  private int depth;

  private JsonWriter(StringBuilder out, boolean binary) {
    this.out = out;
    this.binary = binary;
  }

  /** A writer that replaces {@code byte[]} by placeholders. */
  static JsonWriter withBinary(StringBuilder out) {
    return new JsonWriter(out, true);
  }

  /** A writer that refuses {@code byte[]}. */
  static JsonWriter withoutBinary(StringBuilder out) {
    return new JsonWriter(out, false);
  }

  /** This one value. */
  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    withoutBinary(out).value(value);
    return out.toString();
  }

  /** What the placeholders written so far stand for. */
  List<byte[]> attachments() {
    return attachments;
  }

  void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String string -> string(string);
      case Boolean bool -> out.append(bool.booleanValue());
      case Long number -> out.append(number.longValue());
      case Integer number -> out.append(number.intValue());
      case Double number -> EcmaNumber.append(number, out);
      case BigInteger number -> out.append(number);
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      case byte[] bytes -> placeholder(bytes);
      default -> throw new IllegalArgumentException("not a value: " + value.getClass().getName());
    }
  }

  private void object(Map<?, ?> map) {
    enter();
    char separator = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new IllegalArgumentException("an object has a key that is not a string");
      }
      out.append(separator);
      string(key);
      out.append(':');
      value(entry.getValue());
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
    depth--;
  }

  private void array(List<?> list) {
    enter();
    char separator = '[';
    for (Object item : list) {
      out.append(separator);
      value(item);
      separator = ',';
    }
    out.append(separator == '[' ? "[]" : "]");
    depth--;
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException("values are nested more than " + MAX_DEPTH + " deep");
    }
  }

  private void placeholder(byte[] bytes) {
    if (!binary) {
      throw new IllegalArgumentException("binary outside an event or acknowledgement");
    }
    if (attachments.isEmpty()) {
      attachments = new ArrayList<>();
    }
    out.append("{\"_placeholder\":true,\"num\":").append(attachments.size()).append('}');
    attachments.add(bytes);
  }

  /** Copies the runs between what must be escaped. */
  private void string(String string) {
    out.append('"');
    int done = 0;
    int length = string.length();
    for (int i = 0; i < length; i++) {
      char c = string.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(string.charAt(i + 1))) {
        i++;
        continue;
      }
      out.append(string, done, i);
      escape(c);
      done = i + 1;
    }
    // Part of a string is copied one character after the other, the whole of it at once.
    (done == 0 ? out.append(string) : out.append(string, done, length)).append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(HEX.charAt(c >> shift & 0xf));
        }
      }
    }
  }
}
