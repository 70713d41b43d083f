package ceres.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The documented shapes, exactly: no key more, no key less. */
final class Shapes {
  static final Pattern TIMESTAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  static final Pattern UUID_7 =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  /** What must never reach a client. */
  private static final Pattern INNARDS =
      Pattern.compile(
          "(?i)exception|throwable|\\bselect\\b|\\binsert\\b|\\brelation\\b|sqlstate|psql|postgres"
              + "|java\\.|ceres\\.|netty|\\.java|\\bat \\w+\\.|ChatMessage|\"User\"");

  private Shapes() {}

  static List<String> keys(JsonNode object) {
    assertThat(object.isObject()).as("%s is an object", object).isTrue();
    return List.copyOf(object.propertyNames());
  }

  static void hasKeys(JsonNode object, String... keys) {
    assertThat(keys(object)).as("the keys of %s", object).containsExactlyInAnyOrder(keys);
  }

  static String text(JsonNode object, String key) {
    JsonNode value = object.get(key);
    assertThat(value.isString()).as("%s of %s is a string", key, object).isTrue();
    return value.asString();
  }

  static List<JsonNode> list(JsonNode array) {
    assertThat(array.isArray()).as("%s is an array", array).isTrue();
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  static List<String> each(List<JsonNode> objects, String key) {
    return objects.stream().map(object -> text(object, key)).toList();
  }

  static List<String> contents(JsonNode roomHistory) {
    return each(list(roomHistory.get("messages")), "content");
  }

  /** A message as {@code new_message} and the acknowledgement of a send have it. */
  static void isLiveMessage(JsonNode message, String room, String author, String content) {
    hasKeys(message, "id", "content", "roomId", "userId", "createdAt", "user");
    assertThat(text(message, "userId")).isEqualTo(Tokens.idOf(author).toString());
    assertThat(text(message, "id")).matches(UUID_7);
    hasMessageFields(message, room, author, content);
  }

  /** A message as {@code room_history} and {@code fetch_history} have it. */
  static void isPastMessage(JsonNode message, String room, String author, String content) {
    hasKeys(message, "id", "content", "roomId", "createdAt", "user");
    hasMessageFields(message, room, author, content);
  }

  private static void hasMessageFields(
      JsonNode message, String room, String author, String content) {
    assertThat(text(message, "content")).isEqualTo(content);
    assertThat(text(message, "roomId")).isEqualTo(room);
    assertThat(text(message, "createdAt")).matches(TIMESTAMP);
    JsonNode user = message.get("user");
    hasKeys(user, "id", "name", "avatar");
    assertThat(text(user, "id")).isEqualTo(Tokens.idOf(author).toString());
    assertThat(text(user, "name")).isEqualTo(author);
    assertThat(user.get("avatar").isNull()).isTrue();
  }

  /** {@code user_joined} or {@code user_left}. */
  static void isComingOrGoing(JsonNode event, String room, String user) {
    hasKeys(event, "userId", "email", "timestamp", "roomId");
    isOf(event, room, user);
    assertThat(text(event, "timestamp")).matches(TIMESTAMP);
    assertThat(text(event, "email")).isEqualTo(email(user));
  }

  static void isTyping(JsonNode event, String room, String user) {
    hasKeys(event, "userId", "email", "roomId");
    isOf(event, room, user);
    assertThat(text(event, "email")).isEqualTo(email(user));
  }

  static void isStoppedTyping(JsonNode event, String room, String user) {
    hasKeys(event, "userId", "roomId");
    isOf(event, room, user);
  }

  private static void isOf(JsonNode event, String room, String user) {
    assertThat(text(event, "roomId")).isEqualTo(room);
    assertThat(text(event, "userId")).isEqualTo(Tokens.idOf(user).toString());
  }

  private static String email(String user) {
    return user.toLowerCase(Locale.ROOT) + "@example.org";
  }

  /** The {@code error} event. */
  static void isError(JsonNode error, String event, String code) {
    hasKeys(error, "message", "code", "event");
    assertThat(text(error, "code")).isEqualTo(code);
    assertThat(text(error, "event")).isEqualTo(event);
    isForPersons(text(error, "message"));
  }

  /** The acknowledgement of what failed. */
  static void isFailure(JsonNode ack, String code) {
    hasKeys(ack, "status", "code", "message");
    assertThat(text(ack, "status")).isEqualTo("error");
    assertThat(text(ack, "code")).isEqualTo(code);
    isForPersons(text(ack, "message"));
  }

  static void isOk(JsonNode ack, String... more) {
    assertThat(ack.path("status").asString("")).as("%s", ack).isEqualTo("ok");
    assertThat(keys(ack)).contains("status").containsAll(List.of(more)).hasSize(1 + more.length);
  }

  static void isForPersons(String sentence) {
    assertThat(sentence).hasSizeBetween(5, 120).doesNotContainPattern(INNARDS);
    assertThat(sentence).doesNotContain("\n");
  }

  /**
   * An event fails with a code, in the acknowledgement and by the error event, and the connection
   * goes on.
   */
  static void fails(ChatClient client, String event, Object payload, String code) {
    int before = client.received("error").size();
    isFailure(client.call(event, payload), code);
    List<JsonNode> errors = client.settle().received("error");
    assertThat(errors).hasSize(before + 1);
    isError(errors.getLast(), event, code);
  }
}
