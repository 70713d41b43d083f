package ceres.bench.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Two runs, then and now. Allocations are compared as they are, because they hardly depend on the
 * machine. Times are divided by that of a calibration in the same run before, so that another
 * machine's speed is no change; they are shown, and decide nothing. Immutable.
 */
public record Comparison(Scores then, Scores now) {
  /** The benchmark that depends on nothing of ours. */
  public static final String CALIBRATION = "Calibration.count";

  /** A time is worth a word if it changed by more than this, and by more than its error. */
  private static final double WORTH_A_WORD = .15;

  /** The benchmarks that allocate more than they did. */
  public List<String> rose() {
    return now.byName().entrySet().stream()
        .filter(entry -> {
          Score before = then.byName().get(entry.getKey());
          return before != null && entry.getValue().bytes() > before.mostBytes();
        })
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * How many times as long an operation takes; not a number where it cannot be said.
   *
   * @param name of a benchmark in both runs
   */
  public double timeRatio(String name) {
    return relative(now, name) / relative(then, name);
  }

  private static double relative(Scores scores, String name) {
    Score score = scores.byName().get(name);
    Score calibration = scores.byName().get(CALIBRATION);
    return score == null || calibration == null ? Double.NaN : score.nanos() / calibration.nanos();
  }

  /** All of it for a person. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(line("benchmark", "bytes/op", "before", "ns/op", "time", ""));
    for (String name : now.byName().keySet()) {
      text.append(line(name));
    }
    List<String> gone = new ArrayList<>(new TreeSet<>(then.byName().keySet()));
    gone.removeAll(now.byName().keySet());
    if (!gone.isEmpty()) {
      text.append("not measured: ").append(String.join(", ", gone)).append('\n');
    }
    int rose = rose().size();
    return text.append(rose == 0 ? "No allocations rose.\n" : "Allocations rose: " + rose + ".\n")
        .toString();
  }

  private String line(String name) {
    Score score = now.byName().get(name);
    Score before = then.byName().get(name);
    if (score == null) {
      throw new IllegalArgumentException(name);
    }
    if (before == null) {
      return line(name, number(score.bytes()), "", number(score.nanos()), "", "new");
    }
    double ratio = timeRatio(name);
    return line(
        name,
        number(score.bytes()),
        number(before.bytes()),
        number(score.nanos()),
        Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "×%.2f", ratio),
        word(score, before, ratio));
  }

  private static String word(Score score, Score before, double ratio) {
    String word = "";
    if (score.bytes() > before.mostBytes()) {
      word = "allocates more";
    } else if (before.bytes() > score.mostBytes()) {
      word = "allocates less";
    }
    double noise =
        Math.max(WORTH_A_WORD, error(score) / score.nanos() + error(before) / before.nanos());
    if (ratio > 1 + noise) {
      word += word.isEmpty() ? "slower" : ", slower";
    } else if (ratio < 1 / (1 + noise)) {
      word += word.isEmpty() ? "faster" : ", faster";
    }
    return word;
  }

  private static double error(Score score) {
    return Double.isNaN(score.error()) ? 0 : score.error();
  }

  private static String line(String... cells) {
    return String.format("%-52s %12s %12s %14s %7s  %s", (Object[]) cells).stripTrailing() + "\n";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%,.2f" : "%,.0f", value);
  }
}
