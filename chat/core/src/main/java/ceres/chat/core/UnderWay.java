package ceres.chat.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

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
    private final CompletableFuture<Message> sent;
    private boolean settled;

    private Departure(long number, CompletableFuture<Message> sent) {
      this.number = number;
      this.sent = sent;
    }
  }

  boolean isEmpty() {
    return unsettled.isEmpty();
  }

  /**
   * A message is given to the log.
   *
   * @param sent completed once it has settled
   */
  Departure depart(CompletableFuture<Message> sent) {
    Departure departure = new Departure(++last, sent);
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

  /** Completes when all that is on its way now has settled. */
  CompletableFuture<Void> arrival() {
    return CompletableFuture.allOf(
        unsettled.stream().map(departure -> departure.sent).toArray(CompletableFuture<?>[]::new));
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
