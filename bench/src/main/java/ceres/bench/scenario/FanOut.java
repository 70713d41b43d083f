package ceres.bench.scenario;

import ceres.bench.load.Crowd;
import ceres.bench.load.Outcome;
import ceres.bench.load.Pacer;
import ceres.bench.load.Seating;
import ceres.bench.server.Meter.Reading;
import java.io.IOException;
import java.time.Duration;

/**
 * Messages at a fixed rate, whatever the server makes of it (an open loop): the rooms in turn, and
 * in each room its members in turn. Immutable.
 *
 * @param rate messages a second, all rooms together
 * @param warmUp seconds before the measured ones
 * @param seconds how long it is measured
 */
record FanOut(Seating seating, double rate, double warmUp, double seconds) implements Scenario {
  /** So many messages that are late are sent before the next look at what came. */
  private static final int LATE_AT_ONCE = 16;

  private static final Duration DRAIN = Duration.ofSeconds(10);

  @Override
  public Figures run(Stage stage) throws IOException {
    try (Crowd crowd = stage.joined(seating)) {
      double step = 1e9 / rate;
      long start = System.nanoTime() + 50_000_000;
      long from = start + (long) (warmUp * 1e9);
      long end = from + (long) (seconds * 1e9);
      crowd.window(from, end);
      long turn = 0;
      try (Pacer _ = crowd.pacer(start, step)) {
        turn = send(crowd, start, step, turn, from);
        Reading before = stage.meter().read();
        long deliveredBefore = crowd.tally().deliveries();
        turn = send(crowd, start, step, turn, end);
        Reading after = stage.meter().read();
        double delivered = crowd.tally().deliveries() - deliveredBefore;
        crowd.drain(DRAIN);
        return figures(stage, crowd, before, after, delivered);
      }
    }
  }

  private long send(Crowd crowd, long start, double step, long firstTurn, long until)
      throws IOException {
    long turn = firstTurn;
    for (long now = System.nanoTime(); now < until; now = System.nanoTime()) {
      long due = start + (long) (turn * step);
      if (due > now) {
        crowd.pump(Math.min(due, until));
        continue;
      }
      crowd.sendInTurn((int) (turn % seating.members().length), due);
      turn++;
      if (turn % LATE_AT_ONCE == 0) {
        crowd.pump(now);
      }
    }
    return turn;
  }

  private Figures figures(Stage stage, Crowd crowd, Reading before, Reading after, double delivered)
      throws IOException {
    Outcome outcome = crowd.outcome();
    double wall = after.wall() - before.wall();
    Figures figures = new Figures();
    figures.put("clients", seating.clients());
    figures.put("rooms", seating.members().length);
    figures.put("rate", rate);
    figures.costOfEach("delivery", before, after, delivered);
    figures.costOfEach("message", before, after, rate * wall);
    figures.put("deliveries_per_s", delivered / wall);
    figures.times("latency", crowd.latency());
    figures.put("longest_pause_ms", crowd.longestPause() / 1e6);
    figures.put("generator_late_p99_ms", crowd.lag().millis(.99));
    figures.put("generator_late_max_ms", crowd.lag().millis(1));
    figures.outcome(outcome, crowd.tally()).trouble(crowd.tally()).cost(before, after);
    figures.put("server_rss_mb", stage.meter().residentBytes() / 1e6);
    figures.distribution(crowd.latency());
    return figures;
  }
}
