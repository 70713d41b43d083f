package ceres.bench.load;

import org.jspecify.annotations.Nullable;

/** What was counted. Written by the thread of its {@link Crowd} only, which also reads it. */
public final class Tally {
  long sent;
  long deliveries;
  long echoes;
  long doubled;
  long stray;
  long senderOrderBroken;
  long memberOrderDisagrees;
  long errors;
  long histories;
  long joined;
  long lost;
  int leastHistory = Integer.MAX_VALUE;
  @Nullable String firstProblem;

  public long deliveries() {
    return deliveries;
  }

  /** Messages that came back to their senders: those that are saved. */
  public long echoes() {
    return echoes;
  }

  public long sent() {
    return sent;
  }

  /** {@code error} events. */
  public long errors() {
    return errors;
  }

  /** {@code room_history} events. */
  public long histories() {
    return histories;
  }

  /** {@code user_joined} events. */
  public long joined() {
    return joined;
  }

  /** How many messages the shortest {@code room_history} had. */
  public int leastHistory() {
    return leastHistory == Integer.MAX_VALUE ? 0 : leastHistory;
  }

  /** Deliveries that were there before. */
  public long doubled() {
    return doubled;
  }

  /** Messages that nobody sent, or that came to the wrong client. */
  public long stray() {
    return stray;
  }

  /** Messages that came before an earlier one of the same sender. */
  public long senderOrderBroken() {
    return senderOrderBroken;
  }

  /** Deliveries in another order than that of the member who saw the messages first. */
  public long memberOrderDisagrees() {
    return memberOrderDisagrees;
  }

  /** Connections that ended before we ended them. */
  public long lost() {
    return lost;
  }

  /** What went wrong first, for a person. */
  public @Nullable String firstProblem() {
    return firstProblem;
  }

  void problem(String what) {
    if (firstProblem == null) {
      firstProblem = what;
    }
  }
}
