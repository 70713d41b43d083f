package ceres.chat.server.cli;

import ceres.chat.server.config.Nearest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The sentence for a command line that is not understood. */
final class Misused {
  private static final String SEE = " (" + Program.NAME + " --help lists them)";

  private Misused() {}

  static String sentence(ParameterException failure) {
    return switch (failure) {
      case UnmatchedArgumentException unmatched -> unknown(unmatched);
      case MissingParameterException missing when missing.getMissing().size() == 1 ->
          names(missing) + " needs a value.";
      default -> String.valueOf(failure.getMessage()).lines().findFirst().orElse("") + SEE + ".";
    };
  }

  private static String names(MissingParameterException missing) {
    return missing.getMissing().getFirst() instanceof CommandLine.Model.OptionSpec option
        ? option.longestName()
        : "A parameter";
  }

  private static String unknown(UnmatchedArgumentException unmatched) {
    String first = unmatched.getUnmatched().getFirst();
    CommandLine command = unmatched.getCommandLine();
    if (!first.startsWith("-")) {
      List<String> commands = List.copyOf(command.getSubcommands().keySet());
      return "Unknown command \"" + first + "\"" + SEE + Nearest.hint(first, commands);
    }
    String name = first.split("=", 2)[0];
    List<String> options = new ArrayList<>();
    command.getCommandSpec().options().forEach(option -> options.add(option.longestName()));
    return "Unknown option " + name + SEE + Nearest.hint(name, options);
  }
}
