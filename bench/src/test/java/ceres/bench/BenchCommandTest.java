package ceres.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ceres.bench.scenario.Experiment;
import ceres.bench.scenario.Experiments;
import ceres.bench.scenario.Experiments.Steady;
import ceres.bench.scenario.Length;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code bench/run} in its shortest form, on a real server and a real PostgreSQL. That mostly waits
 * until there is nothing left to do.
 */
@Execution(ExecutionMode.CONCURRENT)
class BenchCommandTest {
  private static final List<Experiment> ALL = Experiments.of(Length.TINY, Steady.of(Length.TINY));

  @TempDir Path folder;

  /** One of each kind, and the pictures of them. */
  static Stream<Arguments> some() {
    return Stream.of(
        arguments(
            List.of("saturate", "sustain"),
            List.of("saturate-latency.svg", "sustain-cpu.svg", "sustain-latency.svg")),
        arguments(List.of("joinstorm", "connectstorm", "curve-rooms"), List.of("curve-rooms.svg")),
        arguments(List.of("idle", "soak"), List.of("soak-holdings.svg", "soak-latency.svg")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("some")
  void every_kind_of_load_is_measured_and_nothing_is_missing_or_doubled(
      List<String> some, List<String> pictures) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Path out = folder.resolve("out");
    BenchCommand command = new BenchCommand(Here.at(folder, new PrintStream(said, true, UTF_8)));
    List<String> arguments = new ArrayList<>(some);
    arguments.addAll(List.of("--tiny", "--out", out.toString()));
    int status = command.run(arguments);
    String tables = said.toString(UTF_8);

    assertThat(status).as(tables).isZero();
    assertThat(tables).doesNotContain("!");
    assertThat(Files.readString(out.resolve("table.txt")))
        .contains(tables.lines().filter(line -> line.startsWith(some.getFirst() + ":")).toList());
    JsonNode results =
        JsonMapper.shared().readTree(out.resolve("results.json").toFile()).get("results");
    for (Experiment experiment : ALL.stream().filter(it -> some.contains(it.name())).toList()) {
      assertThat(tables).contains(experiment.name() + ": ").contains(experiment.headline());
      assertThat(of(experiment, results))
          .hasSize(experiment.sizes().size())
          .allSatisfy(result -> {
            assertThat(result.get("server").asString()).isEqualTo("ceres");
            assertThat(names(result.get("figures"))).containsAll(experiment.headline());
            assertNothingWrong(result.get("figures"));
          });
    }
    List<String> written = new ArrayList<>(pictures);
    written.addAll(List.of("results.json", "table.txt"));
    assertThat(files(out)).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void a_stopped_run_leaves_no_process_behind() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Here.class.getName(),
                folder.toString(),
                "serve",
                "ceres",
                "--tiny")
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = out.readLine();
      assertThat(line).matches("--attach ceres=\\d+:\\d+:\\d+ --secret '.*'");
      String[] parts = line.split("[=: ]", -1);
      long server = Long.parseLong(parts[3]);
      long database = Long.parseLong(parts[4]);
      assertThat(isRunning(server)).isTrue();
      assertThat(isRunning(database)).isTrue();
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      await().until(() -> !isRunning(server) && !isRunning(database));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void what_there_is_to_measure_is_in_the_help() {
    assertThat(Help.text()).contains(ALL.stream().map(Experiment::name).toList());
  }

  private static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static List<JsonNode> of(Experiment experiment, JsonNode results) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode result : results) {
      if (result.get("experiment").asString().equals(experiment.name())) {
        found.add(result);
      }
    }
    return found;
  }

  private static Set<String> names(JsonNode figures) {
    return Set.copyOf(figures.propertyNames());
  }

  private static void assertNothingWrong(JsonNode figures) {
    for (String name :
        List.of(
            "missing",
            "doubled",
            "stray",
            "sender_order_broken",
            "member_order_disagrees",
            "error_events",
            "connections_lost")) {
      if (figures.has(name)) {
        assertThat(figures.get(name).asDouble()).as(name).isZero();
      }
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
