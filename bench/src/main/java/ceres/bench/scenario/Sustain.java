package ceres.bench.scenario;

import ceres.bench.load.Seating;
import java.io.IOException;

/**
 * The most deliveries a second with which the 99th percentile of latency stays below 100 ms and
 * nothing is lost: the rate is doubled until that fails twice, and then halved between. Immutable.
 *
 * @param members of the one room
 * @param first messages a second to begin with
 * @param most messages a second that are tried at most
 * @param warmUp seconds of each step before the measured ones
 * @param seconds how long each step is measured
 */
record Sustain(int members, double first, double most, double warmUp, double seconds)
    implements Scenario {
  private static final double LATENCY_MS = 100;
  private static final double CLOSE_ENOUGH = 1.06;

  @Override
  public Figures run(Stage stage) throws IOException {
    Figures all = new Figures();
    double good = 0;
    double bad = Double.POSITIVE_INFINITY;
    double rate = first;
    Figures best = null;
    while (good < most && rate >= 1 && bad > good * CLOSE_ENOUGH) {
      Figures step = step(stage, rate);
      if (!isSustained(step)) {
        step = step(stage, rate);
      }
      all.addStep(step);
      if (isSustained(step)) {
        good = rate;
        best = step;
      } else {
        bad = rate;
      }
      rate = Double.isInfinite(bad) ? Math.min(most, good * 2) : Math.round((good + bad) / 2);
      if (rate == good || rate == bad) {
        break;
      }
    }
    if (best == null) {
      return all.put("deliveries_per_s", 0).put("messages_per_s", 0);
    }
    all.put("deliveries_per_s", best.get("deliveries_per_s"));
    all.put("messages_per_s", good);
    for (String name :
        new String[] {
          "cpu_us_per_delivery",
          "latency_p50_ms",
          "latency_p99_ms",
          "server_cpu_percent",
          "generator_cpu_percent"
        }) {
      all.put(name, best.get(name));
    }
    return all;
  }

  private Figures step(Stage stage, double rate) throws IOException {
    stage.awaitQuiet();
    return new FanOut(Seating.dealt(members, 1), rate, warmUp, seconds).run(stage);
  }

  private boolean isSustained(Figures step) {
    return step.get("latency_p99_ms") < LATENCY_MS
        && step.get("missing") == 0
        && step.get("error_events") == 0
        && step.get("connections_lost") == 0
        && step.get("deliveries_per_s") > .97 * step.get("rate") * members;
  }
}
