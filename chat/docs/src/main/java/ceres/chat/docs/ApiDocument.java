package ceres.chat.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * An AsyncAPI 3 document, whose references all point into itself. Immutable.
 *
 * @param root the whole document
 */
record ApiDocument(JsonNode root) {

  static ApiDocument read(Path yaml) throws IOException {
    return new ApiDocument(YAMLMapper.builder().build().readTree(Files.readString(yaml)));
  }

  /** What a reference stands for; what is none stands for itself. */
  JsonNode follow(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = root.requiredAt(at.get("$ref").asString().substring(1));
    }
    return at;
  }

  /** The name of what a reference stands for; empty for what is no reference. */
  static String nameOf(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  /** A schema by its name. */
  JsonNode schema(String name) {
    return root.requiredAt("/components/schemas/" + name);
  }

  /** The names of all schemas, in the order of the document. */
  List<String> schemaNames() {
    return List.copyOf(root.requiredAt("/components/schemas").propertyNames());
  }

  /**
   * The operations of a direction, in the order of the document.
   *
   * @param action {@code receive} for what clients emit, {@code send} for what they get
   */
  List<Operation> operations(String action) {
    List<Operation> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : root.required("operations").properties()) {
      if (each.getValue().required("action").asString().equals(action)) {
        found.add(operation(each.getKey(), each.getValue()));
      }
    }
    return found;
  }

  private Operation operation(String name, JsonNode operation) {
    List<JsonNode> answers = new ArrayList<>();
    operation.at("/reply/messages").forEach(message -> answers.add(follow(message)));
    List<String> errors = new ArrayList<>();
    operation.path("x-errors").forEach(code -> errors.add(code.asString()));
    return new Operation(
        name,
        operation.path("title").asString(name),
        operation.required("summary").asString(),
        operation.required("description").asString(),
        follow(operation.required("messages").required(0)),
        answers,
        errors);
  }

  /**
   * What may be emitted or received.
   *
   * @param name the event's
   * @param title what to call it
   * @param summary one sentence
   * @param description in Markdown
   * @param message what is emitted
   * @param answers the messages that may answer it
   * @param errors the codes with which it may fail
   */
  record Operation(
      String name,
      String title,
      String summary,
      String description,
      JsonNode message,
      List<JsonNode> answers,
      List<String> errors) {}
}
