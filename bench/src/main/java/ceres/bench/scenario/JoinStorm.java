package ceres.bench.scenario;

import ceres.bench.load.Crowd;
import ceres.bench.load.Seating;
import ceres.bench.server.Meter.Reading;
import java.io.IOException;
import java.time.Duration;

/**
 * Everybody joins one room at once, which has a full history already. Immutable.
 *
 * @param clients how many
 */
record JoinStorm(int clients) implements Scenario {
  private static final int HISTORY = 50;

  @Override
  public Figures run(Stage stage) throws IOException {
    // One more, who writes the history and leaves.
    try (Crowd crowd = stage.crowd(Seating.dealt(clients + 1, 1))) {
      crowd.connect(clients + 1, Stage.CONNECTS_AT_ONCE, Stage.SETUP);
      writeHistory(crowd);
      Reading before = stage.meter().read();
      long start = System.nanoTime();
      for (int client = 0; client < clients; client++) {
        crowd.join(client, 0);
      }
      long wanted = crowd.tally().histories() + clients;
      awaitHistories(crowd, wanted);
      long all = System.nanoTime();
      crowd.settle(Duration.ofSeconds(1), Duration.ofMinutes(1));
      Reading after = stage.meter().read();
      Figures figures = new Figures();
      figures.put("clients", clients);
      figures.put("all_history_ms", (all - start) / 1e6);
      figures.put("all_quiet_ms", (crowd.lastReceived() - start) / 1e6);
      figures.costOfEach("join", before, after, clients);
      figures.times("join", crowd.joinTimes());
      figures.count("histories", clients - wanted + crowd.tally().histories());
      figures.put("history_messages_least", crowd.tally().leastHistory());
      figures.count("user_joined", crowd.tally().joined());
      return figures.trouble(crowd.tally()).cost(before, after);
    }
  }

  private void writeHistory(Crowd crowd) throws IOException {
    crowd.join(clients, 0);
    awaitHistories(crowd, 1);
    for (int i = 1; i <= HISTORY; i++) {
      crowd.send(clients, 0, System.nanoTime());
      long end = System.nanoTime() + Stage.SETUP.toNanos();
      while (crowd.tally().echoes() < i) {
        crowd.pump(end);
        fail(end, crowd);
      }
    }
    crowd.leave(clients, 0);
    crowd.settle(Duration.ofSeconds(1), Duration.ofSeconds(10));
    crowd.forgetJoins();
  }

  private static void awaitHistories(Crowd crowd, long count) throws IOException {
    long end = System.nanoTime() + Stage.SETUP.toNanos();
    while (crowd.tally().histories() < count) {
      crowd.pump(end);
      fail(end, crowd);
    }
  }

  private static void fail(long end, Crowd crowd) throws IOException {
    if (System.nanoTime() > end || crowd.tally().lost() > 0) {
      throw new IOException("the joins do not end: " + crowd.tally().firstProblem());
    }
  }
}
