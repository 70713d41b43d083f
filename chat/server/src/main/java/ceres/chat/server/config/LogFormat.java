package ceres.chat.server.config;

/** How lines of the log are written. */
public enum LogFormat {
  /** A line for people. */
  TEXT,
  /** A JSON object on a line of its own, for machines. */
  JSON
}
