package ceres.chat.server.config;

import static java.util.stream.Collectors.toMap;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.MapBackedConfigSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from: the command line, over the environment, over the settings file, over
 * the defaults. A blank value counts as none. Values are taken literally: no {@code ${…}} in them
 * is replaced.
 *
 * @param commandLine what options say, by the setting's name; {@value SettingsFile#CONFIG} names
 *     the settings file
 * @param environment all of the environment; what is no setting is ignored
 * @param workingDirectory where {@code ceres.properties} is looked for
 */
public record SettingSources(
    Map<String, String> commandLine, Map<String, String> environment, Path workingDirectory) {
  static final String COMMAND_LINE = "the command line";
  static final String ENVIRONMENT = "the environment";

  /** Keeps its own copies. */
  public SettingSources {
    commandLine = Map.copyOf(commandLine);
    environment = Map.copyOf(environment);
  }

  /**
   * Reads all sources and checks every value.
   *
   * @throws InvalidSetting for the first that is wrong or unknown
   */
  public SettingValues read() throws InvalidSetting {
    SettingsFile file = SettingsFile.find(namedFile(), workingDirectory);
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(
                new Source(COMMAND_LINE, known(commandLine), 400),
                new Source(ENVIRONMENT, known(environment), 300),
                new Source(file.name(), known(file.values()), 200))
            .build();
    return SettingValues.parse(config);
  }

  /** Of two sources, the one with the higher ordinal wins; its name goes into sentences. */
  private static final class Source extends MapBackedConfigSource {
    private static final long serialVersionUID = 1L;

    Source(String name, Map<String, String> values, int ordinal) {
      super(name, values, ordinal);
    }
  }

  private @Nullable String namedFile() {
    for (Map<String, String> source : List.of(commandLine, environment)) {
      String name = source.get(SettingsFile.CONFIG);
      if (name != null && !name.isBlank()) {
        return name;
      }
    }
    return null;
  }

  private static Map<String, String> known(Map<String, String> source) {
    return Settings.ALL.stream()
        .map(Setting::name)
        .filter(name -> !source.getOrDefault(name, "").isBlank())
        .collect(toMap(name -> name, name -> source.getOrDefault(name, "")));
  }
}
