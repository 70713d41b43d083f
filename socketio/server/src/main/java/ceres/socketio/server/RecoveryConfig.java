package ceres.socketio.server;

import java.time.Duration;

/**
 * Connection state recovery: what a client finds when it comes back after its connection was lost.
 * Immutable.
 *
 * @param maxDisconnection for how long a lost client is waited for; default 120 s
 * @param maxBytesPerSocket the most bytes of packets that are kept for one client; one for which
 *     there were more cannot recover any more; default 1 MiB, and not more than {@link
 *     ceres.engineio.server.EngineConfig#maxBufferedBytes}, because a client gets all at once
 * @param maxBytes the most bytes of packets that are kept for all clients, a packet for many
 *     counting once; who was lost first then cannot recover any more; default 64 MiB
 */
public record RecoveryConfig(Duration maxDisconnection, int maxBytesPerSocket, long maxBytes) {
  /** The defaults. */
  public static final RecoveryConfig DEFAULTS =
      new RecoveryConfig(Duration.ofMinutes(2), 1 << 20, 64L << 20);

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public RecoveryConfig {
    if (maxDisconnection.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "maxDisconnection must be at least 1 ms, not " + maxDisconnection);
    }
    if (maxBytesPerSocket <= 0) {
      throw new IllegalArgumentException(
          "maxBytesPerSocket must be positive, not " + maxBytesPerSocket);
    }
    if (maxBytes <= 0) {
      throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
    }
  }

  /** The same, waiting for this long. */
  public RecoveryConfig withMaxDisconnection(Duration value) {
    return new RecoveryConfig(value, maxBytesPerSocket, maxBytes);
  }

  /** The same, with this bound for one client. */
  public RecoveryConfig withMaxBytesPerSocket(int value) {
    return new RecoveryConfig(maxDisconnection, value, maxBytes);
  }

  /** The same, with this bound for all clients. */
  public RecoveryConfig withMaxBytes(long value) {
    return new RecoveryConfig(maxDisconnection, maxBytesPerSocket, value);
  }
}
