package ceres.chat.server.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of settings.
 *
 * @param name as in the environment and in {@code ceres.properties}
 * @param placeholder what the value is, in the help
 * @param defaultValue the text of the default; null where there is none
 * @param defaultShown the default as the help tells it
 * @param description for the help; without a full stop
 * @param secret whether the value must never be shown
 * @param parser text to value
 */
public record Setting<T>(
    String name,
    String placeholder,
    @Nullable String defaultValue,
    String defaultShown,
    String description,
    boolean secret,
    Parser<T> parser) {

  /** Turns the text of a setting, which is not blank, into its value. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text) throws WrongValue;
  }

  static <T> Setting<T> of(
      String name, String placeholder, String defaultValue, String description, Parser<T> parser) {
    return new Setting<>(name, placeholder, defaultValue, defaultValue, description, false, parser);
  }

  static <T> Setting<T> optional(
      String name, String placeholder, String description, Parser<T> parser) {
    return new Setting<>(name, placeholder, null, "none", description, false, parser);
  }

  Setting<T> withoutIt(String meaning) {
    return new Setting<>(name, placeholder, null, meaning, description, secret, parser);
  }

  Setting<T> asSecret() {
    return new Setting<>(name, placeholder, defaultValue, defaultShown, description, true, parser);
  }

  /** The option of the command line: {@code --max-payload} for {@code MAX_PAYLOAD}. */
  public String option() {
    return "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return name;
  }
}
