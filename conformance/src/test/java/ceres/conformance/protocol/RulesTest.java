package ceres.conformance.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.Project;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/** The list of rules, the tests and the table of the papers tell the same. */
class RulesTest {
  private static final String TABLE_HEAD =
      "| rule | on | where it is from | test |\n|---|---|---|---|\n";

  private static List<Method> proofs() {
    return ReflectionSupport.findAllClassesInPackage(
            RulesTest.class.getPackageName(), _ -> true, _ -> true)
        .stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Proves.class))
        .toList();
  }

  @Test
  void each_rule_has_one_test_and_each_test_a_rule() {
    assertThat(proofs().stream().map(Method::getName))
        .containsExactlyInAnyOrderElementsOf(Rules.ALL.stream().map(Rule::name).toList());
  }

  @Test
  void no_rule_is_there_twice() {
    assertThat(Rules.ALL).extracting(Rule::name).doesNotHaveDuplicates();
    assertThat(Rules.ALL).extracting(Rule::sentence).doesNotHaveDuplicates();
  }

  @Test
  void the_papers_have_the_same_table() {
    String papers = Project.read("docs/protocol.md");
    assertThat(papers.contains(TABLE_HEAD)).isTrue();
    String table = papers.substring(papers.indexOf(TABLE_HEAD) + TABLE_HEAD.length());
    String expected = String.join("\n", Rules.ALL.stream().map(RulesTest::row).toList());
    assertThat(table.lines().takeWhile(line -> line.startsWith("|")))
        .as("docs/protocol.md should have:\n" + expected)
        .isEqualTo(expected.lines().toList());
  }

  private static String row(Rule rule) {
    String type =
        proofs().stream()
            .filter(method -> method.getName().equals(rule.name()))
            .findFirst()
            .map(method -> method.getDeclaringClass().getSimpleName())
            .orElse("none");
    String on =
        switch (rule.on()) {
          case BOTH -> "both";
          case POLLING -> "polling";
          case WEBSOCKET -> "WebSocket";
        };
    return "| %s | %s | %s | `%s.%s` |"
        .formatted(rule.sentence(), on, rule.source(), type, rule.name());
  }
}
