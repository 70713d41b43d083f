package ceres.chat.server.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The value of every setting.
 *
 * <p>Immutable.
 */
public final class SettingValues {
  private static final int LONGEST_SHOWN = 80;

  private final Map<Setting<?>, Object> values;

  private SettingValues(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  static SettingValues parse(SmallRyeConfig config) throws InvalidSetting {
    Map<Setting<?>, Object> values = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      ConfigValue found = config.getConfigValue(setting.name());
      String text = found.getValue() == null ? setting.defaultValue() : found.getValue();
      if (text != null) {
        values.put(setting, value(setting, text, String.valueOf(found.getConfigSourceName())));
      }
    }
    return new SettingValues(values);
  }

  private static Object value(Setting<?> setting, String text, String source)
      throws InvalidSetting {
    try {
      // white space around a secret is part of it, as for whoever signs with it
      Object value = setting.parser().parse(setting.secret() ? text : text.strip());
      return value;
    } catch (WrongValue e) {
      String says =
          setting.secret()
              ? "; the value in " + source + " does not."
              : "; " + source + " says \"" + shown(text) + "\".";
      throw new InvalidSetting(setting.name() + " " + e.requirement() + says);
    }
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > LONGEST_SHOWN ? plain.substring(0, LONGEST_SHOWN) + "..." : plain;
  }

  /** The value of a setting, its default included, if there is one. */
  public <T> Optional<T> find(Setting<T> setting) {
    @SuppressWarnings("unchecked") // put there by this setting's own parser
    T value = (T) values.get(setting);
    return Optional.ofNullable(value);
  }

  /** The value of a setting that has a default. */
  public <T> T get(Setting<T> setting) {
    return find(setting).orElseThrow(() -> new IllegalArgumentException(setting.name()));
  }
}
