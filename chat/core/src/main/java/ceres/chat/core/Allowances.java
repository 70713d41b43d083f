package ceres.chat.core;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The {@link Allowance} of each user who has a connection, and of those who had one a moment ago:
 * who goes and comes back has no more than before.
 *
 * <p>Thread-safe by a concurrent map, whose entry is locked while connections come and go.
 */
final class Allowances {
  private final ChatLimits limits;
  private final Ports ports;
  private final ConcurrentMap<UUID, Allowance> byUser = new ConcurrentHashMap<>();

  /** Everybody's, if nobody is counted. */
  private final Allowance unlimited = new Allowance(new UUID(0, 0), ChatLimits.NONE, 0);

  Allowances(Ports ports) {
    this.ports = ports;
    this.limits = ports.config().limits();
  }

  /** How many users are known. */
  int size() {
    return byUser.size();
  }

  /**
   * A user wants to connect.
   *
   * @throws ChatException {@link ErrorCode#TOO_MANY_CONNECTIONS}, {@link ErrorCode#RATE_LIMITED}
   */
  void admit(UUID userId) {
    if (limits.equals(ChatLimits.NONE)) {
      return;
    }
    byUser.compute(
        userId,
        (_, known) -> {
          Allowance allowance =
              known == null ? new Allowance(userId, limits, ports.timers().nanoTime()) : known;
          if (limits.maxConnections() > 0 && allowance.connections() >= limits.maxConnections()) {
            throw new ChatException(ErrorCode.TOO_MANY_CONNECTIONS);
          }
          allowance.spend(Action.CONNECT, ports.timers().nanoTime());
          forgetLater(allowance);
          return allowance;
        });
  }

  /** A user has connected. */
  Allowance enter(UUID userId) {
    if (limits.equals(ChatLimits.NONE)) {
      return unlimited;
    }
    return byUser.compute(
        userId,
        (_, known) -> {
          Allowance allowance =
              known == null ? new Allowance(userId, limits, ports.timers().nanoTime()) : known;
          allowance.connected();
          return allowance;
        });
  }

  /** One of the user's connections is closed. */
  void leave(Allowance left) {
    byUser.computeIfPresent(
        left.userId(),
        (_, allowance) -> {
          allowance.disconnected();
          forgetLater(allowance);
          return allowance;
        });
  }

  private void forgetLater(Allowance allowance) {
    if (allowance.beginsToLeave()) {
      Duration window = Duration.ofNanos(limits.longestWindowNanos());
      Timers.Cancellable _ = ports.timers().schedule(window, () -> forget(allowance.userId()));
    }
  }

  private void forget(UUID userId) {
    byUser.computeIfPresent(
        userId,
        (_, allowance) -> {
          allowance.lookedAt();
          if (allowance.connections() == 0 && allowance.isUntouched(ports.timers().nanoTime())) {
            return null;
          }
          forgetLater(allowance);
          return allowance;
        });
  }
}
