package ceres.chat.core;

/** The kinds of things that a user may do only so often. */
public enum Action {
  /** Connecting, by whichever connection. */
  CONNECT,
  /** Sending a message. */
  MESSAGE,
  /** Joining or leaving a room. */
  JOIN,
  /** Beginning or ending to type. */
  TYPING,
  /** Everything else, what there is not included. */
  OTHER
}
