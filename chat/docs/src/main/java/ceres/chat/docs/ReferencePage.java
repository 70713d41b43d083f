package ceres.chat.docs;

import ceres.chat.docs.ApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The reference: each event with its payload, its acknowledgements, errors and examples. */
final class ReferencePage {
  private final ApiDocument api;
  private final Markdown markdown;
  private final SchemaHtml schemas;

  ReferencePage(ApiDocument api, Markdown markdown) {
    this.api = api;
    this.markdown = markdown;
    this.schemas = new SchemaHtml(api, markdown);
  }

  String html() {
    List<Operation> emitted = new ArrayList<>(api.operations("receive"));
    Operation connect = emitted.removeFirst();
    List<Operation> received = api.operations("send");
    String contents =
        group("Start", List.of("introduction", "connect", "errors", "types"))
            + group("You emit", names(emitted))
            + group("You get", names(received));
    String main =
        section("introduction", "Introduction", introduction(), "")
            + operation(connect)
            + part("You emit", emitted)
            + part("You get", received)
            + section("errors", "Errors", errors(), "")
            + section("types", "Types", types(), "");
    return Html.page("Ceres: the events", contents, main);
  }

  private static List<String> names(List<Operation> operations) {
    return operations.stream().map(Operation::name).toList();
  }

  private static String group(String title, List<String> anchors) {
    return anchors.stream()
        .map(anchor -> "<li>" + Html.link("#" + anchor, Html.escape(anchor)) + "</li>\n")
        .collect(Collectors.joining("", "<h2>" + title + "</h2>\n<ul>\n", "</ul>\n"));
  }

  private String part(String title, List<Operation> operations) {
    return "<h2 class=\"part\">"
        + title
        + "</h2>\n"
        + operations.stream().map(this::operation).collect(Collectors.joining());
  }

  /** Text on the left, examples on the right. */
  private static String section(String id, String title, String text, String examples) {
    return "<section>\n<div class=\"text\">\n%s%s</div>\n<div class=\"examples\">\n%s</div>\n</section>\n"
        .formatted(Html.heading(2, id, title), text, examples);
  }

  private String introduction() {
    JsonNode server = api.root().requiredAt("/servers/local");
    return markdown.blocks(api.root().requiredAt("/info/description").asString())
        + "<h3>Address</h3>\n<p>"
        + Html.code("http://" + server.required("host").asString())
        + ", path "
        + Html.code(server.required("pathname").asString())
        + ", "
        + Html.escape(server.required("protocolVersion").asString())
        + ".</p>\n"
        + markdown.blocks(server.required("description").asString());
  }

  private String operation(Operation operation) {
    StringBuilder text = new StringBuilder();
    text.append("<p class=\"summary\">").append(markdown.inline(operation.summary()));
    text.append("</p>\n").append(markdown.blocks(operation.description()));
    text.append("<h3>Payload</h3>\n").append(schemas.table(payload(operation.message())));
    if (carriesOffset(operation.message())) {
      text.append("<p class=\"note\">Then, as one more argument, an ");
      text.append(Html.link("#" + SchemaHtml.anchor("Offset"), "Offset")).append(".</p>\n");
    }
    for (JsonNode answer : operation.answers()) {
      text.append("<h3>").append(answerTitle(operation, answer)).append("</h3>\n");
      text.append("<p>").append(markdown.inline(answer.path("summary").asString("")));
      text.append("</p>\n").append(schemas.table(payload(answer)));
    }
    if (!operation.errors().isEmpty()) {
      text.append("<h3>Errors</h3>\n<p class=\"codes\">").append(codes(operation)).append("</p>\n");
    }
    boolean isEvent = operation.name().equals(operation.title());
    String title = isEvent ? Html.code(operation.title()) : Html.escape(operation.title());
    return section(operation.name(), title, text.toString(), examples(operation));
  }

  private static JsonNode payload(JsonNode message) {
    return message.required("payload");
  }

  private boolean carriesOffset(JsonNode message) {
    for (JsonNode trait : message.path("traits")) {
      if (api.follow(trait).has("x-offset")) {
        return true;
      }
    }
    return false;
  }

  private static String answerTitle(Operation operation, JsonNode answer) {
    String title = Html.escape(answer.required("title").asString());
    return operation.name().equals("connect") ? title : "Acknowledgement: " + title;
  }

  private static String codes(Operation operation) {
    return operation.errors().stream()
        .map(code -> Html.link("#error-" + code, Html.code(code)))
        .collect(Collectors.joining(" "));
  }

  private String examples(Operation operation) {
    StringBuilder all = new StringBuilder();
    boolean emitted = !operation.errors().isEmpty();
    for (JsonNode example : operation.message().path("examples")) {
      String payload = JsonHtml.of(example.required("payload"));
      if (!emitted) {
        all.append(example(operation.name(), example, payload));
      } else if (operation.name().equals("connect")) {
        all.append(example("auth", example, payload));
      } else {
        String call =
            "await socket.emitWithAck(<span class=\"string\">'%s'</span>, %s);"
                .formatted(operation.name(), payload);
        all.append(example("You emit", example, call));
      }
    }
    for (JsonNode answer : operation.answers()) {
      String title = answer.required("title").asString();
      for (JsonNode example : answer.path("examples")) {
        all.append(example(title, example, JsonHtml.of(example.required("payload"))));
      }
    }
    return all.toString();
  }

  private static String example(String title, JsonNode example, String code) {
    String summary = example.path("summary").asString("");
    return "<figure><figcaption>%s</figcaption><pre tabindex=\"0\"><code>%s</code></pre></figure>\n"
        .formatted(Html.escape(summary.isEmpty() ? title : title + ": " + summary), code);
  }

  private String errors() {
    StringBuilder rows = new StringBuilder();
    api.schema("ErrorCode")
        .required("x-codes")
        .properties()
        .forEach(each ->
            rows.append(
                "<tr id=\"error-%s\"><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                    .formatted(
                        each.getKey(),
                        Html.code(each.getKey()),
                        markdown.inline(each.getValue().required("when").asString()),
                        markdown.inline(each.getValue().required("then").asString()))));
    return "<p>"
        + markdown.inline(api.schema("ErrorCode").required("description").asString())
        + " Every event may also fail with "
        + Html.code("INTERNAL")
        + ", and an unknown one does with "
        + Html.code("UNKNOWN_EVENT")
        + ".</p>\n<div class=\"scroll\"><table>\n<thead><tr><th>code</th><th>when</th>"
        + "<th>what to do</th></tr></thead>\n<tbody>\n"
        + rows
        + "</tbody>\n</table></div>\n";
  }

  private String types() {
    return api.schemaNames().stream()
        .filter(name -> !name.equals("ErrorCode"))
        .map(this::type)
        .collect(Collectors.joining());
  }

  private String type(String name) {
    JsonNode schema = api.schema(name);
    String heading = Html.heading(3, SchemaHtml.anchor(name), Html.code(name));
    String description = markdown.blocks(schema.path("description").asString(""));
    return heading
        + description
        + (schema.has("properties")
            ? schemas.table(schema)
            : "<p>" + Html.code(schemas.type(schema)) + "</p>\n");
  }
}
