package ceres.engineio.server;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests were refused, by their reasons.
 *
 * <p>Thread-safe by adders in a map that does not change.
 */
final class Refusals {
  private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

  Refusals() {
    for (Refusal reason : Refusal.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  void count(Refusal reason) {
    LongAdder count = counts.get(reason);
    if (count != null) {
      count.increment();
    }
  }

  /** By the text of each reason. */
  Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    counts.forEach((reason, count) -> all.put(reason.text(), count.sum()));
    return all;
  }
}
