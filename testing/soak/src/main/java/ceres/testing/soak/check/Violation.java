package ceres.testing.soak.check;

import ceres.testing.soak.ledger.Ledger;
import ceres.testing.soak.ledger.Line;
import java.util.List;

/**
 * A broken promise. Immutable.
 *
 * @param sentence what is wrong
 * @param evidence lines of the ledger that prove it, or lead to it
 */
public record Violation(Rule rule, String sentence, List<Line> evidence) {
  private static final int MOST = 400;

  /** For people, on several lines. */
  public String explained() {
    StringBuilder text = new StringBuilder(rule + ": " + sentence);
    for (Line line : evidence) {
      String json = Ledger.format(line);
      String shown = json.length() > MOST ? json.substring(0, MOST) + "…" : json;
      text.append("\n    line %,d: %s".formatted(line.number(), shown));
    }
    return text.toString();
  }
}
