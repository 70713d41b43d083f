package ceres.chat.server.cli;

import java.util.OptionalInt;

/** A chat server that clients can connect to. */
public interface RunningServer extends AutoCloseable {
  /** The port that it listens on, also where the configured one was 0. */
  int port();

  /** Whether there is a page to chat on. */
  boolean hasPage();

  /** The port of its management address, if it has one. */
  default OptionalInt managementPort() {
    return OptionalInt.empty();
  }

  /** Stops it in an orderly way, the embedded database included; blocks until that is done. */
  @Override
  void close();
}
