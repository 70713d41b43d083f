package ceres.bench;

import ceres.bench.scenario.Experiments.Steady;
import ceres.bench.scenario.Length;
import ceres.bench.server.Meter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line. Immutable.
 *
 * @param names of experiments, or of groups of them
 * @param servers their names
 * @param runs how often everything is measured
 * @param out the folder for the results; null for one named by the time
 * @param attached servers that run already, by name
 * @param secret of the attached servers
 */
record Options(
    List<String> names,
    List<String> servers,
    Length length,
    int runs,
    Steady steady,
    @Nullable Path out,
    Map<String, Attached> attached,
    String secret) {

  /** A server that was started by somebody else. */
  record Attached(int port, Meter meter) {}

  /** A command line that makes no sense. */
  static final class Misused extends Exception {
    private static final long serialVersionUID = 1;

    Misused(String sentence) {
      super(sentence);
    }
  }

  static Options parse(List<String> arguments) throws Misused {
    List<String> names = new ArrayList<>();
    Map<String, String> values = new TreeMap<>();
    Map<String, Attached> attached = new TreeMap<>();
    Length length = Length.FULL;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      switch (word) {
        case "--quick" -> length = Length.QUICK;
        case "--tiny" -> length = Length.TINY;
        case "--servers", "--runs", "--members", "--rate", "--seconds", "--out", "--secret" ->
            values.put(word, value(arguments, ++i));
        case "--attach" -> attach(attached, value(arguments, ++i));
        default -> {
          if (word.startsWith("-")) {
            throw new Misused("There is no option " + word + "; --help lists them.");
          }
          names.add(word);
        }
      }
    }
    Steady usual = Steady.of(length);
    Steady steady =
        new Steady(
            (int) number(values, "--members", usual.members()),
            number(values, "--rate", usual.rate()),
            number(values, "--seconds", usual.seconds()));
    String out = values.get("--out");
    return new Options(
        names,
        List.of(values.getOrDefault("--servers", "").split(",", 0)),
        length,
        (int) number(values, "--runs", length == Length.FULL ? 3 : 1),
        steady,
        out == null ? null : Path.of(out),
        attached,
        values.getOrDefault("--secret", ""));
  }

  private static void attach(Map<String, Attached> attached, String value) throws Misused {
    String[] parts = value.split("[=:]", -1);
    try {
      long database = parts.length > 3 ? Long.parseLong(parts[3]) : 0;
      Meter meter = new Meter(Long.parseLong(parts[2]), database, 0);
      attached.put(parts[0], new Attached(Integer.parseInt(parts[1]), meter));
    } catch (RuntimeException e) {
      throw new Misused(
          "A server that runs is given as NAME=PORT:PID[:PID of PostgreSQL], not " + value + ".");
    }
  }

  private static String value(List<String> arguments, int at) throws Misused {
    if (at >= arguments.size()) {
      throw new Misused(arguments.get(at - 1) + " needs a value.");
    }
    return arguments.get(at);
  }

  private static double number(Map<String, String> values, String name, double otherwise)
      throws Misused {
    String value = values.get(name);
    try {
      double number = value == null ? otherwise : Double.parseDouble(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Misused(name + " must be a number above 0, not " + value + ".");
  }
}
