package ceres.chat.core;

/** The stable codes of the {@code error} event, each with its default sentence for a person. */
public enum ErrorCode {
  AUTH_REQUIRED("Authentication required"),
  TOKEN_INVALID("Invalid token"),
  TOKEN_EXPIRED("Token expired"),
  INVALID_PAYLOAD("The payload of this event is not valid"),
  INVALID_ROOM("A room id is 1 to 128 characters without control characters"),
  TOO_MANY_ROOMS("You are in too many rooms; leave one first"),
  NOT_IN_ROOM("Join the room first"),
  EMPTY_MESSAGE("Message content cannot be empty"),
  MESSAGE_TOO_LONG("Message is too long (at most 1,000 characters)"),
  INVALID_MESSAGE("Message contains characters that cannot be stored"),
  NOT_SAVED("The message could not be saved; try again"),
  TOO_MANY_CONNECTIONS("You have too many connections; close one first"),
  RATE_LIMITED("Too many requests; slow down"),
  UNKNOWN_EVENT("Unknown event"),
  INTERNAL("Something went wrong on the server");

  private final String sentence;

  ErrorCode(String sentence) {
    this.sentence = sentence;
  }

  /** What a person reads when nothing more particular is said. */
  public String sentence() {
    return sentence;
  }
}
