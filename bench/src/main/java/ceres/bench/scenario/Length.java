package ceres.bench.scenario;

/** How long a run takes. */
public enum Length {
  /** What figures are worth quoting of. */
  FULL,
  /** A few seconds for each scenario: for a first look. */
  QUICK,
  /** Nothing but whether all of it works. */
  TINY;

  /** One of three. */
  <T> T of(T full, T quick, T tiny) {
    return switch (this) {
      case FULL -> full;
      case QUICK -> quick;
      case TINY -> tiny;
    };
  }
}
