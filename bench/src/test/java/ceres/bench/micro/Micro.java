package ceres.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The start of {@code bench/micro}. The system property {@code bench.root} names the project's
 * folder.
 */
final class Micro {
  private static final String USAGE =
      """
      usage: bench/micro [NAME...] [--quick] [--compare] [--update]

      Runs the benchmarks of the hot pieces whose names contain one of the NAMEs, or all.

      --quick    in a minute or two: allocations are right, times are rough
      --compare  says what got worse since the baseline; fails if allocations rose
      --update   stores a new baseline

      Results go to bench/target/micro.json. See bench/README.md.
      """;

  private Micro() {}

  public static void main(String[] arguments) throws RunnerException, IOException {
    List<String> names = new ArrayList<>();
    boolean quick = false;
    boolean compare = false;
    boolean update = false;
    for (String word : arguments) {
      switch (word) {
        case "--quick" -> quick = true;
        case "--compare" -> compare = true;
        case "--update" -> update = true;
        default -> {
          if (word.startsWith("-")) {
            System.out.print(USAGE);
            System.exit(word.equals("--help") ? 0 : 2);
          }
          names.add(word);
        }
      }
    }
    Path bench = Path.of(System.getProperty("bench.root", "")).resolve("bench");
    Path file = bench.resolve("target/micro.json");
    var _ = new Runner(options(names, quick, file).build()).run();
    Scores now = Scores.ofJmh(file);
    Path baseline = bench.resolve("baseline.json");
    int status = 0;
    if (compare) {
      Comparison comparison = new Comparison(Scores.ofBaseline(baseline), now);
      System.out.print("\n" + comparison.text());
      status = comparison.rose().isEmpty() ? 0 : 1;
    }
    if (update) {
      (Files.exists(baseline) ? now.over(Scores.ofBaseline(baseline)) : now).write(baseline);
      System.out.println("stored in " + baseline);
    }
    System.exit(status);
  }

  private static ChainedOptionsBuilder options(List<String> names, boolean quick, Path file) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .addProfiler(GCProfiler.class)
            .resultFormat(ResultFormatType.JSON)
            .result(file.toString())
            .jvmArgsAppend(
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dbench.data=" + file.resolveSibling("micro-data"))
            .forks(quick ? 1 : 2)
            .warmupIterations(5)
            .warmupTime(TimeValue.milliseconds(quick ? 500 : 1_000))
            .measurementIterations(quick ? 3 : 5)
            .measurementTime(TimeValue.milliseconds(quick ? 500 : 1_000))
            .shouldFailOnError(true);
    names.forEach(name -> options.include("\\.bench\\..*" + name));
    if (names.isEmpty()) {
      options.include("\\.bench\\.");
    } else {
      options.include("Calibration");
    }
    return options;
  }
}
