package ceres.chat.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** PostgreSQL refuses to run as root: finds out how to start it nevertheless. Stateless. */
final class RootGuard {
  private static final List<String> UNSHARE = List.of("unshare", "--user");

  private RootGuard() {}

  /**
   * What to put before a command of PostgreSQL's.
   *
   * @param own a directory that this process made, and whose owner it therefore is
   * @throws EmbeddedDatabaseException where we are root and the system has no user namespaces
   */
  static List<String> prefix(Path own) {
    try {
      if (!Integer.valueOf(0).equals(Files.getAttribute(own, "unix:uid"))) {
        return List.of();
      }
      List<String> trial = List.of(UNSHARE.get(0), UNSHARE.get(1), "true");
      if (PostgresServer.Result.of(trial, Duration.ofSeconds(10)).code() == 0) {
        return UNSHARE;
      }
    } catch (IOException e) {
      // No such program: as good as not allowed.
    }
    throw new EmbeddedDatabaseException(
        "PostgreSQL does not run as root here: start Ceres as another user, or set DATABASE_URL.");
  }
}
