package ceres.testing.soak;

import ceres.testing.soak.world.PostgresProcess;
import ceres.testing.soak.world.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Worlds on one PostgreSQL, for runs that leave that alone. Thread-safe. */
final class Scene {
  /** Options of a JVM that is there soon, and does not live long. */
  static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Scene() {}

  private static final class Holder {
    static final PostgresProcess POSTGRES = start();

    private static PostgresProcess start() {
      try {
        Path data = Files.createTempDirectory("ceres-soak-test");
        PostgresProcess postgres = new PostgresProcess(data);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(() -> {
                  postgres.close();
                  SoakCommand.remove(data);
                }));
        return postgres;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A run on a world of its own, to its end; what it says is printed as a whole. */
  static Outcome run(Plan plan, Path folder, List<String> options) throws Exception {
    try (World world = world(options)) {
      return run(plan, world, folder, 100);
    }
  }

  /** A world with a server that runs. */
  static World world(List<String> options) throws IOException, SQLException {
    World world =
        new World(Holder.POSTGRES, "scene" + COUNT.incrementAndGet(), options, SoakRun.SETTINGS);
    world.start();
    return world;
  }

  /** A run on a world, to its end. */
  static Outcome run(Plan plan, World world, Path folder, int sampleMillis) throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      return new SoakRun(plan, world, folder, out, sampleMillis).run();
    } finally {
      System.out.println(said.toString(StandardCharsets.UTF_8));
    }
  }
}
