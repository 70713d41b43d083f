package ceres.chat.server.cli;

import ceres.chat.server.config.Setting;
import ceres.chat.server.config.Settings;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands and their options, made from the table of settings. */
final class Grammar {
  static final String CONFIG = "--config";
  static final String RUN = "run";
  static final String TOKEN = "token";

  private Grammar() {}

  static CommandLine build() {
    CommandSpec root =
        server(Program.NAME).addSubcommand(RUN, server(RUN)).addSubcommand(TOKEN, token());
    root.usageMessage()
        .description("Starts the Ceres chat server, which is also what the command run does.")
        .footer(
            "",
            "Each option is also an environment variable and a line of ceres.properties, by the"
                + " name in brackets. The command line wins over the environment, that over the"
                + " file.",
            "",
            "Exit codes: 0 stopped as asked; 1 could not start; 2 wrong option or setting.");
    return new CommandLine(root)
        .setExpandAtFiles(false)
        .setInterpolateVariables(false)
        .setUsageHelpWidth(100);
  }

  private static CommandSpec command(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description).sortOptions(false).abbreviateSynopsis(true);
    return spec.addOption(
            OptionSpec.builder("-h", "--help").usageHelp(true).description("prints this").build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("prints the version")
                .build());
  }

  private static CommandSpec server(String name) {
    CommandSpec spec = command(name, "Starts the Ceres chat server.");
    addSettings(spec, Settings.ALL);
    return spec;
  }

  private static CommandSpec token() {
    CommandSpec spec =
        command(TOKEN, "Prints a token for trying things out, signed with the server's secret.");
    spec.addOption(text("--name", "<name>", "display name of the user"))
        .addOption(text("--email", "<address>", "e-mail address of the user"))
        .addOption(
            text(
                "--id",
                "<id>",
                "id of the user: a UUID or any text; otherwise the same for the same e-mail"
                    + " address, else for the same name"))
        .addOption(
            text("--expires", "<time>", "how long it is valid: 30m, 1h, 7d or PT1H; default 24h"));
    addSettings(
        spec,
        List.of(
            Settings.JWT_SECRET,
            Settings.JWKS_URL,
            Settings.JWT_ISSUER,
            Settings.JWT_AUDIENCE,
            Settings.DATABASE_URL,
            Settings.DATA_DIR,
            Settings.LOG_LEVEL));
    return spec;
  }

  private static void addSettings(CommandSpec spec, List<Setting<?>> settings) {
    for (Setting<?> setting : settings) {
      String help =
          "%s [%s, default: %s]"
              .formatted(setting.description(), setting.name(), setting.defaultShown());
      spec.addOption(text(setting.option(), setting.placeholder(), help));
    }
    spec.addOption(
        text(CONFIG, "<file>", "settings file [CERES_CONFIG, default: ceres.properties]"));
  }

  private static OptionSpec text(String name, String placeholder, String help) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(placeholder)
        .description(help.replace("%", "%%"))
        .build();
  }
}
