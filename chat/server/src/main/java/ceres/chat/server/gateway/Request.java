package ceres.chat.server.gateway;

import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import ceres.socketio.server.Event;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the payload of a client's event. Whatever is not of the documented shape fails with {@link
 * ChatException}: {@link ErrorCode#INVALID_ROOM} for a room id that is no string, {@link
 * ErrorCode#INVALID_PAYLOAD} for all else.
 *
 * @param event the event
 */
record Request(Event event) {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** The payload of an event that has only a room. */
  String roomId() {
    return roomId(event.arg(0));
  }

  /** The payload of an event that has only a token. */
  String token() {
    if (event.arg(0) instanceof String token) {
      return token;
    }
    throw invalid("The payload must be a token");
  }

  /** The payload of an event that has several fields. */
  Map<?, ?> fields() {
    if (event.arg(0) instanceof Map<?, ?> fields) {
      return fields;
    }
    throw invalid("The payload must be an object");
  }

  static String roomId(@Nullable Object value) {
    if (value instanceof String roomId) {
      return roomId;
    }
    throw new ChatException(ErrorCode.INVALID_ROOM);
  }

  static String string(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof String value) {
      return value;
    }
    throw invalid(name + " must be a string");
  }

  /** An optional UUID; null is absent. */
  static @Nullable UUID uuid(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text && UUID_TEXT.matcher(text).matches()) {
      return UUID.fromString(text);
    }
    throw invalid(name + " must be a UUID");
  }

  /** An optional whole number; null is absent. */
  static int integer(Map<?, ?> fields, String name, int otherwise) {
    Object value = fields.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw invalid(name + " must be a whole number");
  }

  private static ChatException invalid(String sentence) {
    return new ChatException(ErrorCode.INVALID_PAYLOAD, sentence);
  }
}
