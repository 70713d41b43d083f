package ceres.conformance.papers;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/faults.md says is shown by a test, is. */
class FaultsPaperTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
  private static final Pattern STEP = Pattern.compile("`ServerOutagesTest`: \\*([^*]+)\\*");

  private static Map<String, Path> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Project.root())) {
      return files
          .filter(file -> file.toString().matches(".*/src/test/java/.*Test\\.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (first, _) -> first));
    }
  }

  @Test
  void each_test_that_it_names_is_there() throws IOException {
    Map<String, Path> tests = tests();
    String paper = Project.read("docs/faults.md");
    List<MatchResult> named = TEST.matcher(paper).results().toList();
    assertThat(named).hasSizeGreaterThan(25);
    for (MatchResult test : named) {
      assertThat(tests).containsKey(test.group(1));
      if (test.group(2) != null) {
        assertThat(Project.read(tests.getOrDefault(test.group(1), Path.of(""))))
            .contains("void " + test.group(2) + "(");
      }
    }
    List<String> steps = STEP.matcher(paper).results().map(step -> step.group(1)).toList();
    assertThat(steps).hasSize(6);
    assertThat(steps)
        .allSatisfy(step ->
            assertThat(Project.read(tests.getOrDefault("ServerOutagesTest", Path.of(""))))
                .contains('"' + step + '"'));
  }
}
