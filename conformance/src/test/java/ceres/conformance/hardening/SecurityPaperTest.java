package ceres.conformance.hardening;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What SECURITY.md calls a proof is one that is carried out. */
class SecurityPaperTest {
  private static final Pattern PROOF = Pattern.compile("`(\\w+(?:Test|Abuses)|\\w+\\.test\\.js)`");

  @Test
  void every_test_that_it_names_exists() {
    Set<String> named =
        PROOF
            .matcher(Project.read("SECURITY.md"))
            .results()
            .map(proof -> proof.group(1))
            .map(name -> name.endsWith(".js") ? name : name + ".java")
            .collect(toSet());
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(tests()).containsAll(named);
  }

  private static Set<String> tests() {
    return Stream.of("engineio", "chat", "testing", "conformance")
        .flatMap(SecurityPaperTest::files)
        .collect(toSet());
  }

  private static Stream<String> files(String folder) {
    try (Stream<Path> files = Files.walk(Project.root().resolve(folder))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
