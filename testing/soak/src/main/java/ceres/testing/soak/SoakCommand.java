package ceres.testing.soak;

import ceres.testing.soak.fault.Schedule;
import ceres.testing.soak.people.Manners;
import ceres.testing.soak.world.ChatProcess;
import ceres.testing.soak.world.PostgresProcess;
import ceres.testing.soak.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The soak as a command: {@code ./test --soak [10m] [--seed 7]}. */
public final class SoakCommand {
  private static final int TALKERS = 40;
  private static final int ROOMS = 8;
  private static final int EVERY_MILLIS = 200;
  private static final int LISTENERS = 250;
  private static final int LONGEST_QUIET_MILLIS = 6_000;
  private static final int LONGEST_FAULT_MILLIS = 8_000;
  private static final Pattern DURATION = Pattern.compile("(\\d+)([smh])");
  private static final String USAGE =
      "usage: ./test --soak [DURATION, for example 90s, 10m or 1h] [--seed NUMBER]";

  private SoakCommand() {}

  /**
   * Arguments: the folder for what is left of the run, the file with the options of the server's
   * JVM, then those of the user. Exits with 1 if anything does not hold.
   */
  public static void main(String[] args) throws IOException, SQLException {
    Duration length = Duration.ofMinutes(5);
    long seed = RandomGenerator.getDefault().nextInt(1, 1_000_000);
    for (int i = 2; i < args.length; i++) {
      if (args[i].equals("--seed") && i + 1 < args.length && args[i + 1].matches("\\d{1,18}")) {
        seed = Long.parseLong(args[++i]);
      } else {
        length = duration(args[i]);
      }
    }
    System.exit(run(Path.of(args[0]), args[1], length, seed).violations().isEmpty() ? 0 : 1);
  }

  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      System.err.println(USAGE);
      System.exit(2);
    }
    String unit = parts.group(2).toUpperCase(Locale.ROOT);
    return Duration.parse("PT" + parts.group(1) + unit);
  }

  private static Outcome run(Path folder, String jvmOptions, Duration length, long seed)
      throws IOException, SQLException {
    System.out.printf("soak for %s with seed %d%n", length, seed);
    Schedule schedule = new Schedule(seed, LONGEST_QUIET_MILLIS, LONGEST_FAULT_MILLIS);
    List<Manners> people = new ArrayList<>(Plan.talkers(seed, TALKERS, ROOMS, EVERY_MILLIS));
    people.addAll(Plan.listeners(LISTENERS));
    Plan plan = new Plan(seed, people, Stream.generate(schedule::next).iterator(), length);
    List<String> options = new ArrayList<>(List.of("@" + jvmOptions));
    options.addAll(ChatProcess.ownClasses());
    Path data = Files.createTempDirectory("ceres-soak");
    PostgresProcess postgres = new PostgresProcess(data);
    World world = new World(postgres, "soak", options, SoakRun.SETTINGS);
    // In a hook, because a signal that ends this process must leave nothing behind either.
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  world.close();
                  postgres.close();
                  remove(data);
                }));
    world.start();
    return new SoakRun(plan, world, folder, System.out, 5_000).run();
  }

  static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.out.println(folder + " could not be removed: " + e);
    }
  }
}
