package ceres.chat.core;

import java.time.Duration;

/**
 * The numbers behind the rules of the chat. Immutable.
 *
 * @param maxRoomsPerConnection how many rooms one connection may be in at once; at least 1, default
 *     100
 * @param leaveDelay how long a user whose connection was lost still counts as being in its rooms;
 *     zero: not at all; default 5 s
 * @param typingTimeout after how long without another start typing ends by itself; more than zero,
 *     default 10 s
 * @param typingThrottle for how long after a start was passed on further ones are not; zero: all
 *     are; default 1 s
 * @param historyLength how many messages a joining connection is shown; 1 to 100, default 50
 * @param recoveryWindow how long a lost connection may come back to its rooms, not less than the
 *     delivery keeps what it misses; zero: not at all; default zero
 * @param limits how much a user may do; default {@link ChatLimits#NONE}
 */
public record ChatConfig(
    int maxRoomsPerConnection,
    Duration leaveDelay,
    Duration typingTimeout,
    Duration typingThrottle,
    int historyLength,
    Duration recoveryWindow,
    ChatLimits limits) {

  /** The documented defaults. */
  public static final ChatConfig DEFAULTS =
      new ChatConfig(100, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(1), 50);

  /**
   * Checks every number.
   *
   * @throws IllegalArgumentException where one is out of its range; the message names it
   */
  public ChatConfig {
    require(maxRoomsPerConnection >= 1, "maxRoomsPerConnection must be at least 1");
    require(!leaveDelay.isNegative(), "leaveDelay must not be negative");
    require(typingTimeout.isPositive(), "typingTimeout must be more than zero");
    require(!typingThrottle.isNegative(), "typingThrottle must not be negative");
    require(historyLength >= 1 && historyLength <= 100, "historyLength must be 1 to 100");
    require(!recoveryWindow.isNegative(), "recoveryWindow must not be negative");
  }

  /** Without a way back for lost connections. */
  public ChatConfig(
      int maxRoomsPerConnection,
      Duration leaveDelay,
      Duration typingTimeout,
      Duration typingThrottle,
      int historyLength) {
    this(
        maxRoomsPerConnection,
        leaveDelay,
        typingTimeout,
        typingThrottle,
        historyLength,
        Duration.ZERO);
  }

  /** Without limits of what users may do. */
  public ChatConfig(
      int maxRoomsPerConnection,
      Duration leaveDelay,
      Duration typingTimeout,
      Duration typingThrottle,
      int historyLength,
      Duration recoveryWindow) {
    this(
        maxRoomsPerConnection,
        leaveDelay,
        typingTimeout,
        typingThrottle,
        historyLength,
        recoveryWindow,
        ChatLimits.NONE);
  }

  /** The same, with another {@link #recoveryWindow}. */
  public ChatConfig withRecoveryWindow(Duration window) {
    return new ChatConfig(
        maxRoomsPerConnection,
        leaveDelay,
        typingTimeout,
        typingThrottle,
        historyLength,
        window,
        limits);
  }

  /** The same, with other {@link #limits}. */
  public ChatConfig withLimits(ChatLimits others) {
    return new ChatConfig(
        maxRoomsPerConnection,
        leaveDelay,
        typingTimeout,
        typingThrottle,
        historyLength,
        recoveryWindow,
        others);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
