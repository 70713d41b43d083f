package ceres.chat.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant: the known name with the fewest edits to the given one. */
public final class Nearest {
  private Nearest() {}

  /** The nearest name, if no more than a third of the given one, and at least two, would change. */
  public static Optional<String> to(String given, Collection<String> known) {
    String wanted = plain(given);
    int limit = Math.max(2, wanted.length() / 3);
    return known.stream()
        .min(Comparator.comparingInt(name -> edits(wanted, plain(name))))
        .filter(name -> edits(wanted, plain(name)) <= limit);
  }

  /** {@code "; did you mean X?"}, or nothing but a full stop where nothing is near. */
  public static String hint(String given, Collection<String> known) {
    return to(given, known).map(name -> "; did you mean " + name + "?").orElse(".");
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Levenshtein's distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
