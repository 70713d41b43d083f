package ceres.bench.load;

/**
 * What became of the messages that were due in the measured window.
 *
 * @param expected how often they should have been delivered
 * @param delivered how often they were, doubles not counted
 */
public record Outcome(long sent, long echoed, long expected, long delivered) {
  public long missing() {
    return expected - delivered;
  }

  Outcome plus(Outcome more) {
    return new Outcome(
        sent + more.sent,
        echoed + more.echoed,
        expected + more.expected,
        delivered + more.delivered);
  }
}
