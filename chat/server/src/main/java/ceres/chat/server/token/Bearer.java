package ceres.chat.server.token;

import org.slf4j.spi.LoggingEventBuilder;

/**
 * Who shows a token, for the log.
 *
 * @param connection the id of the socket, or empty where there is none
 * @param address where it comes from, or empty where that is not known
 */
public record Bearer(String connection, String address) {
  /** Nobody knows who. */
  static final Bearer UNKNOWN = new Bearer("", "");

  /** A line of the log with what is known. */
  LoggingEventBuilder named(LoggingEventBuilder line) {
    return connection.isEmpty()
        ? line
        : line.addKeyValue("connection", connection).addKeyValue("address", address);
  }
}
