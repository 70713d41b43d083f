package ceres.bench.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often which duration occurred, in steps of less than 1 %. Constant memory, and nothing is
 * allocated to record one. Confined to one thread.
 */
public final class Histogram {
  /** Steps in each doubling. */
  private static final int STEPS = 128;

  private final long[] counts = new long[58 * STEPS];
  private long count;
  private long largest;

  /** Nanoseconds; what is negative counts as none. */
  void record(long nanos) {
    long value = Math.max(0, nanos);
    int shift = shift(value);
    counts[shift * STEPS + (int) (value >>> shift)]++;
    count++;
    largest = Math.max(largest, value);
  }

  void clear() {
    Arrays.fill(counts, 0);
    count = 0;
    largest = 0;
  }

  public long count() {
    return count;
  }

  /**
   * The duration that a part of all are not longer than.
   *
   * @param part 0 to 1; 1 is the longest of all, exactly
   * @return milliseconds, 0 if there are none
   */
  public double millis(double part) {
    long wanted = (long) (part * count);
    if (wanted >= count) {
      return largest / 1e6;
    }
    long seen = 0;
    int at = -1;
    while (seen <= wanted) {
      seen += counts[++at];
    }
    int shift = at < 2 * STEPS ? 0 : at / STEPS - 1;
    long low = (long) (at - shift * STEPS) << shift;
    return Math.min(largest, low + (1L << shift) / 2) / 1e6;
  }

  /**
   * For a picture: parts and their milliseconds, from the middle to the longest, each step halving
   * what is left.
   */
  public List<double[]> distribution() {
    List<double[]> points = new ArrayList<>();
    for (double left = 1; left * count >= 0.5; left /= Math.sqrt(2)) {
      points.add(new double[] {1 - left, millis(1 - left)});
    }
    return points;
  }

  private static int shift(long value) {
    return value < 2 * STEPS ? 0 : 63 - Long.numberOfLeadingZeros(value) - 7;
  }
}
