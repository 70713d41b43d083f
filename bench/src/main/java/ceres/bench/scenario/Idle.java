package ceres.bench.scenario;

import ceres.bench.load.Crowd;
import ceres.bench.load.Seating;
import ceres.bench.server.Meter.Reading;
import java.io.IOException;

/**
 * Clients that are connected, let in by their tokens, and silent. For a server that was just
 * started: what earlier clients left behind would be used again. Immutable.
 *
 * @param clients how many
 * @param seconds how long they stay
 */
record Idle(int clients, double seconds) implements Scenario {
  private static final double TO_SETTLE = 2;

  @Override
  public Figures run(Stage stage) throws IOException {
    double empty = stage.meter().residentBytes();
    try (Crowd crowd = stage.crowd(Seating.dealt(clients, 1))) {
      crowd.connect(clients, Stage.CONNECTS_AT_ONCE, Stage.SETUP);
      crowd.pumpUntil(System.nanoTime() + (long) (Math.min(TO_SETTLE, seconds) * 1e9));
      double connected = stage.meter().residentBytes();
      Reading before = stage.meter().read();
      crowd.pumpUntil(System.nanoTime() + (long) (seconds * 1e9));
      Reading after = stage.meter().read();
      Figures figures = new Figures();
      figures.put("clients", clients);
      figures.put("rss_bytes_per_connection", (connected - empty) / clients);
      figures.put(
          "rss_end_bytes_per_connection", (stage.meter().residentBytes() - empty) / clients);
      figures.put("rss_empty_mb", empty / 1e6);
      figures.put("rss_connected_mb", connected / 1e6);
      return figures.trouble(crowd.tally()).cost(before, after);
    }
  }
}
