package ceres.chat.server.config;

/** What is logged: this and everything graver. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}
