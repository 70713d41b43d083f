package ceres.chat.server;

import ceres.chat.server.cli.CeresCommand;
import ceres.chat.server.cli.StartupException;
import ceres.chat.server.cli.Surroundings;

/** The process: its command line, and its exit code. */
public final class Main {
  private Main() {}

  /** See {@code ./run --help}. */
  public static void main(String[] args) {
    CeresCommand command =
        new CeresCommand(
            Surroundings.ofThisProcess(),
            config -> {
              throw new StartupException("This build has no server to start yet.");
            });
    System.exit(command.execute(args));
  }
}
