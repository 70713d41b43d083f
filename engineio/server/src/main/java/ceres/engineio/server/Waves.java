package ceres.engineio.server;

import java.time.Duration;

/**
 * How clients are sent away when a server stops: some at a time, so that they do not all come back
 * in the same moment. Immutable.
 *
 * @param size how many sessions a wave has at least, as far as there are so many
 * @param pause from the begin of a wave to that of the next
 * @param longest how long all waves may take; where there are too many sessions for that, waves are
 *     larger
 * @param patience how long a wave waits at most for what its clients have sent to be handled
 */
public record Waves(int size, Duration pause, Duration longest, Duration patience) {

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException for a size or a pause that is not positive, or a time that is
   *     negative
   */
  public Waves {
    if (size < 1 || !pause.isPositive() || longest.isNegative() || patience.isNegative()) {
      throw new IllegalArgumentException("a wave has sessions, and times are not negative");
    }
  }

  /** How many of so many sessions make a wave. */
  int sizeOf(int sessions) {
    long most = Math.max(1, longest.dividedBy(pause));
    return (int) Math.max(size, (sessions + most - 1) / most);
  }
}
