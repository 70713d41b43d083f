package ceres.conformance.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.Project;
import ceres.conformance.support.TestServer;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard, the alerts and the paper name the metrics that there are. */
class MonitoringPapersTest {
  private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) ", Pattern.MULTILINE);
  private static final Pattern NAME =
      Pattern.compile("\\b(?:ceres|jvm|process|system|executor)_[a-z0-9_]+\\b");
  private static final Pattern ROW = Pattern.compile("^\\| `(ceres_[a-z_]+)", Pattern.MULTILINE);
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum|max)$");

  private static Set<String> names = Set.of();

  @BeforeAll
  static void ask() {
    try (TestServer server = TestServer.managed(Map.of());
        ChatClient ada = server.connect("Ada", "general")) {
      ada.call("send_message", Map.of("roomId", "general", "content", "hello"));
      // A JVM has no pauses to tell of until its first one.
      System.gc();
      await().until(() -> names(server), all -> all.contains("jvm_gc_pause_seconds"));
      names = names(server);
    }
  }

  private static Set<String> names(TestServer server) {
    return found(TYPE, server.management().get("/metrics").body());
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult it) -> it.group(it.groupCount()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String whole(String name) {
    return PART.matcher(name).replaceFirst("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops/grafana-dashboard.json", "ops/prometheus-alerts.yml"})
  void every_metric_that_is_asked_for_exists(String file) {
    Set<String> asked = found(NAME, Project.read(file));
    assertThat(asked).hasSizeGreaterThan(5);
    assertThat(names).containsAll(asked.stream().map(MonitoringPapersTest::known).toList());
  }

  /** As {@code # TYPE} names it: a histogram's parts by the whole, except its maximum. */
  private static String known(String name) {
    return names.contains(name) ? name : whole(name);
  }

  @Test
  void the_paper_lists_every_metric_of_ours_and_no_other() {
    Set<String> ours =
        names.stream()
            .filter(name -> name.startsWith("ceres_"))
            .map(MonitoringPapersTest::whole)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found(ROW, Project.read("docs/monitoring.md"))).isEqualTo(ours);
  }

  @Test
  void every_panel_of_the_dashboard_asks_for_something() {
    JsonNode dashboard =
        JsonMapper.builder().build().readTree(Project.read("ops/grafana-dashboard.json"));
    JsonNode panels = dashboard.get("panels");
    assertThat(panels.size()).isGreaterThan(10);
    for (JsonNode panel : panels) {
      if (!panel.get("type").asString().equals("row")) {
        assertThat(panel.get("title").asString()).isNotBlank();
        for (JsonNode target : panel.get("targets")) {
          assertThat(target.get("expr").asString()).containsPattern(NAME);
        }
      }
    }
  }
}
