package ceres.testing.soak;

import ceres.testing.soak.ledger.Ledger;
import ceres.testing.soak.world.ChatProcess;
import ceres.testing.soak.world.Vitals;
import ceres.testing.soak.world.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How the server is, again and again. A server that does not answer has no sample then.
 *
 * <p>Thread-safe by its monitor.
 */
public final class Samples implements AutoCloseable {
  private static final int SHOWN = 8;

  private final World world;
  private final Ledger ledger;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("samples").factory());
  private final List<Sample> samples = new ArrayList<>();

  /**
   * A moment of a server.
   *
   * @param at in milliseconds since the beginning of the run
   * @param pid of its process
   * @param sentAway sessions that it has ended because it stops
   */
  public record Sample(
      long at,
      long pid,
      double heapBytes,
      double residentBytes,
      int threads,
      int files,
      int sessions,
      int sentAway) {
    String row() {
      return "%8.1f s  heap %4.0f MiB  resident %4.0f MiB  %3d threads  %4d files  %4d sessions"
          .formatted(
              at / 1e3, heapBytes / (1 << 20), residentBytes / (1 << 20), threads, files, sessions);
    }
  }

  Samples(World world, Ledger ledger, int everyMillis) {
    this.world = world;
    this.ledger = ledger;
    var _ =
        timer.scheduleWithFixedDelay(this::take, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  private void take() {
    ChatProcess server = world.server();
    Vitals vitals = new Vitals(server);
    try {
      Map<String, Double> metrics = vitals.metrics();
      Sample sample =
          new Sample(
              ledger.now(),
              server.pid(),
              metrics.getOrDefault("jvm_memory_used_bytes{area=\"heap\"}", 0.0),
              vitals.residentBytes(),
              count(metrics, "jvm_threads_live_threads"),
              count(metrics, "process_files_open_files"),
              count(metrics, "ceres_sessions"),
              count(metrics, "ceres_sent_away_total"));
      synchronized (this) {
        samples.add(sample);
      }
    } catch (IOException e) {
      // It is away.
    }
  }

  private static int count(Map<String, Double> metrics, String name) {
    return metrics.getOrDefault(name, 0.0).intValue();
  }

  /** All of them, the oldest first. */
  public synchronized List<Sample> all() {
    return List.copyOf(samples);
  }

  /** Some of them, for people. */
  synchronized List<String> rows() {
    int step = Math.max(1, (samples.size() + SHOWN - 1) / SHOWN);
    List<String> rows = new ArrayList<>();
    for (int i = step - 1; i < samples.size(); i += step) {
      rows.add(samples.get(i).row());
    }
    return rows;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
