package ceres.bench;

import ceres.bench.server.Contender;
import ceres.chat.server.Main;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What a run finds in a test: Ceres from the class path, and no processor to itself. */
final class Here {
  private Here() {}

  static Surroundings at(Path folder, PrintStream out) {
    Contender ceres =
        Contender.ceres(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()),
            folder);
    return new Surroundings(
        List.of(ceres),
        List.of(),
        folder.resolve("data"),
        folder.resolve("results"),
        4_096,
        "a test",
        out);
  }

  /** {@code bench/run}, as a process that can be stopped. */
  public static void main(String[] arguments) {
    Surroundings here = at(Path.of(arguments[0]), System.out);
    System.exit(new BenchCommand(here).run(List.of(arguments).subList(1, arguments.length)));
  }
}
