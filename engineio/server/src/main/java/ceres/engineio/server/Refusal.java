package ceres.engineio.server;

import java.util.concurrent.TimeUnit;

/**
 * Why a client is not served, and when it may try again. Immutable.
 *
 * @param retryAfterSeconds what {@code Retry-After} says
 */
record Refusal(Refused why, long retryAfterSeconds) {
  /** For what lasts until somebody else leaves. */
  private static final long A_WHILE_SECONDS = 10;

  static Refusal forAWhile(Refused why) {
    return new Refusal(why, A_WHILE_SECONDS);
  }

  static Refusal forNanos(Refused why, long nanos) {
    return new Refusal(why, 1 + TimeUnit.NANOSECONDS.toSeconds(nanos));
  }
}
