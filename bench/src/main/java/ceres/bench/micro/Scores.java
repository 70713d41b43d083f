package ceres.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The scores of all benchmarks of a run, by name; parameters follow the name in brackets.
 * Immutable.
 *
 * @param byName sorted
 */
public record Scores(SortedMap<String, Score> byName) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Map<String, TimeUnit> UNITS =
      Map.of(
          "ns/op", TimeUnit.NANOSECONDS,
          "us/op", TimeUnit.MICROSECONDS,
          "ms/op", TimeUnit.MILLISECONDS);

  /** Keeps its own map. */
  public Scores {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /**
   * Reads what JMH wrote with its profiler {@code gc}, times being times of an operation. Bytes are
   * those of the iteration with the fewest: what compilers and timers allocate besides is not ours.
   */
  public static Scores ofJmh(Path file) throws IOException {
    SortedMap<String, Score> scores = new TreeMap<>();
    for (JsonNode result : MAPPER.readTree(Files.readString(file))) {
      JsonNode metric = result.get("primaryMetric");
      TimeUnit unit = UNITS.get(metric.get("scoreUnit").asString());
      if (unit == null) {
        throw new IOException("a score in " + metric.get("scoreUnit").asString());
      }
      double nanos = unit.toNanos(1);
      JsonNode bytes = result.get("secondaryMetrics").get("gc.alloc.rate.norm");
      scores.put(
          name(result),
          new Score(
              bytes.get("scorePercentiles").get("0.0").asDouble(),
              metric.get("score").asDouble() * nanos,
              number(metric.get("scoreError")) * nanos,
              Score.USUAL_TOLERANCE));
    }
    return new Scores(scores);
  }

  /** Reads a baseline. */
  public static Scores ofBaseline(Path file) throws IOException {
    SortedMap<String, Score> scores = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : MAPPER.readTree(Files.readString(file)).properties()) {
      JsonNode score = entry.getValue();
      scores.put(
          entry.getKey(),
          new Score(
              score.get("bytes_per_op").asDouble(),
              score.get("ns_per_op").asDouble(),
              score.has("ns_error") ? score.get("ns_error").asDouble() : Double.NaN,
              score.has("tolerance") ? score.get("tolerance").asDouble() : Score.USUAL_TOLERANCE));
    }
    return new Scores(scores);
  }

  /** Writes a baseline; what is not worth a digit is left out, so that a change shows one. */
  public void write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    byName.forEach((name, score) -> {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("bytes_per_op", rounded(score.bytes()));
      entry.put("ns_per_op", rounded(score.nanos()));
      if (!Double.isNaN(score.error())) {
        entry.put("ns_error", rounded(score.error()));
      }
      if (score.tolerance() != Score.USUAL_TOLERANCE) {
        entry.put("tolerance", score.tolerance());
      }
      all.put(name, entry);
    });
    Files.writeString(file, MAPPER.writeValueAsString(all) + "\n");
  }

  /** These, and of another run what is not among them; tolerances are those of the other. */
  public Scores over(Scores older) {
    SortedMap<String, Score> all = new TreeMap<>(older.byName());
    byName.forEach((name, score) -> {
      Score known = older.byName().get(name);
      all.put(name, known == null ? score : score.withTolerance(known.tolerance()));
    });
    return new Scores(all);
  }

  private static String name(JsonNode result) {
    String full = result.get("benchmark").asString();
    String name = full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
    if (!result.has("params")) {
      return name;
    }
    StringJoiner parameters = new StringJoiner(", ", " [", "]");
    result
        .get("params")
        .properties()
        .forEach(it -> parameters.add(it.getKey() + " " + it.getValue().asString()));
    return name + parameters;
  }

  /** JMH writes {@code "NaN"} as a text. */
  private static double number(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  private static double rounded(double value) {
    double step = Math.abs(value) < 100 ? 100 : Math.abs(value) < 10_000 ? 10 : 1;
    return Math.round(value * step) / step;
  }
}
