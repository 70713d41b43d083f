package ceres.chat.server.cli;

import ceres.chat.server.config.ChatServerConfig;

/** Port: starts the chat server. */
@FunctionalInterface
public interface Launcher {
  /**
   * Starts everything; returns when clients can connect, and leaves nothing behind when it fails.
   *
   * @param config always with keys to verify tokens with
   * @return the running server
   * @throws Exception why it did not start. A {@link StartupException} is printed as it is; for the
   *     usual causes (port taken, missing rights, files, database) {@link StartupSentence} finds
   *     the words
   */
  RunningServer start(ChatServerConfig config) throws Exception;
}
