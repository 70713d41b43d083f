package ceres.chat.server;

import ceres.chat.postgres.DatabaseConfig;
import ceres.engineio.server.ConnectionLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that the JVM may take, of which what waits for clients and for the database gets a
 * part: limits are of no use that are greater than what they protect.
 *
 * <p>Immutable.
 *
 * @param most bytes
 */
record Heap(long most) {
  private static final Logger LOG = LoggerFactory.getLogger(Heap.class);

  /** That of this process. */
  static Heap ofThisProcess() {
    return new Heap(Runtime.getRuntime().maxMemory());
  }

  /** The same limits, but no more than a quarter may wait for clients; any amount stays so. */
  ConnectionLimits limit(ConnectionLimits limits) {
    long room = most / 4;
    if (limits.maxTotalBufferedBytes() <= room) {
      return limits;
    }
    LOG.info("A heap of {} bytes leaves {} for what waits for clients", most, room);
    return limits.withSizes(limits.maxHeaderBytes(), room);
  }

  /** The same queue, but no more than an eighth may wait for the database. */
  DatabaseConfig limit(DatabaseConfig database) {
    return database.withQueue(
        database.queueItems(), Math.max(1, Math.min(database.queueBytes(), most / 8)));
  }
}
