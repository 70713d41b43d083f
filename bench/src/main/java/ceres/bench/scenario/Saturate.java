package ceres.bench.scenario;

import ceres.bench.load.Crowd;
import ceres.bench.load.Seating;
import ceres.bench.server.Meter.Reading;
import java.io.IOException;
import java.time.Duration;

/**
 * As many messages as the server saves: each sender has some on the way, and sends the next when
 * one has come back to it (a closed loop). Rooms have two members. Immutable.
 *
 * @param senders one in each room, as far as there are rooms
 * @param inFlight how many messages of a sender are on the way
 * @param warmUp seconds before the measured ones
 * @param seconds how long it is measured
 */
record Saturate(int rooms, int senders, int inFlight, double warmUp, double seconds)
    implements Scenario {
  private static final Duration DRAIN = Duration.ofSeconds(10);

  @Override
  public Figures run(Stage stage) throws IOException {
    try (Crowd crowd = stage.joined(Seating.dealt(rooms * 2, rooms))) {
      long from = System.nanoTime() + (long) (warmUp * 1e9);
      long end = from + (long) (seconds * 1e9);
      crowd.window(from, end);
      for (int sender = 0; sender < senders; sender++) {
        crowd.sendOnEcho(sender, true);
        for (int i = 0; i < inFlight; i++) {
          crowd.send(sender, sender % rooms, System.nanoTime());
        }
      }
      crowd.pumpUntil(from);
      Reading before = stage.meter().read();
      long echoesBefore = crowd.tally().echoes();
      crowd.pumpUntil(end);
      Reading after = stage.meter().read();
      double saved = crowd.tally().echoes() - echoesBefore;
      for (int sender = 0; sender < senders; sender++) {
        crowd.sendOnEcho(sender, false);
      }
      crowd.drain(DRAIN);
      Figures figures = new Figures();
      figures.put("senders", senders);
      figures.put("in_flight", inFlight);
      figures.put("rooms", rooms);
      figures.put("messages_per_s", saved / (after.wall() - before.wall()));
      figures.costOfEach("message", before, after, saved);
      figures.times("latency", crowd.latency());
      figures.outcome(crowd.outcome(), crowd.tally()).trouble(crowd.tally()).cost(before, after);
      figures.distribution(crowd.latency());
      return figures;
    }
  }
}
