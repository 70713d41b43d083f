package ceres.chat.server.gateway;

import ceres.chat.core.ChatEvent;
import ceres.chat.core.ChatEvent.NewMessage;
import ceres.chat.core.ChatEvent.RoomHistory;
import ceres.chat.core.ChatEvent.UserJoined;
import ceres.chat.core.ChatEvent.UserLeft;
import ceres.chat.core.ChatEvent.UserStoppedTyping;
import ceres.chat.core.ChatEvent.UserTyping;
import ceres.chat.core.Message;
import ceres.chat.core.User;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The documented shapes of everything that the chat tells a client ({@code docs/protocol.md}), as
 * JSON values with their keys in the documented order.
 */
final class Payloads {
  private Payloads() {}

  /** The name of an event on the wire. */
  static String name(ChatEvent event) {
    return switch (event) {
      case RoomHistory _ -> "room_history";
      case NewMessage _ -> "new_message";
      case UserJoined _ -> "user_joined";
      case UserLeft _ -> "user_left";
      case UserTyping _ -> "user_typing";
      case UserStoppedTyping _ -> "user_stopped_typing";
    };
  }

  /** Whether an event is dropped for a receiver that does not keep up. */
  static boolean isVolatile(ChatEvent event) {
    return switch (event) {
      case UserTyping _, UserStoppedTyping _ -> true;
      case RoomHistory _, NewMessage _, UserJoined _, UserLeft _ -> false;
    };
  }

  /** The payload of an event. */
  static Map<String, @Nullable Object> of(ChatEvent event) {
    return switch (event) {
      case RoomHistory(String roomId, List<Message> messages) ->
          object("roomId", roomId, "messages", past(messages));
      case NewMessage(Message message) -> live(message);
      case UserJoined(String roomId, User user, Instant timestamp) ->
          presence(roomId, user, timestamp);
      case UserLeft(String roomId, User user, Instant timestamp) ->
          presence(roomId, user, timestamp);
      case UserTyping(String roomId, User user) ->
          object("userId", user.id().toString(), "email", user.email(), "roomId", roomId);
      case UserStoppedTyping(String roomId, User user) ->
          object("userId", user.id().toString(), "roomId", roomId);
    };
  }

  /** A message as {@code new_message} has it. */
  static Map<String, @Nullable Object> live(Message message) {
    return object(
        "id", message.id().toString(),
        "content", message.content(),
        "roomId", message.roomId(),
        "userId", message.author().id().toString(),
        "createdAt", Timestamps.of(message.createdAt()),
        "user", author(message.author()));
  }

  /** Messages as {@code room_history} has them. */
  static List<Map<String, @Nullable Object>> past(List<Message> messages) {
    return messages.stream().map(Payloads::past).toList();
  }

  private static Map<String, @Nullable Object> past(Message message) {
    return object(
        "id", message.id().toString(),
        "content", message.content(),
        "roomId", message.roomId(),
        "createdAt", Timestamps.of(message.createdAt()),
        "user", author(message.author()));
  }

  /** The users of a room as {@code get_presence} has them. */
  static List<Map<String, @Nullable Object>> users(List<User> users) {
    return users.stream()
        .map(user ->
            object("userId", user.id().toString(), "name", user.name(), "avatar", user.avatar()))
        .toList();
  }

  private static Map<String, @Nullable Object> author(Message.Author author) {
    return object("id", author.id().toString(), "name", author.name(), "avatar", author.avatar());
  }

  private static Map<String, @Nullable Object> presence(
      String roomId, User user, Instant timestamp) {
    return object(
        "userId", user.id().toString(),
        "email", user.email(),
        "timestamp", Timestamps.of(timestamp),
        "roomId", roomId);
  }

  /** An object of keys and values in turn. */
  static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> object = LinkedHashMap.newLinkedHashMap(keysAndValues.length / 2);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return object;
  }
}
