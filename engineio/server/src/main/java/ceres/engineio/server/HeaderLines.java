package ceres.engineio.server;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request in one string, which is what is kept of them as long as a session lasts:
 * a line for each, a name in lower case, {@code :} and the value. One character stands for a name
 * that most requests have, together with its {@code :}.
 *
 * <p>Stateless.
 */
final class HeaderLines {
  /** Of the first name in {@link #COMMON}; no name on the wire has such a character. */
  private static final char FIRST_CODE = 0x80;

  private static final List<String> COMMON =
      List.of(
          "host",
          "connection",
          "upgrade",
          "sec-websocket-version",
          "sec-websocket-key",
          "sec-websocket-extensions",
          "user-agent",
          "origin",
          "cookie",
          "authorization",
          "accept",
          "accept-encoding",
          "accept-language",
          "cache-control",
          "pragma",
          "referer");

  private static final Map<String, Character> CODES = codes();

  private HeaderLines() {}

  private static Map<String, Character> codes() {
    Map<String, Character> codes = new HashMap<>();
    for (int i = 0; i < COMMON.size(); i++) {
      codes.put(COMMON.get(i), (char) (FIRST_CODE + i));
    }
    return Map.copyOf(codes);
  }

  /** The headers of a request that came; one given twice is two lines. */
  static String of(HttpHeaders headers) {
    StringBuilder lines = new StringBuilder(256);
    headers
        .iteratorCharSequence()
        .forEachRemaining(header ->
            append(
                lines,
                header.getKey().toString().toLowerCase(Locale.ROOT),
                header.getValue().toString()));
    return lines.toString();
  }

  /**
   * Headers by their names in lower case.
   *
   * @throws IllegalArgumentException for what cannot be a line
   */
  static String of(Map<String, String> headers) {
    StringBuilder lines = new StringBuilder();
    headers.forEach((name, value) -> {
      if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
        throw new IllegalArgumentException("no name of a header: " + name);
      }
      if (value.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a header of two lines: " + name);
      }
      append(lines, name, value);
    });
    return lines.toString();
  }

  private static void append(StringBuilder lines, String name, String value) {
    Character code = CODES.get(name);
    if (code == null) {
      lines.append(name).append(':');
    } else {
      lines.append(code.charValue());
    }
    lines.append(value).append('\n');
  }

  /** All headers; values of one given twice joined by {@code ", "}. */
  static Map<String, String> toMap(String lines) {
    Map<String, String> headers = new HashMap<>();
    int end;
    for (int start = 0; start < lines.length(); start = end + 1) {
      end = lines.indexOf('\n', start);
      int value = valueStart(lines, start);
      char code = lines.charAt(start);
      String name =
          code >= FIRST_CODE ? COMMON.get(code - FIRST_CODE) : lines.substring(start, value - 1);
      headers.merge(name, lines.substring(value, end), HeaderLines::joined);
    }
    return Map.copyOf(headers);
  }

  /** One header, or null. */
  static @Nullable String find(String lines, String name) {
    Character code = CODES.get(name);
    String prefix = code == null ? name + ':' : code.toString();
    String found = null;
    int end;
    for (int start = 0; start < lines.length(); start = end + 1) {
      end = lines.indexOf('\n', start);
      if (lines.startsWith(prefix, start)) {
        String value = lines.substring(start + prefix.length(), end);
        found = found == null ? value : joined(found, value);
      }
    }
    return found;
  }

  /** A header for the log: short, and in one line. */
  static String printable(String value) {
    String line = value.replaceAll("[^ -~]", "?");
    return line.length() > 100 ? line.substring(0, 100) + "..." : line;
  }

  private static int valueStart(String lines, int start) {
    return lines.charAt(start) >= FIRST_CODE ? start + 1 : lines.indexOf(':', start) + 1;
  }

  private static String joined(String first, String second) {
    return first + ", " + second;
  }
}
