package ceres.bench.scenario;

import ceres.bench.load.Histogram;
import ceres.bench.load.Outcome;
import ceres.bench.load.Tally;
import ceres.bench.server.Meter.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario measured: figures by name, each with its unit at the name's end. Confined to one
 * thread.
 */
public final class Figures {
  private final Map<String, Double> values = new LinkedHashMap<>();
  private final List<Figures> steps = new ArrayList<>();
  private List<double[]> distribution = List.of();
  private @Nullable String problem;

  Figures put(String name, double value) {
    values.put(name, value);
    return this;
  }

  Figures count(String name, long value) {
    return put(name, (double) value);
  }

  /** All figures, in their order. */
  public Map<String, Double> values() {
    return Collections.unmodifiableMap(values);
  }

  /** A figure that must be there. */
  public double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no figure " + name);
    }
    return value;
  }

  /** What was measured on the way: for {@code sustain}, one for each rate that was tried. */
  public List<Figures> steps() {
    return Collections.unmodifiableList(steps);
  }

  /** How latencies are distributed: parts of all, and the milliseconds they are not longer than. */
  public List<double[]> distribution() {
    return Collections.unmodifiableList(distribution);
  }

  /** What went wrong first, if anything did. */
  public @Nullable String problem() {
    return problem;
  }

  void addStep(Figures step) {
    steps.add(step);
  }

  Figures times(String name, Histogram times) {
    return put(name + "_p50_ms", times.millis(.5))
        .put(name + "_p99_ms", times.millis(.99))
        .put(name + "_p999_ms", times.millis(.999))
        .put(name + "_max_ms", times.millis(1));
  }

  void distribution(Histogram times) {
    distribution = times.distribution();
  }

  Figures outcome(Outcome outcome, Tally tally) {
    count("sent", outcome.sent());
    count("echoed", outcome.echoed());
    count("deliveries", outcome.delivered());
    count("missing", outcome.missing());
    count("doubled", tally.doubled());
    count("stray", tally.stray());
    count("sender_order_broken", tally.senderOrderBroken());
    count("member_order_disagrees", tally.memberOrderDisagrees());
    return count("sent_with_warm_up", tally.sent());
  }

  Figures trouble(Tally tally) {
    problem = tally.firstProblem();
    return count("error_events", tally.errors()).count("connections_lost", tally.lost());
  }

  Figures cost(Reading before, Reading after) {
    double wall = after.wall() - before.wall();
    put("window_s", wall);
    put("server_cpu_s", after.server() - before.server());
    put("server_cpu_percent", 100 * (after.server() - before.server()) / wall);
    put("database_cpu_percent", 100 * (after.database() - before.database()) / wall);
    return put("generator_cpu_percent", 100 * (after.generator() - before.generator()) / wall);
  }

  /** Microseconds of the server's processor for each of some things. */
  Figures costOfEach(String thing, Reading before, Reading after, double count) {
    double micros = (after.server() - before.server()) * 1e6;
    return put("cpu_us_per_" + thing, count == 0 ? 0 : micros / count);
  }
}
