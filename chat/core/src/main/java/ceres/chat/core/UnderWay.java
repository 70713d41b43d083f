package ceres.chat.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A room's messages that the log has and has not told the outcome of. They settle in the order of
 * their departure, but for those that the log refuses at once, and for the few that are in doubt:
 * nobody waits for these, but they may still be told.
 *
 * <p>Guarded by the room's monitor.
 */
final class UnderWay {
  private final Deque<Departure> unsettled = new ArrayDeque<>(0);
  private final Set<Departure> doubtful = new LinkedHashSet<>(0);
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
    return unsettled.isEmpty() && doubtful.isEmpty();
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

  /** Nobody knows its outcome yet; {@link #settle} is to follow. */
  void doubt(Departure departure) {
    settle(departure);
    doubtful.add(departure);
  }

  /** Its outcome is told. */
  void settle(Departure departure) {
    if (!doubtful.isEmpty()) {
      doubtful.remove(departure);
    }
    departure.settled = true;
    while (!unsettled.isEmpty() && unsettled.element().settled) {
      unsettled.remove();
    }
  }

  /** Completes when all that is on its way now has settled, or is in doubt. */
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
    return (unsettled.isEmpty() || unsettled.element().number > number)
        && (doubtful.isEmpty() || doubtful.stream().allMatch(each -> each.number > number));
  }
}
