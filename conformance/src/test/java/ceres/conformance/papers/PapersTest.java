package ceres.conformance.papers;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.ErrorCode;
import ceres.chat.server.config.Settings;
import ceres.conformance.support.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the papers list is all there is, and what they point at is there. */
class PapersTest {
  private static final Pattern SETTING =
      Pattern.compile("^\\| `[A-Z_]+` \\|.*\\|$", Pattern.MULTILINE);
  private static final Pattern ERROR_CODE =
      Pattern.compile("^\\| `([A-Z_]+)` \\|", Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]+)[^)]*\\)");

  @Test
  void the_readme_has_every_setting_as_the_help_tells_it() {
    List<String> rows =
        Settings.ALL.stream()
            .map(setting ->
                "| `%s` | %s | %s |"
                    .formatted(setting.name(), setting.defaultShown(), setting.description()))
            .toList();
    assertThat(found(SETTING, Project.read("README.md"), 0)).isEqualTo(rows);
  }

  @Test
  void the_protocol_has_every_error_code() {
    assertThat(found(ERROR_CODE, Project.read("docs/protocol.md"), 1))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
  }

  @Test
  void no_link_leads_nowhere() throws IOException {
    Path root = Project.root();
    try (Stream<Path> top = Files.list(root);
        Stream<Path> docs = Files.walk(root.resolve("docs"));
        Stream<Path> bench = Files.list(root.resolve("bench"));
        Stream<Path> examples = Files.walk(root.resolve("examples"))) {
      List<Path> papers =
          Stream.of(top, docs, bench, examples)
              .flatMap(files -> files)
              .filter(file -> file.toString().endsWith(".md"))
              .toList();
      assertThat(papers)
          .isNotEmpty()
          .allSatisfy(paper ->
              assertThat(found(LINK, Project.read(paper), 1))
                  .as(paper.toString())
                  .allSatisfy(link -> assertThat(paper.resolveSibling(link)).exists()));
    }
  }

  private static List<String> found(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map((MatchResult it) -> it.group(group)).toList();
  }
}
