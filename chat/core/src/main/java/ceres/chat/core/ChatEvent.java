package ceres.chat.core;

import java.time.Instant;
import java.util.List;

/** What the chat tells a client, besides acknowledgements and errors. */
public sealed interface ChatEvent {

  /** The room that this is about. */
  String roomId();

  /**
   * The last messages of a room, to whoever joins it.
   *
   * @param messages at most 50, oldest first
   */
  record RoomHistory(String roomId, List<Message> messages) implements ChatEvent {}

  /** A message was stored. */
  record NewMessage(Message message) implements ChatEvent {
    @Override
    public String roomId() {
      return message.roomId();
    }
  }

  /** A user came into the room, or a socket is told that its join is complete. */
  record UserJoined(String roomId, User user, Instant timestamp) implements ChatEvent {}

  /** A user left the room, or a socket is told that its leave is complete. */
  record UserLeft(String roomId, User user, Instant timestamp) implements ChatEvent {}

  /** A user types. Volatile: dropped for a slow receiver. */
  record UserTyping(String roomId, User user) implements ChatEvent {}

  /** A user types no more. Volatile: dropped for a slow receiver. */
  record UserStoppedTyping(String roomId, User user) implements ChatEvent {}
}
