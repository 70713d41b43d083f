package ceres.chat.postgres;

/**
 * What there is now. Immutable.
 *
 * @param queuedMessages messages that were taken in and whose outcome is not told yet
 * @param queuedBytes what these count for
 * @param queueMessages how many there may be; one more is not saved
 * @param queueBytes what they may count for
 * @param activeConnections connections for reads and users that are in use
 * @param idleConnections those that are not
 * @param waiting queries that wait for one
 */
public record DatabaseStatistics(
    int queuedMessages,
    long queuedBytes,
    int queueMessages,
    long queueBytes,
    int activeConnections,
    int idleConnections,
    int waiting) {

  /** How full the queue is, from 0 to 1: by messages or by bytes, whichever is more. */
  public double queueFilled() {
    return Math.max((double) queuedMessages / queueMessages, (double) queuedBytes / queueBytes);
  }
}
