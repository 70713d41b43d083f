package ceres.bench;

import ceres.bench.server.Contender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The start of {@code bench/run}, which says in system properties what it found: {@code bench.root}
 * the project, {@code bench.pin} the server's processor or nothing, {@code bench.files} how many
 * files may be open, {@code bench.about} the machine.
 */
final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Path root = Path.of(System.getProperty("bench.root", "")).toAbsolutePath();
    Path bench = root.resolve("bench");
    List<Contender> contenders = new ArrayList<>();
    contenders.add(Contender.ceres(List.of(root.resolve("run").toString()), root));
    if (Files.exists(bench.resolve("node/node_modules/.package-lock.json"))) {
      contenders.add(Contender.node(bench.resolve("node")));
    }
    String pin = System.getProperty("bench.pin", "");
    Surroundings surroundings =
        new Surroundings(
            contenders,
            pin.isEmpty() ? List.of() : List.of("taskset", "-c", pin),
            bench.resolve("target/data"),
            bench.resolve("results"),
            Integer.getInteger("bench.files", 1_024),
            System.getProperty("bench.about", "an unknown machine"),
            System.out);
    System.exit(new BenchCommand(surroundings).run(List.of(arguments)));
  }
}
