package ceres.chat.core;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What the rules stand on. Immutable; every part is thread-safe. */
record Ports(
    ChatConfig config, MessageLog log, Delivery delivery, Timers timers, InstantSource clock) {

  /** Now, in whole milliseconds. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
