package ceres.samples;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.DisconnectReason;
import ceres.socketio.server.SocketIoConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The papers show the samples that are compiled and run here, and these show up in the papers. */
class PapersTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SAMPLE =
      Pattern.compile(
          "^ *// sample: ([^\n]+)\n(.*?)^ *// end$", Pattern.DOTALL | Pattern.MULTILINE);

  private static final String SOCKETIO = "docs/socketio.md";
  private static final Pattern REASON =
      Pattern.compile(
          "^(\\| `[A-Z_]+` \\| [a-z ]+) \\| .* \\| ((?:yes|no)[^|]*) \\|$", Pattern.MULTILINE);

  /** The program of the README that uses the chat; it is run by its own test. */
  private static final String CHAT_CLIENT = "import io.socket.client.IO;";

  @Test
  void each_java_block_is_a_sample_but_for_its_line_breaks() {
    Set<String> samples = samples().values().stream().map(PapersTest::bare).collect(toSet());
    assertThat(blocks()).hasSizeGreaterThan(30);
    assertThat(blocks()).filteredOn(block -> !samples.contains(bare(block))).isEmpty();
  }

  @Test
  void each_sample_is_shown() {
    Set<String> blocks = blocks().stream().map(PapersTest::bare).collect(toSet());
    assertThat(samples()).isNotEmpty();
    assertThat(samples().values()).filteredOn(sample -> !blocks.contains(bare(sample))).isEmpty();
  }

  @Test
  void the_reasons_of_a_disconnect_are_all_there() {
    List<String> rows =
        Arrays.stream(DisconnectReason.values())
            .map(reason -> "| `" + reason + "` | " + reason.text() + " | " + reason.isLoss())
            .toList();
    assertThat(REASON.matcher(read(ROOT.resolve(SOCKETIO))).results())
        .extracting(row -> row.group(1) + " | " + row.group(2).startsWith("yes"))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void the_settings_are_all_there() {
    String paper = read(ROOT.resolve(SOCKETIO));
    assertThat(SocketIoConfig.Builder.class.getDeclaredMethods())
        .filteredOn(method -> Modifier.isPublic(method.getModifiers()))
        .extracting(Method::getName)
        .filteredOn(name -> !name.equals("build"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(paper).containsPattern("(?m)^\\| .*`" + name + "`.* \\|"));
  }

  private static List<String> blocks() {
    return Stream.of("README.md", SOCKETIO, "docs/socketio-recovery.md", "docs/engineio.md")
        .flatMap(paper -> BLOCK.matcher(read(ROOT.resolve(paper))).results())
        .map(block -> block.group(1))
        .filter(block -> !block.startsWith(CHAT_CLIENT))
        .toList();
  }

  /** By name. */
  private static Map<String, String> samples() {
    Map<String, String> samples = new TreeMap<>();
    for (String source : sources()) {
      for (MatchResult found : SAMPLE.matcher(source).results().toList()) {
        assertThat(samples.put(found.group(1), found.group(2))).as(found.group(1)).isNull();
      }
    }
    return samples;
  }

  private static List<String> sources() {
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
      return files.filter(file -> file.toString().endsWith(".java")).map(PapersTest::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without white space. */
  private static String bare(String code) {
    return code.replaceAll("\\s", "");
  }
}
