package ceres.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a chart: where a value lies on it, and where it is labelled. Immutable.
 *
 * @param title what it shows, with its unit
 * @param low the value at its beginning
 * @param high the value at its end
 * @param step from label to label; 0 on a logarithmic axis, where equal ratios take equal room
 */
record Axis(String title, double low, double high, double step) {

  /** An axis that has room for all the values: from 0, or by powers of ten. */
  static Axis around(String title, List<double[]> points, int coordinate, boolean isLogarithmic) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double[] point : points) {
      double value = point[coordinate];
      if (!isLogarithmic || value > 0) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    if (most <= 0) {
      return new Axis(title, isLogarithmic ? .1 : 0, 1, isLogarithmic ? 0 : .2);
    }
    if (isLogarithmic) {
      double low = Math.pow(10, Math.floor(Math.log10(least)));
      double high = Math.pow(10, Math.ceil(Math.log10(most)));
      return new Axis(title, low, high > low ? high : low * 10, 0);
    }
    return new Axis(title, 0, niceAbove(most), niceAbove(most) / 5);
  }

  private static double niceAbove(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double factor : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8}) {
      if (value <= factor * power) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** 0 at the beginning, 1 at the end. */
  double place(double value) {
    if (step == 0) {
      double from = Math.log10(low);
      double place = (Math.log10(Math.max(value, low)) - from) / (Math.log10(high) - from);
      return Math.clamp(place, 0, 1);
    }
    return Math.clamp((value - low) / (high - low), 0, 1);
  }

  /** The values that are labelled. */
  List<Double> labels() {
    List<Double> labels = new ArrayList<>();
    for (double at = low; at <= high * 1.001; at = step == 0 ? at * 10 : at + step) {
      labels.add(at);
    }
    return labels;
  }
}
