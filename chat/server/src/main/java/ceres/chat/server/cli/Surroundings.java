package ceres.chat.server.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a process is started in.
 *
 * @param environment all of its variables
 * @param workingDirectory what relative paths are relative to
 * @param out for what was asked for
 * @param err for everything else
 */
public record Surroundings(
    Map<String, String> environment, Path workingDirectory, PrintStream out, PrintStream err) {

  /** Those of this process. */
  public static Surroundings ofThisProcess() {
    return new Surroundings(System.getenv(), Path.of("").toAbsolutePath(), System.out, System.err);
  }
}
