package ceres.chat.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Schemas as tables of fields. Immutable. */
final class SchemaHtml {
  private final ApiDocument api;
  private final Markdown markdown;

  SchemaHtml(ApiDocument api, Markdown markdown) {
    this.api = api;
    this.markdown = markdown;
  }

  /** The fields of an object; for any other value one row with its type. */
  String table(JsonNode reference) {
    JsonNode schema = api.follow(reference);
    StringBuilder rows = new StringBuilder();
    if (schema.has("properties")) {
      List<String> required = new ArrayList<>();
      schema.path("required").forEach(name -> required.add(name.asString()));
      for (Map.Entry<String, JsonNode> field : schema.get("properties").properties()) {
        boolean optional = !required.contains(field.getKey());
        rows.append(row(Html.code(field.getKey()), field.getValue(), optional));
      }
    } else {
      rows.append(row("<em>the payload</em>", reference, false));
    }
    return "<dl class=\"fields\">\n" + rows + "</dl>\n";
  }

  private String row(String name, JsonNode schema, boolean optional) {
    String description = api.follow(schema).path("description").asString("");
    return "<div><dt>%s <span class=\"type\">%s</span>%s</dt><dd>%s</dd></div>\n"
        .formatted(
            name,
            type(schema),
            optional ? " <span class=\"optional\">optional</span>" : "",
            markdown.inline(description));
  }

  /** The type of a value, with links to what has a name. */
  String type(JsonNode schema) {
    String name = ApiDocument.nameOf(schema);
    if (!name.isEmpty()) {
      return Html.link("#" + anchor(name), Html.escape(name));
    }
    if (schema.has("const")) {
      return Html.escape(schema.get("const").toString());
    }
    if (schema.has("enum")) {
      return alternatives(schema.get("enum"));
    }
    JsonNode type = schema.path("type");
    if (type.asString("").equals("array")) {
      return type(schema.required("items")) + "[]";
    }
    return type.isArray() ? alternatives(type) : Html.escape(type.asString("any"));
  }

  private static String alternatives(JsonNode values) {
    List<String> all = new ArrayList<>();
    values.forEach(value -> all.add(Html.escape(value.asString())));
    return String.join(" | ", all);
  }

  /** Where a schema is shown. */
  static String anchor(String schemaName) {
    return schemaName.equals("ErrorCode") ? "errors" : "type-" + schemaName;
  }
}
