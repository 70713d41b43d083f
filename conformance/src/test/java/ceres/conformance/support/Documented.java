package ceres.conformance.support;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What {@code docs/asyncapi.yaml} says. The clients of the tests hold against it whatever they hear
 * and say; what does not agree is kept, and fails the test: {@link DocumentedExtension}.
 *
 * <p>Thread-safe, because its parts are.
 */
public final class Documented {
  /** The whole document. */
  public static final JsonNode ROOT =
      YAMLMapper.builder().build().readTree(Project.read("docs/asyncapi.yaml"));

  private static final JsonNode SCHEMAS = split(ROOT.requiredAt("/components/schemas"));

  /** What the server says has no other field than the documented ones. */
  private static final JsonNode CLOSED = closed(SCHEMAS);

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
  private static final Map<String, Schema> OPEN_CHECKS = new ConcurrentHashMap<>();
  private static final Map<String, Schema> CLOSED_CHECKS = new ConcurrentHashMap<>();
  private static final Queue<String> VIOLATIONS = new ConcurrentLinkedQueue<>();

  private Documented() {}

  /** What did not agree since this was asked for. */
  static List<String> violations() {
    List<String> all = new ArrayList<>();
    for (String next = VIOLATIONS.poll(); next != null; next = VIOLATIONS.poll()) {
      all.add(next);
    }
    return all;
  }

  /** The server let a client in. */
  public static void connected(JsonNode payload) {
    require("connected", disagreements(CLOSED_CHECKS, CLOSED, "Connected", payload), payload);
  }

  /** The server refused a client. */
  public static void refused(JsonNode payload) {
    require(
        "connect_error", disagreements(CLOSED_CHECKS, CLOSED, "ConnectError", payload), payload);
  }

  /**
   * The server sent an event.
   *
   * @param args its arguments: the payload, and maybe an offset
   */
  public static void received(String event, List<JsonNode> args) {
    JsonNode operation = ROOT.required("operations").path(event);
    if (!operation.path("action").asString("").equals("send")) {
      VIOLATIONS.add("there is no event " + event);
      return;
    }
    JsonNode message = message(event);
    boolean mayHaveOffset = message.has("traits");
    boolean fits =
        args.size() == 1 || (args.size() == 2 && mayHaveOffset && args.get(1).isString());
    if (!fits) {
      VIOLATIONS.add(event + " has the arguments " + args);
      return;
    }
    String schema = name(message.required("payload"));
    require(event, disagreements(CLOSED_CHECKS, CLOSED, schema, args.getFirst()), args);
  }

  /**
   * The server acknowledged an event. What is not of the documented shape must have failed, what is
   * must not have failed because of its shape, and it must be a documented failure.
   *
   * @param args what the client had emitted
   * @param answer the arguments of the acknowledgement
   */
  public static void acknowledged(String event, List<JsonNode> args, List<JsonNode> answer) {
    Consumer<String> fault =
        why -> VIOLATIONS.add("%s %s was answered %s: %s".formatted(event, args, answer, why));
    if (answer.size() != 1) {
      fault.accept("not one argument");
      return;
    }
    JsonNode given = answer.getFirst();
    JsonNode operation = ROOT.required("operations").path(event);
    boolean known = operation.path("action").asString("").equals("receive");
    if (given.path("status").asString("").equals("error")) {
      disagreements(CLOSED_CHECKS, CLOSED, "Failed", given).forEach(fault);
      String code = given.path("code").asString("");
      if (!known) {
        if (!code.equals("UNKNOWN_EVENT") && !code.equals("RATE_LIMITED")) {
          fault.accept("there is no such event");
        }
      } else if (codes(operation).stream().noneMatch(code::equals)) {
        fault.accept("that code is not documented for it");
      } else if (code.equals("INVALID_ROOM") && isAsDocumented(event, args)) {
        fault.accept("the payload was as documented");
      }
    } else if (!known) {
      fault.accept("there is no such event");
    } else if (!isAsDocumented(event, args)) {
      fault.accept("the payload was not as documented");
    } else {
      String message = name(operation.requiredAt("/reply/messages/0"));
      String schema = name(ROOT.requiredAt("/components/messages/" + message).required("payload"));
      disagreements(CLOSED_CHECKS, CLOSED, schema, given).forEach(fault);
    }
  }

  private static boolean isAsDocumented(String event, List<JsonNode> args) {
    String schema = name(message(event).required("payload"));
    return !args.isEmpty()
        && disagreements(OPEN_CHECKS, SCHEMAS, schema, args.getFirst()).isEmpty();
  }

  /** What a message of the document has against its own example. */
  public static List<String> disagreements(JsonNode message, JsonNode example) {
    return disagreements(CLOSED_CHECKS, CLOSED, name(message.required("payload")), example);
  }

  private static List<String> disagreements(
      Map<String, Schema> checks, JsonNode schemas, String name, JsonNode value) {
    Schema schema = checks.computeIfAbsent(name, _ -> REGISTRY.getSchema(whole(schemas, name)));
    return schema.validate(value).stream().map(Object::toString).toList();
  }

  private static JsonNode whole(JsonNode schemas, String name) {
    ObjectNode whole = JsonMapper.shared().createObjectNode();
    whole.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + name);
    whole.putObject("components").set("schemas", schemas);
    return whole;
  }

  /**
   * A number or null as a choice of two schemas, because the validator expects one type where there
   * is a minimum or maximum.
   */
  private static JsonNode split(JsonNode schemas) {
    JsonNode copy = schemas.deepCopy();
    for (JsonNode schema : copy) {
      if (schema.get("properties") instanceof ObjectNode properties) {
        for (Map.Entry<String, JsonNode> property : List.copyOf(properties.properties())) {
          if (property.getValue() instanceof ObjectNode number
              && number.path("type").isArray()
              && number.has("minimum")) {
            ObjectNode choice = JsonMapper.shared().createObjectNode();
            var types = choice.putArray("anyOf");
            number
                .get("type")
                .forEach(type -> types.add(number.deepCopy().put("type", type.asString())));
            properties.set(property.getKey(), choice);
          }
        }
      }
    }
    return copy;
  }

  private static JsonNode closed(JsonNode schemas) {
    JsonNode copy = schemas.deepCopy();
    for (JsonNode schema : copy) {
      if (schema instanceof ObjectNode object && object.has("properties")) {
        object.put("additionalProperties", false);
      }
    }
    return copy;
  }

  private static List<String> codes(JsonNode operation) {
    List<String> codes = new ArrayList<>();
    operation.required("x-errors").forEach(code -> codes.add(code.asString()));
    return codes;
  }

  private static JsonNode message(String event) {
    return ROOT.requiredAt("/components/messages").required(event);
  }

  private static String name(JsonNode reference) {
    String target = reference.required("$ref").asString();
    return target.substring(target.lastIndexOf('/') + 1);
  }

  private static void require(String what, List<String> disagreements, Object value) {
    disagreements.forEach(each -> VIOLATIONS.add(what + " " + value + ": " + each));
  }
}
