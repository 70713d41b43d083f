package ceres.bench;

import ceres.bench.Options.Misused;
import ceres.bench.load.Endpoint;
import ceres.bench.report.JsonFile;
import ceres.bench.report.Pictures;
import ceres.bench.report.Result;
import ceres.bench.report.Table;
import ceres.bench.scenario.Experiment;
import ceres.bench.scenario.Experiments;
import ceres.bench.scenario.Length;
import ceres.bench.server.BenchDatabase;
import ceres.bench.server.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code bench/run}. Confined to one thread. */
public final class BenchCommand {
  /** As many as the largest scenario has clients. */
  private static final int USERS = 50_001;

  private static final int USERS_OF_TINY = 100;

  /** What takes as long as one likes, and is measured by its name only. */
  private static final Set<String> LONG = Set.of("latency", "soak");

  private final Surroundings surroundings;

  public BenchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs; the exit status. */
  public int run(List<String> arguments) {
    try {
      if (arguments.contains("--help")) {
        surroundings.out().print(Help.text());
        return 0;
      }
      boolean serves = !arguments.isEmpty() && arguments.getFirst().equals("serve");
      Options options = Options.parse(serves ? arguments.subList(1, arguments.size()) : arguments);
      return serves ? serve(options) : measure(options);
    } catch (Misused e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (IOException | SQLException e) {
      System.err.println("It could not be measured: " + e.getMessage());
      return 1;
    }
  }

  private int measure(Options options) throws Misused, IOException, SQLException {
    List<Experiment> experiments =
        chosen(Experiments.of(options.length(), options.steady()), options.names());
    List<Contender> contenders =
        options.attached().isEmpty() ? contenders(options.servers()) : List.of();
    Path out = folder(options.out());
    surroundings.out().println(surroundings.about());
    List<Result> all = new ArrayList<>();
    StringBuilder tables = new StringBuilder();
    try (Suite suite = suite(options)) {
      for (Experiment experiment : experiments) {
        List<Result> results =
            new ArrayList<>(suite.measure(experiment, contenders, options.runs()));
        options
            .attached()
            .forEach((name, at) ->
                results.addAll(
                    suite.measure(
                        experiment,
                        name,
                        new Endpoint("127.0.0.1", at.port(), options.secret()),
                        at.meter(),
                        options.runs())));
        all.addAll(results);
        String table = Table.of(experiment, results);
        surroundings.out().println("\n" + table);
        tables.append(table).append('\n');
        write(out, experiment, results);
        Files.writeString(out.resolve("results.json"), JsonFile.of(about(options), all));
        Files.writeString(out.resolve("table.txt"), surroundings.about() + "\n\n" + tables);
      }
    }
    surroundings.out().println("results: " + out);
    return all.stream().anyMatch(it -> it.figures() == null && it.run() > 0) ? 1 : 0;
  }

  private int serve(Options options) throws Misused, IOException, SQLException {
    List<Contender> contenders = contenders(options.names());
    try (Suite suite = suite(options)) {
      surroundings.out().println("--attach " + suite.serve(contenders.getFirst()));
      new java.util.concurrent.CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  /** Whatever happens, what was started ends with this process. */
  private Suite suite(Options options) throws IOException, SQLException {
    int users = options.length() == Length.TINY ? USERS_OF_TINY : USERS;
    BenchDatabase database =
        options.attached().isEmpty()
            ? BenchDatabase.start(surroundings.data().resolve("database"), users)
            : null;
    Suite suite = new Suite(surroundings, database);
    Runtime.getRuntime().addShutdownHook(new Thread(suite::close));
    return suite;
  }

  private static List<Experiment> chosen(List<Experiment> all, List<String> names) throws Misused {
    Set<Experiment> chosen = new LinkedHashSet<>();
    for (String name : names.isEmpty() ? List.of("scenarios") : names) {
      List<Experiment> meant = all.stream().filter(it -> isMeant(it, name)).toList();
      if (meant.isEmpty()) {
        throw new Misused("There is nothing called " + name + " to measure; --help lists all.");
      }
      chosen.addAll(meant);
    }
    return List.copyOf(chosen);
  }

  private static boolean isMeant(Experiment experiment, String name) {
    return switch (name) {
      case "all" -> true;
      case "scenarios" -> !experiment.isCurve() && !LONG.contains(experiment.name());
      case "curves" -> experiment.isCurve();
      default -> experiment.name().equals(name);
    };
  }

  private List<Contender> contenders(List<String> names) throws Misused {
    List<String> wanted = names.stream().filter(name -> !name.isBlank()).toList();
    List<Contender> found =
        surroundings.contenders().stream()
            .filter(it -> wanted.isEmpty() || wanted.contains(it.name()))
            .toList();
    if (found.isEmpty() || found.size() < wanted.size()) {
      throw new Misused(
          "The servers that can be started here are: "
              + String.join(", ", surroundings.contenders().stream().map(Contender::name).toList())
              + ".");
    }
    return found;
  }

  private Path folder(@Nullable Path asked) throws IOException {
    DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");
    Path folder =
        asked != null
            ? asked
            : surroundings
                .results()
                .resolve(LocalDateTime.now(ZoneId.systemDefault()).format(format));
    return Files.createDirectories(folder.toAbsolutePath());
  }

  private static void write(Path out, Experiment experiment, List<Result> results)
      throws IOException {
    for (Map.Entry<String, String> picture : Pictures.of(experiment, results).entrySet()) {
      Files.writeString(out.resolve(picture.getKey()), picture.getValue());
    }
  }

  private Map<String, Object> about(Options options) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("machine", surroundings.about());
    about.put("written", Instant.now().toString());
    about.put("length", options.length().name().toLowerCase(java.util.Locale.ROOT));
    about.put("runs", options.runs());
    return about;
  }
}
