package ceres.chat.core;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A room's messages that the log has and has not told the outcome of. They settle in the order of
 * their departure, but for those that the log refuses at once.
 *
 * <p>Guarded by the room's monitor.
 */
final class UnderWay {
  private final Deque<Departure> unsettled = new ArrayDeque<>(0);
  private long last;

  /** A message on its way. */
  static final class Departure {
    private final long number;
    private boolean settled;

    private Departure(long number) {
      this.number = number;
    }
  }

  boolean isEmpty() {
    return unsettled.isEmpty();
  }

  /** A message is given to the log. */
  Departure depart() {
    Departure departure = new Departure(++last);
    unsettled.add(departure);
    return departure;
  }

  /** Its outcome is told. */
  void settle(Departure departure) {
    departure.settled = true;
    while (!unsettled.isEmpty() && unsettled.element().settled) {
      unsettled.remove();
    }
  }

  /** The number of the latest departure. */
  long last() {
    return last;
  }

  /** Whether all departures up to a number are settled. */
  boolean isSettledUpTo(long number) {
    return unsettled.isEmpty() || unsettled.element().number > number;
  }
}
