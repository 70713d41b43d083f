package ceres.conformance.protocol;

import java.util.List;
import java.util.stream.Stream;

/** All rules: the one list that the tests, and the table of {@code docs/protocol.md}, follow. */
final class Rules {
  static final List<Rule> ALL =
      Stream.of(
              OptionRules.ALL,
              EngineRules.ALL,
              SocketRules.ALL,
              ServerRules.ALL,
              RecoveryRules.ALL,
              BeyondRules.ALL)
          .flatMap(List::stream)
          .toList();

  private Rules() {}

  /** The rule with this name. */
  static Rule named(String name) {
    return ALL.stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no rule is named " + name));
  }

  static Rule rule(String name, Rule.On on, String source, String sentence) {
    return new Rule(name, on, source, sentence);
  }
}
