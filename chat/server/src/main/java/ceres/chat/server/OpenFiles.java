package ceres.chat.server;

import ceres.engineio.server.ConnectionLimits;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The limit of open files (RLIMIT_NOFILE), of which each connection is one. Clients get no more of
 * them than leaves the server what it needs itself: connections to its database, to whoever asks at
 * the management address, and to clients who are told that there is no room. A server without a
 * file left could not accept connections, and could not even say so.
 *
 * <p>Immutable.
 *
 * @param most how many may be open
 * @param open how many are
 */
record OpenFiles(long most, long open) {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

  /**
   * What the server needs itself at most: 64 for clients who are told that there is no room, 64 for
   * the management address, and the rest for the database and for files.
   */
  private static final long OWN = 192;

  /** Who has room for fewer may not know of the limit. */
  private static final int FEW = 10_000;

  /** Those of this process; as good as no limit where the system does not tell. */
  static OpenFiles ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? new OpenFiles(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount())
        : new OpenFiles(Integer.MAX_VALUE, 0);
  }

  /** How many connections there is room for; half of what is left where that is very little. */
  int connections() {
    long left = Math.max(most - open, 2);
    return (int) Math.min(left - Math.min(OWN, left / 2), Integer.MAX_VALUE);
  }

  /** The same limits, with no more connections than there is room for. */
  ConnectionLimits limit(ConnectionLimits limits) {
    int room = connections();
    if (limits.maxConnections() != 0 && limits.maxConnections() <= room) {
      return limits;
    }
    LOG.atLevel(room < FEW ? Level.INFO : Level.DEBUG)
        .log("The limit of open files, {}, leaves room for {} connections", most, room);
    return limits.withConnections(room, limits.maxConnectionsPerAddress());
  }
}
