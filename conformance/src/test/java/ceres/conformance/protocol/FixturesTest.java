package ceres.conformance.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.Project;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** A server is a few lines, and each check of the authors' suites is there. */
class FixturesTest {

  @Test
  void an_echo_server_takes_less_than_fifteen_lines() {
    assertThat(linesOfStart("EchoServer")).isBetween(2L, 14L);
  }

  @Test
  void a_server_of_events_takes_less_than_twenty_lines() {
    assertThat(linesOfStart("EventServer")).isBetween(2L, 19L);
  }

  private static long linesOfStart(String type) {
    String path = "conformance/src/test/java/ceres/conformance/protocol/" + type + ".java";
    return Project.read(path)
        .lines()
        .dropWhile(line -> !line.contains(" start("))
        .skip(1)
        .takeWhile(line -> !line.equals("  }"))
        .filter(line -> !line.isBlank())
        .count();
  }

  @Test
  void all_checks_of_both_suites_are_there() {
    assertThat(tests(EchoServerTest.class)).hasSize(25);
    assertThat(tests(EventServerTest.class)).hasSize(32);
  }

  private static Stream<Method> tests(Class<?> type) {
    return ReflectionSupport.findMethods(
        type, method -> method.isAnnotationPresent(Test.class), HierarchyTraversalMode.TOP_DOWN)
        .stream();
  }
}
