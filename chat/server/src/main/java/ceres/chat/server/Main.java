package ceres.chat.server;

import ceres.chat.server.cli.CeresCommand;
import ceres.chat.server.cli.Surroundings;

/** The process: its command line, and its exit code. */
public final class Main {
  private Main() {}

  /** See {@code ./run --help}. */
  public static void main(String[] args) {
    CeresCommand command = new CeresCommand(Surroundings.ofThisProcess(), ChatServer::start);
    System.exit(command.execute(args));
  }
}
