package ceres.chat.server.cli;

/** A chat server that clients can connect to. */
public interface RunningServer extends AutoCloseable {
  /** The port that it listens on, also where the configured one was 0. */
  int port();

  /** Whether there is a page to chat on. */
  boolean hasPage();

  /** Stops it in an orderly way, the embedded database included; blocks until that is done. */
  @Override
  void close();
}
