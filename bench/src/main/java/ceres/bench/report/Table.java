package ceres.bench.report;

import ceres.bench.scenario.Experiment;
import ceres.bench.scenario.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The results of an experiment for a person: a line for each server and size, with the medians of
 * the runs, and of the first figure the smallest and largest.
 */
public final class Table {
  private Table() {}

  /**
   * An experiment's results.
   *
   * @param results all of it, and of nothing else
   */
  public static String of(Experiment experiment, List<Result> results) {
    List<String[]> lines = new ArrayList<>();
    lines.add(header(experiment));
    StringBuilder failures = new StringBuilder();
    for (int size : experiment.sizes()) {
      for (String server : results.stream().map(Result::server).distinct().toList()) {
        List<Result> runs =
            results.stream().filter(it -> it.size() == size && it.server().equals(server)).toList();
        List<Figures> good = runs.stream().map(Result::figures).filter(Objects::nonNull).toList();
        if (!good.isEmpty()) {
          lines.add(line(experiment, server, size, good));
        }
        for (Result run : runs) {
          String why = run.failure() != null ? run.failure() : problem(run);
          if (why != null) {
            failures.append("  ! ").append(server);
            failures.append(experiment.isCurve() ? " " + size : "");
            failures.append(": ").append(why).append('\n');
          }
        }
      }
    }
    return experiment.name() + ": " + experiment.about() + '\n' + aligned(lines) + failures;
  }

  private static @org.jspecify.annotations.Nullable String problem(Result run) {
    return run.figures() == null ? null : run.figures().problem();
  }

  private static String[] header(Experiment experiment) {
    List<String> cells = new ArrayList<>(List.of("server"));
    if (experiment.curve() != null) {
      cells.add(experiment.curve().sizeName());
    }
    cells.addAll(experiment.headline());
    return cells.toArray(String[]::new);
  }

  private static String[] line(Experiment experiment, String server, int size, List<Figures> runs) {
    List<String> cells = new ArrayList<>(List.of(server));
    if (experiment.isCurve()) {
      cells.add(number(size));
    }
    boolean isFirst = true;
    for (String name : experiment.headline()) {
      double[] values = runs.stream().mapToDouble(it -> it.get(name)).sorted().toArray();
      String cell = number(median(values));
      if (isFirst && values.length > 1) {
        cell += " (" + number(values[0]) + " to " + number(values[values.length - 1]) + ")";
      }
      cells.add(cell);
      isFirst = false;
    }
    return cells.toArray(String[]::new);
  }

  /** The middle one, or the mean of the two in the middle. */
  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** With as many digits as mean something. */
  static String number(double value) {
    double size = Math.abs(value);
    String format =
        size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String aligned(List<String[]> lines) {
    int columns = lines.getFirst().length;
    int[] widths = new int[columns];
    for (String[] line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      StringBuilder row = new StringBuilder("  ");
      row.append(line[0]).repeat(' ', widths[0] - line[0].length());
      for (int i = 1; i < columns; i++) {
        row.repeat(' ', 2 + widths[i] - line[i].length()).append(line[i]);
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** The median of a figure over the runs of a size; not a number if there is none. */
  static double median(List<Result> runs, String name) {
    double[] values =
        runs.stream()
            .map(Result::figures)
            .filter(Objects::nonNull)
            .mapToDouble(it -> it.get(name))
            .toArray();
    Arrays.sort(values);
    return values.length == 0 ? Double.NaN : median(values);
  }
}
