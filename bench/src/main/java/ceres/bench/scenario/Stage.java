package ceres.bench.scenario;

import ceres.bench.load.Crowd;
import ceres.bench.load.Endpoint;
import ceres.bench.load.Seating;
import ceres.bench.server.Meter;
import java.io.IOException;
import java.time.Duration;

/** A server that runs, for scenarios to use, one after the other. Confined to one thread. */
public final class Stage {
  static final int CONTENT_LENGTH = 100;
  static final int CONNECTS_AT_ONCE = 256;
  static final int JOINS_AT_ONCE = 32;
  static final Duration SETUP = Duration.ofMinutes(3);
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final Duration GLANCE = Duration.ofMillis(500);

  private final Endpoint endpoint;
  private final Meter meter;
  private final String prefix;
  private int crowds;

  /**
   * A server that runs.
   *
   * @param prefix for the names of rooms; no other stage of the server has it
   */
  public Stage(Endpoint endpoint, Meter meter, String prefix) {
    this.endpoint = endpoint;
    this.meter = meter;
    this.prefix = prefix;
  }

  /** Where the server listens. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** What it costs. */
  public Meter meter() {
    return meter;
  }

  /** New clients, not connected yet, with rooms that nobody was in before. */
  Crowd crowd(Seating seating) throws IOException {
    String rooms = prefix + "-" + ++crowds + "-";
    return new Crowd(endpoint, seating, rooms, CONTENT_LENGTH);
  }

  /** New clients that are in their rooms, with nothing more to come. */
  Crowd joined(Seating seating) throws IOException {
    Crowd crowd = crowd(seating);
    try {
      crowd.connect(seating.clients(), CONNECTS_AT_ONCE, SETUP);
      crowd.join(JOINS_AT_ONCE, SETUP);
      crowd.settle(Duration.ofMillis(500), Duration.ofMinutes(1));
      return crowd;
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
  }

  /** The same server, for a load beside that of this one. */
  Stage beside() {
    return new Stage(endpoint, meter, prefix + "-beside");
  }

  /** Waits until the server has nothing left to do from before, but not for ever. */
  public void awaitQuiet() throws IOException {
    long end = System.nanoTime() + QUIET.toNanos();
    double busy;
    do {
      Meter.Reading before = meter.read();
      try {
        Thread.sleep(GLANCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      busy = meter.read().server() - before.server();
    } while (busy > 0.05 * GLANCE.toMillis() / 1e3 && System.nanoTime() < end);
  }
}
