package ceres.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /** The program of the README that uses the chat; it is run by its own test. */
  private static final String CHAT_CLIENT = "importio.socket.client.IO;";

  @Test
  void each_java_block_is_a_sample_but_for_its_line_breaks() {
    Map<String, String> samples = samples();
    assertThat(blocks().toList())
        .hasSizeGreaterThan(30)
        .allSatisfy(block -> assertThat(samples).containsValue(block));
  }

  @Test
  void each_sample_is_shown() {
    List<String> blocks = blocks().toList();
    assertThat(samples())
        .allSatisfy((name, sample) -> assertThat(blocks).as(name).contains(sample));
  }

  private static Stream<String> blocks() {
    return Stream.of(
            "README.md", "docs/socketio.md", "docs/socketio-recovery.md", "docs/engineio.md")
        .flatMap(paper -> BLOCK.matcher(read(ROOT.resolve(paper))).results())
        .map(block -> bare(block.group(1)))
        .filter(block -> !block.startsWith(CHAT_CLIENT));
  }

  /** By name, without white space. */
  private static Map<String, String> samples() {
    Map<String, String> samples = new TreeMap<>();
    for (MatchResult found : sources().flatMap(text -> SAMPLE.matcher(text).results()).toList()) {
      assertThat(samples.put(found.group(1), bare(found.group(2)))).as(found.group(1)).isNull();
    }
    return samples;
  }

  private static Stream<String> sources() {
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(PapersTest::read)
          .toList()
          .stream();
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

  private static String bare(String code) {
    return code.replaceAll("\\s", "");
  }
}
