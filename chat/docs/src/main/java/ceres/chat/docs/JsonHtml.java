package ceres.chat.docs;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** JSON as HTML, with colours by classes. Pure. */
final class JsonHtml {
  private JsonHtml() {}

  /** A value over as many lines as it has fields. */
  static String of(JsonNode value) {
    return of(value, "\n");
  }

  /**
   * A value.
   *
   * @param line a line break and the indentation of the value
   */
  private static String of(JsonNode value, String line) {
    String inner = line + "  ";
    if (value.isObject() && !value.isEmpty()) {
      List<String> fields = new ArrayList<>();
      value
          .properties()
          .forEach(field ->
              fields.add(quoted("key", field.getKey()) + ": " + of(field.getValue(), inner)));
      return "{" + inner + String.join("," + inner, fields) + line + "}";
    }
    if (value.isArray() && !value.isEmpty()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(of(item, inner)));
      return "[" + inner + String.join("," + inner, items) + line + "]";
    }
    return value.isString() ? quoted("string", value.asString()) : span("word", value.toString());
  }

  private static String quoted(String kind, String text) {
    return span(kind, '"' + text + '"');
  }

  private static String span(String kind, String text) {
    return "<span class=\"" + kind + "\">" + Html.escape(text) + "</span>";
  }
}
