package ceres.socketio.server;

import ceres.engineio.server.SessionLoop;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What connection state recovery has for all sockets of a server: the settings, the offsets, the
 * bytes that are kept, and what there is of it on each loop.
 *
 * <p>Thread-safe by atomics; {@link LoopRecovery} are confined to their loops.
 */
final class Recovery {
  private static final int SERVER_BYTES = 6;

  private final RecoveryConfig config;
  private final Duration sharedFor;
  private final Map<SessionLoop, LoopRecovery> loops = new HashMap<>();
  private final AtomicLong keptBytes = new AtomicLong();
  private final AtomicLong nextOffset = new AtomicLong();
  private final String offsetPrefix;

  /**
   * @param sharedFor how long a packet may be on its way, as far as we know: until the pong to the
   *     next ping
   */
  Recovery(
      RecoveryConfig config, Duration sharedFor, List<SessionLoop> loops, SecureRandom random) {
    this.config = config;
    this.sharedFor = sharedFor;
    for (SessionLoop loop : loops) {
      this.loops.put(loop, new LoopRecovery(loop, this));
    }
    byte[] server = new byte[SERVER_BYTES];
    random.nextBytes(server);
    this.offsetPrefix = Base64.getUrlEncoder().withoutPadding().encodeToString(server);
  }

  RecoveryConfig config() {
    return config;
  }

  /** An offset that no other packet has, of this server or another. */
  String newOffset() {
    return offsetPrefix + Long.toString(nextOffset.getAndIncrement(), Character.MAX_RADIX);
  }

  /** What there is on one loop. */
  LoopRecovery on(SessionLoop loop) {
    LoopRecovery own = loops.get(loop);
    if (own == null) {
      throw new AssertionError("a loop of another server's");
    }
    return own;
  }

  /** How long a packet may be on its way, as far as we know: until the pong to the next ping. */
  Duration sharedFor() {
    return sharedFor;
  }

  /** The bytes that are kept become more, or less. */
  void count(int bytes) {
    keptBytes.addAndGet(bytes);
  }

  /** Whether too much is kept. */
  boolean isFull() {
    return keptBytes.get() > config.maxBytes();
  }

  /** The bytes that are kept. */
  long keptBytes() {
    return keptBytes.get();
  }
}
