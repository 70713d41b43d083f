package ceres.testing.soak.people;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all people of a run have done together. Thread-safe: each number is. */
public final class Figures {
  final LongAdder sent = new LongAdder();
  final LongAdder again = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder notSaved = new LongAdder();
  final LongAdder delivered = new LongAdder();
  final LongAdder recovered = new LongAdder();
  final LongAdder begunAnew = new LongAdder();
  final AtomicLong longestMillis = new AtomicLong();

  /** For people. */
  @Override
  public String toString() {
    return "%,d messages sent, and %,d times again; %,d acknowledged, %,d times NOT_SAVED; %,d delivered; %,d times back: %,d recovered, %,d not; longest until an answer %.1f s"
        .formatted(
            sent.sum(),
            again.sum(),
            acknowledged.sum(),
            notSaved.sum(),
            delivered.sum(),
            recovered.sum() + begunAnew.sum(),
            recovered.sum(),
            begunAnew.sum(),
            longestMillis.get() / 1e3);
  }

  /** Messages that were acknowledged. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Times that somebody came back and recovered. */
  public long recovered() {
    return recovered.sum();
  }

  /** Times that somebody came back, and had to begin anew. */
  public long begunAnew() {
    return begunAnew.sum();
  }
}
