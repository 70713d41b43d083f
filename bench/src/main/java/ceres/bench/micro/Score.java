package ceres.bench.micro;

/**
 * What one benchmark gave. Immutable.
 *
 * @param bytes allocated for each operation
 * @param nanos each operation took
 * @param error of that, in nanoseconds: 99.9 % are within; not a number if it was measured too
 *     rarely
 * @param tolerance by which part the allocations of two runs may differ without a reason
 */
public record Score(double bytes, double nanos, double error, double tolerance) {
  /** Of a benchmark whose operations all do the same. */
  static final double USUAL_TOLERANCE = .01;

  /** The most that is allocated without being more than this, in bytes for each operation. */
  double mostBytes() {
    return bytes + Math.max(.99, bytes * tolerance);
  }

  Score withTolerance(double other) {
    return new Score(bytes, nanos, error, other);
  }
}
