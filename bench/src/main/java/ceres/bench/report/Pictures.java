package ceres.bench.report;

import ceres.bench.scenario.Experiment;
import ceres.bench.scenario.Figures;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The pictures of an experiment, with one line for each server. */
public final class Pictures {
  private static final List<String> NINES =
      List.of("0 %", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %", "99.9999 %");

  private Pictures() {}

  /**
   * The pictures.
   *
   * @param results of the experiment, and of nothing else
   * @return SVG by file name
   */
  public static Map<String, String> of(Experiment experiment, List<Result> results) {
    Map<String, String> pictures = new TreeMap<>();
    Experiment.Curve curve = experiment.curve();
    if (curve != null) {
      pictures.put(experiment.name() + ".svg", curve(experiment, curve, results));
      return pictures;
    }
    Map<String, List<double[]>> latencies = lines(results, Pictures::latencies);
    if (!latencies.isEmpty()) {
      pictures.put(experiment.name() + "-latency.svg", latency(experiment, latencies));
    }
    holdings(pictures, experiment, results);
    steps(pictures, experiment, results, "cpu_us_per_delivery", "processor µs per delivery", false);
    steps(pictures, experiment, results, "latency_p99_ms", "99 % are not slower than, ms", true);
    return pictures;
  }

  private static String curve(Experiment experiment, Experiment.Curve curve, List<Result> results) {
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    for (String server : results.stream().map(Result::server).distinct().toList()) {
      List<double[]> points =
          experiment.sizes().stream()
              .map(size ->
                  new double[] {
                    size,
                    Table.median(
                        results.stream()
                            .filter(it -> it.server().equals(server) && it.size() == size)
                            .toList(),
                        curve.figure())
                  })
              .filter(point -> !Double.isNaN(point[1]))
              .toList();
      lines.put(server, points);
    }
    String title = experiment.about();
    return LineChart.of(title, curve.sizeName(), true, curve.figure(), false, lines);
  }

  /** The part that is slower shrinks by ten from label to label. */
  private static String latency(Experiment experiment, Map<String, List<double[]>> lines) {
    List<double[]> all = lines.values().stream().flatMap(List::stream).toList();
    double most = all.stream().mapToDouble(point -> point[0]).max().orElse(1);
    return new LineChart(
            "latency: " + experiment.about(),
            new Axis(
                "part of the deliveries that are not slower", 0, Math.max(1, Math.ceil(most)), 1),
            Axis.around("ms", all, 1, true),
            Pictures::nines)
        .draw(lines);
  }

  private static String nines(double exponent) {
    return NINES.get((int) Math.min(exponent, NINES.size() - 1));
  }

  private static List<double[]> latencies(Figures figures) {
    return figures.distribution().stream()
        .filter(point -> point[0] < 1)
        .map(point -> new double[] {-Math.log10(1 - point[0]), point[1]})
        .toList();
  }

  private static void steps(
      Map<String, String> pictures,
      Experiment experiment,
      List<Result> results,
      String figure,
      String label,
      boolean isLogarithmic) {
    Map<String, List<double[]>> lines =
        lines(
            results,
            figures ->
                figures.steps().stream()
                    .filter(step -> step.values().containsKey(figure))
                    .map(step -> new double[] {step.get("deliveries_per_s"), step.get(figure)})
                    .filter(point -> point[0] > 0)
                    .sorted(Comparator.comparingDouble(point -> point[0]))
                    .toList());
    if (!lines.isEmpty()) {
      pictures.put(
          experiment.name() + "-" + figure.replaceAll("_.*", "") + ".svg",
          LineChart.of(experiment.about(), "deliveries/s", false, label, isLogarithmic, lines));
    }
  }

  /** What the first server holds over time, in percent of what it held in the second fifth. */
  private static void holdings(
      Map<String, String> pictures, Experiment experiment, List<Result> results) {
    Figures figures = results.isEmpty() ? null : results.getFirst().figures();
    if (figures == null || !figures.values().containsKey("resident_mb_early")) {
      return;
    }
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    for (String name : List.of("heap_mb", "resident_mb", "threads", "files")) {
      if (figures.values().containsKey(name + "_early")) {
        lines.put(
            name.replace("_mb", ""),
            figures.steps().stream()
                .map(step ->
                    new double[] {
                      step.get("minutes"), 100 * step.get(name) / figures.get(name + "_early")
                    })
                .toList());
      }
    }
    pictures.put(
        experiment.name() + "-holdings.svg",
        LineChart.of(experiment.about(), "minutes", false, "percent", false, lines));
  }

  /** A line of each server, of its last run. */
  private static Map<String, List<double[]>> lines(
      List<Result> results, java.util.function.Function<Figures, List<double[]>> points) {
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    for (Result result : results) {
      if (result.figures() != null && !points.apply(result.figures()).isEmpty()) {
        lines.put(result.server(), Objects.requireNonNull(points.apply(result.figures())));
      }
    }
    return lines;
  }
}
