package ceres.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * A documented shape: every key, no other key, and what each value looks like.
 *
 * <p>Immutable.
 *
 * @param fields a check for each key
 */
record Shape(Map<String, Consumer<JsonNode>> fields) {
  private static final String UUID =
      "[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
  private static final Consumer<JsonNode> ID = text(UUID);
  private static final Consumer<JsonNode> MESSAGE_ID = text(UUID.replace("[1-8]", "7"));
  private static final Consumer<JsonNode> TIME =
      text("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");
  private static final Consumer<JsonNode> TEXT = text("(?s).+");

  private static final Consumer<JsonNode> OK = text("ok");
  private static final Consumer<JsonNode> CODE = text("[A-Z_]+");

  private static final Shape AUTHOR =
      new Shape(Map.of("id", ID, "name", TEXT, "avatar", Shape::textOrNull));
  private static final Shape PAST =
      new Shape(
          Map.of(
              "id",
              MESSAGE_ID,
              "content",
              TEXT,
              "roomId",
              TEXT,
              "createdAt",
              TIME,
              "user",
              AUTHOR::check));
  private static final Shape PASSAGE =
      new Shape(
          Map.of("userId", ID, "email", Shape::textOrNull, "timestamp", TIME, "roomId", TEXT));
  private static final Shape PRESENT =
      new Shape(Map.of("userId", ID, "name", TEXT, "avatar", Shape::textOrNull));

  static final Shape NEW_MESSAGE =
      new Shape(
          Map.of(
              "id",
              MESSAGE_ID,
              "content",
              TEXT,
              "roomId",
              TEXT,
              "userId",
              ID,
              "createdAt",
              TIME,
              "user",
              AUTHOR::check));
  static final Shape ROOM_HISTORY = new Shape(Map.of("roomId", TEXT, "messages", listOf(PAST)));
  static final Shape USER_JOINED = PASSAGE;
  static final Shape USER_LEFT = PASSAGE;
  static final Shape USER_TYPING =
      new Shape(Map.of("userId", ID, "email", Shape::textOrNull, "roomId", TEXT));
  static final Shape USER_STOPPED_TYPING = new Shape(Map.of("userId", ID, "roomId", TEXT));
  static final Shape ERROR = new Shape(Map.of("message", TEXT, "code", CODE, "event", TEXT));

  static final Shape DONE = new Shape(Map.of("status", OK));
  static final Shape SENT = new Shape(Map.of("status", OK, "message", NEW_MESSAGE::check));
  static final Shape PAGE =
      new Shape(
          Map.of(
              "status",
              OK,
              "messages",
              listOf(PAST),
              "hasMore",
              value -> assertThat(value.isBoolean()).isTrue()));
  static final Shape PRESENCE = new Shape(Map.of("status", OK, "users", listOf(PRESENT)));
  static final Shape REFRESHED = new Shape(Map.of("status", OK, "expiresAt", TIME));
  static final Shape FAILED =
      new Shape(Map.of("status", text("error"), "code", CODE, "message", TEXT));
  static final Shape REFUSAL = new Shape(Map.of("message", TEXT, "data", Shape::onlyCode));

  private static Consumer<JsonNode> text(String pattern) {
    return value -> {
      assertThat(value.isString()).as(value.toString()).isTrue();
      assertThat(value.asString()).matches(pattern);
    };
  }

  private static Consumer<JsonNode> listOf(Shape shape) {
    return value -> {
      assertThat(value.isArray()).as(value.toString()).isTrue();
      value.forEach(shape::check);
    };
  }

  private static void textOrNull(JsonNode value) {
    assertThat(value.isString() || value.isNull()).as(value.toString()).isTrue();
  }

  private static void onlyCode(JsonNode value) {
    new Shape(Map.of("code", CODE)).check(value);
  }

  /** Fails unless a value has this shape; returns the value. */
  JsonNode of(JsonNode value) {
    check(value);
    return value;
  }

  private void check(JsonNode value) {
    assertThat(value.isObject()).as(value.toString()).isTrue();
    assertThat(value.propertyNames()).as(value.toString()).hasSameElementsAs(fields.keySet());
    fields.forEach((key, check) -> check.accept(value.get(key)));
  }
}
