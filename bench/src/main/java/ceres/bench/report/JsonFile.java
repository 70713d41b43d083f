package ceres.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** All results for programs: one object with the machine, and every measurement. */
public final class JsonFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonFile() {}

  /**
   * The text of the file.
   *
   * @param about what the figures depend on
   */
  public static String of(Map<String, Object> about, List<Result> results) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("about", about);
    all.put("results", results.stream().map(JsonFile::entry).toList());
    return MAPPER.writeValueAsString(all);
  }

  private static Map<String, Object> entry(Result result) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("experiment", result.experiment().name());
    entry.put("server", result.server());
    if (result.experiment().isCurve()) {
      entry.put("size", result.size());
    }
    entry.put("run", result.run());
    if (result.failure() != null) {
      entry.put("failure", result.failure());
    }
    if (result.figures() != null) {
      entry.put("figures", result.figures().values());
      if (result.figures().problem() != null) {
        entry.put("problem", result.figures().problem());
      }
      if (!result.figures().distribution().isEmpty()) {
        entry.put("latency_distribution_ms", result.figures().distribution());
      }
      if (!result.figures().steps().isEmpty()) {
        entry.put("steps", result.figures().steps().stream().map(step -> step.values()).toList());
      }
    }
    return entry;
  }
}
