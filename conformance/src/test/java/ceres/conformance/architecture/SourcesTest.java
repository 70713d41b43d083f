package ceres.conformance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the source files look like. */
class SourcesTest {
  private static final int MOST_LINES = 400;
  private static final Pattern TOP_TYPE =
      Pattern.compile(
          "^(public )?((abstract|final|sealed|non-sealed) )*(class|interface|record|enum|@interface) ",
          Pattern.MULTILINE);

  @Test
  void no_file_holds_two_ideas() {
    assertThat(Project.mainSources())
        .isNotEmpty()
        .allSatisfy(file ->
            assertThat(Project.read(file).lines().count())
                .as(file.toString())
                .isLessThanOrEqualTo(MOST_LINES));
  }

  /** What is public is promised to somebody: most types need not be. */
  @Test
  void at_most_six_of_ten_types_are_public() {
    List<Path> types =
        Project.mainSources().stream().filter(file -> !file.endsWith("package-info.java")).toList();
    long all = types.size();
    long shown = types.stream().filter(SourcesTest::isPublic).count();
    assertThat(shown * 10).as(shown + " public of " + all).isLessThanOrEqualTo(all * 6);
  }

  @Test
  void every_package_is_null_marked() {
    List<Path> sources = Project.mainSources();
    assertThat(sources)
        .allSatisfy(file -> {
          Path info = file.resolveSibling("package-info.java");
          assertThat(sources).contains(info);
          assertThat(Project.read(info)).contains("@NullMarked");
        });
  }

  private static boolean isPublic(Path file) {
    var type = TOP_TYPE.matcher(Project.read(file));
    assertThat(type.find()).as("a type in " + file).isTrue();
    return type.group(1) != null;
  }
}
