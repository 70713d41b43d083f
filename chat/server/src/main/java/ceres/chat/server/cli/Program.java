package ceres.chat.server.cli;

/** How this program was called, for the sentences that name it. */
final class Program {
  /**
   * What the start script says by the system property {@code ceres.command}; else {@code ./run}.
   */
  static final String NAME = System.getProperty("ceres.command", "./run");

  private Program() {}
}
