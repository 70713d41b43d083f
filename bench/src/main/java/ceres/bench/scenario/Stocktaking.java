package ceres.bench.scenario;

import ceres.bench.server.Meter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again at what a server holds, on a thread of its own. Thread-safe by its monitor.
 */
final class Stocktaking implements AutoCloseable {
  /** Into so many parts the time is divided. */
  static final int PARTS = 60;

  /** So often it is looked in each of them: often enough to see a heap just after a collection. */
  private static final int LOOKS = 12;

  private final Meter meter;
  private final long pauseNanos;
  private final long start = System.nanoTime();
  private final List<Look> looks = new ArrayList<>();
  private @Nullable IOException failure;
  private boolean over;

  private record Look(long at, Map<String, Double> holdings) {}

  private Stocktaking(Meter meter, double seconds) {
    this.meter = meter;
    this.pauseNanos = (long) (seconds * 1e9 / PARTS / LOOKS);
  }

  /**
   * Begins.
   *
   * @param seconds how long it will take
   */
  static Stocktaking start(Meter meter, double seconds) {
    Stocktaking stocktaking = new Stocktaking(meter, seconds);
    Thread.ofPlatform().name("stocktaking").daemon().start(stocktaking::run);
    return stocktaking;
  }

  private synchronized void run() {
    try {
      while (!over) {
        looks.add(new Look(System.nanoTime(), meter.holdings()));
        TimeUnit.NANOSECONDS.timedWait(this, pauseNanos);
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    over = true;
    notifyAll();
  }

  /**
   * Adds what was seen: a step for each part of the time, with the smallest heap of that part and
   * the mean of all else; and of each the median of the second and of the last fifth of the parts,
   * as {@code NAME_early} and {@code NAME_late}.
   *
   * @throws IOException if the server could not be looked at
   */
  synchronized void tell(Figures figures) throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
    long all = System.nanoTime() - start;
    List<Figures> parts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      long from = start + all * part / PARTS;
      long until = start + all * (part + 1) / PARTS;
      List<Map<String, Double>> seen =
          looks.stream()
              .filter(look -> look.at() >= from && look.at() < until)
              .map(Look::holdings)
              .toList();
      if (!seen.isEmpty()) {
        Figures step = new Figures().put("minutes", (until - start) / 60e9);
        for (String name : new TreeSet<>(seen.getFirst().keySet())) {
          double[] values =
              seen.stream().mapToDouble(each -> each.getOrDefault(name, 0.0)).toArray();
          step.put(
              name,
              name.equals("heap_mb")
                  ? Arrays.stream(values).min().orElse(0)
                  : Arrays.stream(values).average().orElse(0));
        }
        parts.add(step);
        figures.addStep(step);
      }
    }
    int fifth = parts.size() / 5;
    for (String name : parts.getFirst().values().keySet()) {
      if (!name.equals("minutes")) {
        figures.put(name + "_early", median(parts.subList(fifth, 2 * fifth + 1), name));
        figures.put(
            name + "_late", median(parts.subList(parts.size() - fifth - 1, parts.size()), name));
      }
    }
  }

  private static double median(List<Figures> parts, String name) {
    double[] sorted = parts.stream().mapToDouble(part -> part.get(name)).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
