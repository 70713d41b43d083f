package ceres.bench;

import ceres.bench.load.Endpoint;
import ceres.bench.report.Result;
import ceres.bench.scenario.Experiment;
import ceres.bench.scenario.Figures;
import ceres.bench.scenario.Stage;
import ceres.bench.server.BenchDatabase;
import ceres.bench.server.Contender;
import ceres.bench.server.Meter;
import ceres.bench.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures servers in turn within each experiment, so that a machine that gets slower does so for
 * all of them. Confined to one thread; {@link #close} may be called by another, and ends what was
 * started.
 */
final class Suite implements AutoCloseable {
  /** Files that a process needs beside its connections. */
  private static final int OTHER_FILES = 300;

  private final Surroundings surroundings;
  private final @Nullable BenchDatabase database;
  private final Object lock = new Object();
  private @Nullable ServerProcess running;
  private boolean closed;
  private int stages;

  /**
   * Nothing runs yet.
   *
   * @param database for the servers that are started; null if none is to be
   */
  Suite(Surroundings surroundings, @Nullable BenchDatabase database) throws IOException {
    this.surroundings = surroundings;
    this.database = database;
    Files.createDirectories(surroundings.data());
  }

  /** All runs of one experiment on some servers. */
  List<Result> measure(Experiment experiment, List<Contender> contenders, int runs) {
    List<Result> results = new ArrayList<>();
    for (Contender contender : contenders) {
      try {
        measure(experiment, contender, runs, results);
      } catch (IOException | SQLException e) {
        results.add(new Result(experiment, contender.name(), 0, 0, null, e.getMessage()));
      } finally {
        stop();
      }
    }
    return results;
  }

  /** All runs of one experiment on a server that somebody else started. */
  List<Result> measure(
      Experiment experiment, String server, Endpoint endpoint, Meter meter, int runs) {
    List<Result> results = new ArrayList<>();
    Stage stage = new Stage(endpoint, meter, prefix(server));
    for (int size : experiment.sizes()) {
      for (int run = 1; run <= runs; run++) {
        results.add(once(experiment, server, size, run, stage));
      }
    }
    return results;
  }

  private void measure(Experiment experiment, Contender contender, int runs, List<Result> results)
      throws IOException, SQLException {
    Stage stage = null;
    for (int size : experiment.sizes()) {
      String obstacle = obstacle(experiment, contender, size);
      if (obstacle != null) {
        results.add(new Result(experiment, contender.name(), size, 0, null, obstacle));
        continue;
      }
      for (int run = 1; run <= runs; run++) {
        if (stage == null || experiment.isFresh()) {
          stop();
          stage = start(contender);
          if (experiment.isCurve() && !experiment.isFresh()) {
            // The first size must not be the only one that meets a cold server.
            Result _ = once(experiment, contender.name(), size, 0, stage);
          }
        }
        results.add(once(experiment, contender.name(), size, run, stage));
      }
    }
  }

  private Result once(Experiment experiment, String server, int size, int run, Stage stage) {
    say(experiment, server, size, run);
    try {
      stage.awaitQuiet();
      Figures figures = experiment.scenario().apply(size).run(stage);
      return new Result(experiment, server, size, run, figures, null);
    } catch (IOException e) {
      return new Result(experiment, server, size, run, null, e.getMessage());
    }
  }

  /** Why a size is left out, if it is. */
  private @Nullable String obstacle(Experiment experiment, Contender contender, int size) {
    Experiment.Curve curve = experiment.curve();
    if (curve == null) {
      return null;
    }
    if (curve.connectionsAreSize() && size + OTHER_FILES > surroundings.openFiles()) {
      return "left out: a process may have no more than %,d files open here (ulimit -n)"
          .formatted(surroundings.openFiles());
    }
    if (curve.membersAreSize() && size > contender.largestRoom()) {
      return "left out: it tells everybody of everybody who joins, which takes it too long";
    }
    return null;
  }

  private Stage start(Contender contender) throws IOException, SQLException {
    if (database == null) {
      throw new IOException("there is no database");
    }
    String url = database.fresh();
    Path log = surroundings.data().resolve(contender.name() + ".log");
    ServerProcess server = ServerProcess.start(contender, url, surroundings.pin(), log);
    synchronized (lock) {
      if (closed) {
        server.close();
        throw new IOException("interrupted");
      }
      running = server;
    }
    Stage stage =
        new Stage(
            server.endpoint(),
            new Meter(server.pid(), database.pid(), server.management()),
            prefix(contender.name()));
    stage.awaitQuiet();
    return stage;
  }

  /** Starts a server and leaves it alone; where it is, as {@code --attach} takes it. */
  String serve(Contender contender) throws IOException, SQLException {
    Stage stage = start(contender);
    Endpoint at = stage.endpoint();
    Meter meter = stage.meter();
    return "%s=%d:%d:%d --secret '%s'"
        .formatted(contender.name(), at.port(), meter.server(), meter.database(), at.secret());
  }

  private String prefix(String server) {
    return server + "-" + Long.toString(System.currentTimeMillis(), 36) + ++stages;
  }

  private void say(Experiment experiment, String server, int size, int run) {
    String curve = experiment.isCurve() ? " " + size : "";
    surroundings.out().printf("… %s%s, %s, run %d%n", experiment.name(), curve, server, run);
  }

  private void stop() {
    synchronized (lock) {
      if (running != null) {
        running.close();
        running = null;
      }
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      stop();
      if (database != null) {
        database.close();
      }
    }
  }
}
