package ceres.chat.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.chat.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes: what a shell, a container or a service manager sees. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessTest {
  @TempDir Path folder;

  @Test
  void aWrongSettingEndsWithCode2AndOneSentence() throws Exception {
    Process process = start(Main.class, Map.of("PORT", "abc"));
    assertThat(text(process.getErrorStream()))
        .containsExactly(
            "PORT must be a whole number from 0 to 65535; the environment says \"abc\".");
    assertThat(text(process.getInputStream())).isEmpty();
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void aTokenIsAllThatIsPrinted() throws Exception {
    Process process = start(Main.class, Map.of(), "token", "--name", "Ada");
    assertThat(text(process.getErrorStream())).isEmpty();
    assertThat(text(process.getInputStream()))
        .singleElement()
        .asString()
        .matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void twoFirstTokensAtOnceAreSignedWithOneSecret() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(start(Main.class, Map.of(), "token", "--name", "Ada", "--expires", "7d"));
    }
    for (Process process : processes) {
      assertThat(text(process.getInputStream())).hasSize(1);
      assertThat(process.waitFor()).isZero();
    }
    assertThat(folder.resolve("data")).isDirectoryContaining("glob:**/jwt-secret");
    assertThat(Objects.requireNonNull(folder.resolve("data").toFile().list())).hasSize(1);
  }

  @Test
  void sigtermStopsTheServerInAnOrderlyWayWithCode0() throws Exception {
    stopsBy("TERM");
  }

  @Test
  void ctrlCStopsTheServerInAnOrderlyWayWithCode0() throws Exception {
    stopsBy("INT");
  }

  @Test
  void theBannerNamesTheManagementAddress() throws Exception {
    Process process = start(StuckServer.class, Map.of(), "--port", "0");
    try (BufferedReader out = reader(process.getInputStream())) {
      assertThat(out.lines().limit(6))
          .contains("  health  http://127.0.0.1:12346/readyz", "Ctrl-C stops it.");
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15})
  @EnabledOnOs(OS.LINUX)
  void theOptimizingCompilerGivesWayToTheServer(int nicer) throws Exception {
    Map<String, String> options =
        Map.of(
            "JDK_JAVA_OPTIONS",
            "--enable-native-access=ALL-UNNAMED -XX:-UseDynamicNumberOfCompilerThreads");
    List<String> nice = List.of("nice", "-n", Integer.toString(nicer));
    Process process = start(nice, DummyServer.class, options, "--port", "0");
    try (BufferedReader out = reader(process.getInputStream())) {
      assertThat(out.readLine()).startsWith("Ceres is listening");
      Map<Boolean, Set<Integer>> niceness =
          threads(process)
              .collect(
                  partitioningBy(
                      stat -> stat.contains("(" + CompilerPriority.COMPILER),
                      mapping(CompilerPriority::niceness, toSet())));
      int ours = CompilerPriority.niceness(Files.readString(Path.of("/proc/self/stat")));
      int ordinary = Math.min(CompilerPriority.NICEST, ours + nicer);
      assertThat(niceness.get(false)).containsExactly(ordinary);
      assertThat(niceness.get(true))
          .containsExactly(Math.min(CompilerPriority.NICEST, ordinary + CompilerPriority.NICER));
    } finally {
      process.destroy();
    }
  }

  @Test
  void oldObjectsAreLookedAtBeforeTheyFillTheHeap() throws Exception {
    Map<String, String> options = Map.of("JDK_JAVA_OPTIONS", "-XX:+UseSerialGC");
    Process process = start(AgingServer.class, options, "--port", "0");
    assertThat(text(process.getInputStream()))
        .singleElement()
        .satisfies(bytes ->
            assertThat(Long.parseLong(bytes))
                .isBetween(OldGeneration.ROOM, 2 * OldGeneration.ROOM));
  }

  /** What proc_pid_stat(5) says about each of its threads. */
  private static Stream<String> threads(Process process) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return threads.map(thread -> stat(thread.resolve("stat"))).toList().stream();
    }
  }

  private static String stat(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "0 (ended) S" + " 0".repeat(30);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSecondSignalEndsAServerAtOnceThatDoesNotStop() throws Exception {
    Process process = start(StuckServer.class, Map.of(), "--port", "0");
    try (BufferedReader out = reader(process.getInputStream())) {
      while (!"Ctrl-C stops it.".equals(out.readLine())) {
        assertThat(process.isAlive()).isTrue();
      }
      signal(process);
      assertThat(out.readLine()).isEqualTo("stopping");
      signal(process);
      assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).as("one moment, one wish").isFalse();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> {
            signal(process);
            return process.waitFor(300, TimeUnit.MILLISECONDS);
          });
    }
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(text(process.getErrorStream()))
        .containsExactly("Ceres was ended by a second signal.");
  }

  @Test
  void aServerThatDoesNotStopInTimeIsEnded() throws Exception {
    Process process = start(StuckServer.class, Map.of("STOP_TIMEOUT", "1000"), "--port", "0");
    try (BufferedReader out = reader(process.getInputStream())) {
      while (!"Ctrl-C stops it.".equals(out.readLine())) {
        assertThat(process.isAlive()).isTrue();
      }
      signal(process);
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(text(process.getErrorStream()))
        .containsExactly("Ceres did not stop within 1000 ms and was ended.");
  }

  private static void signal(Process process) throws Exception {
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
  }

  private void stopsBy(String signal) throws Exception {
    Process process = start(DummyServer.class, Map.of(), "--port", "0");
    try (BufferedReader out = reader(process.getInputStream())) {
      assertThat(out.readLine()).isEqualTo("Ceres is listening on http://localhost:12345");
      assertThat(out.readLine())
          .isEqualTo("  page    open http://localhost:12345 in a browser, and say your name");
      assertThat(out.readLine())
          .isEqualTo("  data    " + folder.toRealPath().resolve("data") + " (embedded PostgreSQL)");
      assertThat(out.readLine()).isEqualTo("  tokens  ./run token --name \"Ada\"");
      assertThat(out.readLine()).isEqualTo("Ctrl-C stops it.");
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertThat(out.readLine()).isEqualTo("closed");
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(text(process.getErrorStream())).isEmpty();
  }

  private Process start(Class<?> main, Map<String, String> environment, String... args)
      throws IOException {
    return start(heedingInterrupts(), main, environment, args);
  }

  private Process start(
      List<String> by, Class<?> main, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(by);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /**
   * What lets a command heed SIGINT where these tests do not: a shell makes what it runs in the
   * background ignore it, and so do all processes that this starts.
   */
  private static List<String> heedingInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    boolean ignored =
        Files.exists(status)
            && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line ->
                    (Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16) & 2)
                        != 0);
    return ignored ? List.of("env", "--default-signal=INT") : List.of();
  }

  private static List<String> text(java.io.InputStream stream) throws IOException {
    try (BufferedReader reader = reader(stream)) {
      return reader.lines().toList();
    }
  }

  private static BufferedReader reader(java.io.InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, UTF_8));
  }

  /** Runs a command as {@link Main} does, with a server of ours. */
  private static void run(Launcher launcher, String... args) {
    System.exit(new CeresCommand(Surroundings.ofThisProcess(), launcher).execute(args));
  }

  private record FakeServer(OptionalInt managementPort, Runnable closing) implements RunningServer {
    @Override
    public int port() {
      return 12345;
    }

    @Override
    public boolean hasPage() {
      return true;
    }

    @Override
    public void close() {
      closing.run();
    }
  }

  /** A process whose server says that it stops, and never does. */
  static final class StuckServer {
    private StuckServer() {}

    public static void main(String[] args) {
      run(_ -> new FakeServer(OptionalInt.of(12346), StuckServer::stop), args);
    }

    private static void stop() {
      System.out.println("stopping");
      while (true) {
        LockSupport.park();
      }
    }
  }

  /** A process whose server does nothing but say that it was closed. */
  static final class DummyServer {
    private DummyServer() {}

    public static void main(String[] args) {
      run(_ -> new FakeServer(OptionalInt.empty(), () -> System.out.println("closed")), args);
    }
  }

  /** A process that says at how many bytes of old objects they will be looked at. */
  static final class AgingServer {
    private AgingServer() {}

    public static void main(String[] args) {
      run(
          _ -> {
            ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(OldGeneration.POOL))
                .map(MemoryPoolMXBean::getUsageThreshold)
                .forEach(System.out::println);
            Runtime.getRuntime().halt(0);
            throw new AssertionError("a process that was halted goes on");
          },
          args);
    }
  }
}
