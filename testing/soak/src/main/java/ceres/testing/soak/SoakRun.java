package ceres.testing.soak;

import ceres.testing.soak.check.Checker;
import ceres.testing.soak.check.Violation;
import ceres.testing.soak.fault.FaultKind;
import ceres.testing.soak.fault.Faults;
import ceres.testing.soak.fault.Strike;
import ceres.testing.soak.ledger.Entry;
import ceres.testing.soak.ledger.Ledger;
import ceres.testing.soak.people.Figures;
import ceres.testing.soak.people.People;
import ceres.testing.soak.people.Reader;
import ceres.testing.soak.world.Vitals;
import ceres.testing.soak.world.World;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Tokens;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * People chat while one thing after the other fails; then all is mended, and what happened is
 * checked. Tells each fault and a summary.
 *
 * <p>Confined to one thread.
 */
public final class SoakRun {
  /** What servers of a run are started with, so that they notice in seconds who is gone. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "JWT_SECRET", "a secret of the soak, 0123456789abcdef0123456789",
          "PING_INTERVAL", "1500",
          "PING_TIMEOUT", "2500",
          "LOG_LEVEL", "info");

  private static final Tokens TOKENS = new Tokens(SETTINGS.getOrDefault("JWT_SECRET", ""));

  /** How long a client hears nothing at all before it gives up. */
  private static final int PATIENCE_MILLIS = 4_500;

  private static final Duration BACK_WITHIN = Duration.ofSeconds(60);
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(20);

  private static final int MOST_EXPLAINED = 12;

  private final Plan plan;
  private final World world;
  private final Path file;
  private final PrintStream out;
  private final int sampleMillis;
  private final Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
  private long slowestReadyMillis;

  /**
   * A run that has not begun.
   *
   * @param world with a server that runs
   * @param folder where the ledger goes
   * @param sampleMillis how often the server's metrics are read
   */
  public SoakRun(Plan plan, World world, Path folder, PrintStream out, int sampleMillis)
      throws IOException {
    this.plan = plan;
    this.world = world;
    this.out = out;
    this.sampleMillis = sampleMillis;
    Files.createDirectories(folder);
    file = folder.resolve("ledger.jsonl.gz");
  }

  /** Runs to the end. */
  public Outcome run() throws IOException, SQLException {
    Checker checker = new Checker();
    Endpoint front = new Endpoint(world.front().port(), "/socket.io/", PATIENCE_MILLIS);
    Figures figures;
    List<Samples.Sample> samples;
    List<String> rows;
    try (Ledger ledger = new Ledger(file, checker::accept)) {
      try (Samples watched = new Samples(world, ledger, sampleMillis)) {
        People people = new People(front, TOKENS, plan.people(), ledger, plan.seed());
        figures = people.figures();
        try (people) {
          people.start();
          strikeUntilTheEnd(ledger, checker, people);
          calmDown(ledger, people);
        }
        samples = watched.all();
        rows = watched.rows();
      }
      long read = new Reader(front, TOKENS, ledger).read(plan.rooms());
      long stored = Rows.enter(world, ledger);
      out.printf("  %,d messages stored, %,d read by fetch_history%n", stored, read);
    }
    List<Violation> violations = checker.finish(() -> Ledger.read(file));
    summarize(violations, figures, rows);
    return new Outcome(violations, figures, samples, file);
  }

  private void strikeUntilTheEnd(Ledger ledger, Checker checker, People people) {
    Faults hand = new Faults(world, new SplittableRandom(plan.seed()));
    boolean _ = await(people::arePresent, BACK_WITHIN);
    long end = ledger.now() + plan.length().toMillis();
    boolean suspicious = false;
    while (plan.strikes().hasNext() && ledger.now() < end && !suspicious) {
      Strike strike = plan.strikes().next();
      sleep(strike.quietMillis());
      strike(strike, hand, ledger, people);
      synchronized (ledger) {
        suspicious = checker.isSuspicious();
      }
    }
  }

  private void strike(Strike strike, Faults hand, Ledger ledger, People people) {
    long at = ledger.now();
    note(ledger, "begin: " + strike.sentence());
    hand.begin(strike);
    sleep(strike.millis());
    note(ledger, "end: " + strike.sentence());
    hand.end(strike);
    long ended = ledger.now();
    boolean ready = await(() -> new Vitals(world.server()).isReady(), BACK_WITHIN);
    long readyMillis = ledger.now() - ended;
    slowestReadyMillis = Math.max(slowestReadyMillis, readyMillis);
    boolean back = await(people::arePresent, BACK_WITHIN);
    strike.kinds().forEach(kind -> faults.merge(kind, 1, Integer::sum));
    out.printf(
        "%8.1f s  %s, for %.1f s; %s, %s%n",
        at / 1e3,
        strike.sentence(),
        (ended - at) / 1e3,
        ready ? "ready after %.1f s".formatted(readyMillis / 1e3) : "NOT READY",
        back
            ? "all back after %.1f s".formatted((ledger.now() - ended) / 1e3)
            : "NOT ALL ARE BACK");
  }

  private static void note(Ledger ledger, String text) {
    ledger.add(at -> new Entry.Fault(at, text));
  }

  private void calmDown(Ledger ledger, People people) {
    people.beQuiet();
    boolean _ = await(() -> people.absent().isEmpty(), BACK_WITHIN);
    boolean _ = await(() -> people.agree(plan.rooms()), HEARD_WITHIN);
    List<String> absent = people.absent();
    ledger.add(at -> new Entry.Calm(at, absent));
  }

  private void summarize(List<Violation> violations, Figures figures, List<String> samples) {
    out.printf("  seed %d; %s%n", plan.seed(), figures);
    out.println(
        "  "
            + faults.entrySet().stream()
                .map(each -> each.getValue() + " × " + each.getKey().sentence())
                .collect(Collectors.joining(", ", "faults: ", "")));
    out.printf("  longest until ready again %.1f s%n", slowestReadyMillis / 1e3);
    samples.forEach(row -> out.println("  " + row));
    violations.stream()
        .limit(MOST_EXPLAINED)
        .forEach(violation -> out.println(violation.explained()));
    out.printf(
        "  %s; ledger %s%n",
        violations.isEmpty() ? "nothing lost, nothing doubled" : violations.size() + " violations",
        file);
  }

  private static boolean await(BooleanSupplier condition, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      sleep(20);
    }
    return true;
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("the run was interrupted", e);
    }
  }
}
