package ceres.chat.core;

import ceres.chat.core.ChatEvent.UserStoppedTyping;
import ceres.chat.core.ChatEvent.UserTyping;
import ceres.chat.core.Timers.Cancellable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who types in a room. A user types once, whichever of their connections they type on; the latest
 * such connection is remembered, because typing ends with it.
 *
 * <p>Guarded by the room's monitor, which a timer that fires enters by itself.
 */
final class TypingUsers {
  private final Object monitor;
  private final String roomId;
  private final Ports ports;
  private final Function<UUID, Set<String>> connectionsOf;
  private final Map<UUID, Typing> typings = new HashMap<>();

  /**
   * Nobody types.
   *
   * @param monitor the room's
   * @param connectionsOf the connections of a user that are not told of that user's typing
   */
  TypingUsers(
      Object monitor, String roomId, Ports ports, Function<UUID, Set<String>> connectionsOf) {
    this.monitor = monitor;
    this.roomId = roomId;
    this.ports = ports;
    this.connectionsOf = connectionsOf;
  }

  /**
   * Tells the others, unless they were told a moment ago; in any case typing lasts for another
   * timeout.
   */
  void start(Connection typer) {
    UUID userId = typer.user().id();
    long now = ports.timers().nanoTime();
    Typing before = typings.get(userId);
    boolean swallowed = before != null && isWithinThrottle(before.told, now);
    if (before != null) {
      before.cancelTimer();
    }
    Typing typing = new Typing(typer, before != null && swallowed ? before.told : now);
    typings.put(userId, typing);
    typing.timer = ports.timers().schedule(ports.config().typingTimeout(), () -> expire(typing));
    if (!swallowed) {
      ports.delivery().toRoom(new UserTyping(roomId, typer.user()), connectionsOf.apply(userId));
    }
  }

  /** Ends a user's typing, if they type. */
  void stop(UUID userId) {
    Typing typing = typings.remove(userId);
    if (typing != null) {
      typing.cancelTimer();
      ports
          .delivery()
          .toRoom(new UserStoppedTyping(roomId, typing.typer.user()), connectionsOf.apply(userId));
    }
  }

  /** Ends the typing of a connection's user, if it was on that connection. */
  void stopOn(Connection connection) {
    UUID userId = connection.user().id();
    Typing typing = typings.get(userId);
    if (typing != null && typing.typer == connection) {
      stop(userId);
    }
  }

  private void expire(Typing typing) {
    synchronized (monitor) {
      UUID userId = typing.typer.user().id();
      if (typings.get(userId) == typing) {
        stop(userId);
      }
    }
  }

  private boolean isWithinThrottle(long told, long now) {
    return now - told < ports.config().typingThrottle().toNanos();
  }

  /** From one start to the next, or to the end. */
  private static final class Typing {
    final Connection typer;
    final long told;
    @Nullable Cancellable timer;

    Typing(Connection typer, long told) {
      this.typer = typer;
      this.told = told;
    }

    void cancelTimer() {
      if (timer != null) {
        timer.cancel();
      }
    }
  }
}
