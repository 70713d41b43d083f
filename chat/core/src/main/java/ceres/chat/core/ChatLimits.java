package ceres.chat.core;

import java.util.Arrays;

/**
 * How much a user may do, on all connections together. Immutable.
 *
 * @param connects for {@link Action#CONNECT}; default 10 per second, 200 at once
 * @param messages for {@link Action#MESSAGE}; default 50 per second, 500 at once
 * @param joins for {@link Action#JOIN}; default 20 per second, 400 at once, which is what somebody
 *     in 100 rooms does who comes back with a few tabs
 * @param typing for {@link Action#TYPING}; default 20 per second, 100 at once
 * @param others for {@link Action#OTHER}; default 50 per second, 500 at once
 * @param maxConnections how many connections a user may have; 0: any number; default 100
 */
public record ChatLimits(
    Rate connects, Rate messages, Rate joins, Rate typing, Rate others, int maxConnections) {
  /** The documented defaults. */
  public static final ChatLimits DEFAULTS =
      new ChatLimits(
          new Rate(10, 200),
          new Rate(50, 500),
          new Rate(20, 400),
          new Rate(20, 100),
          new Rate(50, 500),
          100);

  /** Everybody may do everything. */
  public static final ChatLimits NONE =
      new ChatLimits(
          Rate.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED, 0);

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ChatLimits {
    if (maxConnections < 0) {
      throw new IllegalArgumentException("maxConnections must not be negative");
    }
  }

  /** How often something may be done. */
  Rate rate(Action action) {
    return switch (action) {
      case CONNECT -> connects;
      case MESSAGE -> messages;
      case JOIN -> joins;
      case TYPING -> typing;
      case OTHER -> others;
    };
  }

  /** After how long somebody who does nothing may do everything again. */
  long longestWindowNanos() {
    return Arrays.stream(Action.values())
        .mapToLong(each -> rate(each).windowNanos())
        .max()
        .orElse(0);
  }
}
