package ceres.conformance.papers;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ChatEvent;
import ceres.chat.core.ErrorCode;
import ceres.conformance.support.Documented;
import ceres.conformance.support.Project;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * {@code docs/asyncapi.yaml} has what the code knows, no more and no less. That payloads have its
 * shapes is shown by all tests with clients: {@link Documented}.
 */
class AsyncApiTest {
  private static final String GATEWAY = "chat/server/src/main/java/ceres/chat/server/gateway/";
  private static final Pattern HANDLER = Pattern.compile("\\.on(?:Async)?\\(\\s*\"([^\"]+)\"");
  private static final Pattern EMITTED = Pattern.compile("\\bemit\\(\\s*\"([^\"]+)\"");
  private static final Pattern CHAT_EVENT = Pattern.compile("case \\w+ _ -> \"([a-z_]+)\";");

  @Test
  void it_has_the_events_that_the_server_handles() {
    List<String> emitted = operations("receive");
    assertThat(emitted.removeFirst()).isEqualTo("connect");
    assertThat(emitted).containsExactlyInAnyOrderElementsOf(found(HANDLER, sources()));
  }

  @Test
  void it_has_the_events_that_the_server_emits() {
    List<String> events = found(CHAT_EVENT, Project.read(GATEWAY + "Payloads.java"));
    assertThat(events).hasSameSizeAs(ChatEvent.class.getPermittedSubclasses());
    events.addAll(found(EMITTED, sources()).stream().distinct().toList());
    assertThat(operations("send")).containsExactlyInAnyOrderElementsOf(events);
  }

  @Test
  void it_has_the_error_codes_in_their_order_and_says_what_to_do() {
    JsonNode codes = Documented.ROOT.requiredAt("/components/schemas/ErrorCode");
    List<String> known = Arrays.stream(ErrorCode.values()).map(Enum::name).toList();
    assertThat(strings(codes.required("enum"))).isEqualTo(known);
    assertThat(codes.required("x-codes").propertyNames()).containsExactlyElementsOf(known);
  }

  @Test
  void each_operation_fails_with_codes_that_there_are() {
    for (JsonNode operation : Documented.ROOT.required("operations")) {
      assertThat(ErrorCode.values())
          .extracting(Enum::name)
          .containsAll(strings(operation.path("x-errors")));
    }
  }

  @Test
  void only_events_that_are_not_volatile_have_an_offset() {
    for (String event : operations("send")) {
      assertThat(Documented.ROOT.at("/components/messages/" + event).has("traits"))
          .as(event)
          .isEqualTo(!event.contains("typing"));
    }
  }

  @Test
  void each_message_has_examples_as_its_schema_demands() {
    JsonNode messages = Documented.ROOT.requiredAt("/components/messages");
    for (String name : messages.propertyNames()) {
      JsonNode message = messages.required(name);
      JsonNode examples = message.path("examples");
      assertThat(examples.isEmpty()).as(name).isFalse();
      for (JsonNode example : examples) {
        assertThat(Documented.disagreements(message, example.required("payload")))
            .as(name)
            .isEmpty();
      }
    }
  }

  @Test
  void each_message_and_each_schema_is_used() {
    String document = Project.read("docs/asyncapi.yaml");
    for (String kind : new String[] {"messages", "schemas"}) {
      for (String name : Documented.ROOT.requiredAt("/components/" + kind).propertyNames()) {
        assertThat(document).contains("'#/components/" + kind + "/" + name + "'");
      }
    }
  }

  private static List<String> operations(String action) {
    JsonNode operations = Documented.ROOT.required("operations");
    List<String> names = new ArrayList<>(operations.propertyNames());
    names.removeIf(name -> !operations.required(name).required("action").asString().equals(action));
    return names;
  }

  private static List<String> strings(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.forEach(each -> all.add(each.asString()));
    return all;
  }

  /** All code of the chat's server. */
  private static String sources() {
    StringBuilder all = new StringBuilder();
    Project.mainSources().stream()
        .filter(file -> file.toString().contains(GATEWAY))
        .forEach(file -> all.append(Project.read(file)));
    return all.toString();
  }

  private static List<String> found(Pattern pattern, String text) {
    return new ArrayList<>(pattern.matcher(text).results().map(it -> it.group(1)).toList());
  }
}
