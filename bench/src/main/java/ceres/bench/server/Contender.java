package ceres.bench.server;

import java.nio.file.Path;
import java.util.List;

/**
 * A server that can be measured. It is told by its environment where to listen and what to use:
 * {@code PORT}, {@code HOST}, {@code DATABASE_URL} and {@code JWT_SECRET}. Immutable.
 *
 * @param name what it is called in the results
 * @param command what starts it; the process that is started must be the server's own in the end
 * @param folder where it is started
 * @param largestRoom the most members of a room that it is asked to take; a server that tells
 *     everybody of everybody who joins, windows of the same person included, would need an hour for
 *     the largest
 * @param tells whether it tells of itself at {@code MANAGEMENT_PORT}, for Prometheus
 */
public record Contender(
    String name, List<String> command, Path folder, int largestRoom, boolean tells) {
  /** Ceres as a user starts it. */
  public static Contender ceres(List<String> command, Path folder) {
    return new Contender("ceres", List.copyOf(command), folder, Integer.MAX_VALUE, true);
  }

  /** The chat on the reference server, socket.io, in Node.js. */
  public static Contender node(Path folder) {
    return new Contender("node", List.of("node", "server.js"), folder, 2_000, false);
  }
}
