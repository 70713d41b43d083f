package ceres.bench.scenario;

import ceres.bench.load.Crowd;
import ceres.bench.load.Seating;
import ceres.bench.server.Meter.Reading;
import java.io.IOException;

/**
 * Clients connect with their tokens, with 256 on the way at any time, for the second time: the
 * first warms up. Immutable.
 *
 * @param clients how many
 */
record ConnectStorm(int clients) implements Scenario {
  @Override
  public Figures run(Stage stage) throws IOException {
    try (Crowd crowd = stage.crowd(Seating.dealt(clients, 1))) {
      crowd.connect(clients, Stage.CONNECTS_AT_ONCE, Stage.SETUP);
    }
    stage.awaitQuiet();
    try (Crowd crowd = stage.crowd(Seating.dealt(clients, 1))) {
      Reading before = stage.meter().read();
      crowd.connect(clients, Stage.CONNECTS_AT_ONCE, Stage.SETUP);
      Reading after = stage.meter().read();
      Figures figures = new Figures();
      figures.put("clients", clients);
      figures.put("connects_per_s", clients / (after.wall() - before.wall()));
      figures.costOfEach("connect", before, after, clients);
      figures.times("connect", crowd.connectTimes());
      return figures.trouble(crowd.tally()).cost(before, after);
    }
  }
}
