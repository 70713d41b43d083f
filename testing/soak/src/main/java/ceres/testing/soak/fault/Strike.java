package ceres.testing.soak.fault;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One or two faults at the same time. Immutable.
 *
 * @param quietMillis how long nothing is done before
 * @param kinds what is done; two are done to different places
 * @param millis how long it lasts; what is over at once, such as a cut, is not longer for it
 */
public record Strike(int quietMillis, List<FaultKind> kinds, int millis) {
  /** Copies what could change. */
  public Strike {
    kinds = List.copyOf(kinds);
  }

  /** For people. */
  public String sentence() {
    return kinds.stream().map(FaultKind::sentence).collect(Collectors.joining(", and "));
  }
}
