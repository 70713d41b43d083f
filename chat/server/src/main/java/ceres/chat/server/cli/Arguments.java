package ceres.chat.server.cli;

import ceres.chat.server.config.InvalidSetting;
import ceres.chat.server.config.Setting;
import ceres.chat.server.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * A command line that was understood. Options of the server may stand before a command's name too.
 *
 * <p>Immutable.
 */
final class Arguments {
  /** Those of a server that is told nothing. The parser, which is large, is not loaded for them. */
  static final Arguments NONE = new Arguments(List.of());

  private final List<ParseResult> levels;

  private Arguments(List<ParseResult> levels) {
    this.levels = levels;
  }

  /**
   * Reads a command line.
   *
   * @throws InvalidSetting for what is no command, option or value
   */
  static Arguments parse(String... args) throws InvalidSetting {
    List<ParseResult> levels = new ArrayList<>();
    try {
      for (ParseResult at = Grammar.build().parseArgs(args); at != null; at = at.subcommand()) {
        levels.addFirst(at);
      }
    } catch (ParameterException e) {
      throw new InvalidSetting(Misused.sentence(e));
    }
    return new Arguments(List.copyOf(levels));
  }

  /** The command that was asked for. */
  CommandLine command() {
    return levels.getFirst().commandSpec().commandLine();
  }

  boolean isFor(String name) {
    return !levels.isEmpty() && levels.getFirst().commandSpec().name().equals(name);
  }

  boolean wantsHelp() {
    return levels.stream().anyMatch(ParseResult::isUsageHelpRequested);
  }

  boolean wantsVersion() {
    return levels.stream().anyMatch(ParseResult::isVersionHelpRequested);
  }

  /** What an option says; a command's own before the server's. */
  @Nullable String text(String option) {
    for (ParseResult level : levels) {
      if (level.hasMatchedOption(option)) {
        return level.matchedOptionValue(option, "");
      }
    }
    return null;
  }

  /** What options say about settings, by the settings' names. */
  Map<String, String> settings() {
    Map<String, String> said = new HashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      String value = text(setting.option());
      if (value != null) {
        said.put(setting.name(), value);
      }
    }
    String config = text(Grammar.CONFIG);
    if (config != null) {
      said.put("CERES_CONFIG", config);
    }
    return said;
  }
}
