package ceres.chat.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings file: Java properties in UTF-8, {@code ceres.properties} in the working directory
 * unless another is named. It may be missing only if it was not named.
 *
 * @param name how sentences speak of it
 * @param values its lines
 */
record SettingsFile(String name, Map<String, String> values) {
  /** Names another settings file. */
  static final String CONFIG = "CERES_CONFIG";

  private static final String DEFAULT = "ceres.properties";

  static SettingsFile find(@Nullable String named, Path workingDirectory) throws InvalidSetting {
    String name = named == null ? DEFAULT : named;
    Path path = resolve(workingDirectory, name);
    if (named == null && !Files.exists(path)) {
      return new SettingsFile(name, Map.of());
    }
    return new SettingsFile(name, checked(name, load(name, path)));
  }

  private static Path resolve(Path workingDirectory, String name) throws InvalidSetting {
    try {
      return workingDirectory.resolve(name);
    } catch (InvalidPathException e) {
      throw new InvalidSetting("The settings file " + name + " has an impossible name.");
    }
  }

  private static Properties load(String name, Path path) throws InvalidSetting {
    if (!Files.isRegularFile(path)) {
      throw new InvalidSetting("The settings file " + name + " does not exist or is no file.");
    }
    try (Reader reader = Files.newBufferedReader(path, UTF_8)) {
      Properties properties = new Properties();
      properties.load(reader);
      return properties;
    } catch (CharacterCodingException e) {
      throw new InvalidSetting("The settings file " + name + " is not UTF-8.");
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting("The settings file " + name + " has a broken \\u escape.");
    } catch (IOException e) {
      throw new InvalidSetting("The settings file " + name + " cannot be read.");
    }
  }

  private static Map<String, String> checked(String name, Properties properties)
      throws InvalidSetting {
    List<String> known = Settings.ALL.stream().map(Setting::name).toList();
    Map<String, String> values = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (!known.contains(key)) {
        throw new InvalidSetting(
            "Unknown setting " + key + " in " + name + Nearest.hint(key, known));
      }
      values.put(key, properties.getProperty(key, ""));
    }
    return values;
  }
}
