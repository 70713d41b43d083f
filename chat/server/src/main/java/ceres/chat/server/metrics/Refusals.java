package ceres.chat.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Who was not let in, and what was not looked at, by reason: of the engine and of the chat. */
final class Refusals {
  private static final String NAME = "ceres.refused";
  private static final String DESCRIPTION = "Requests and clients that were refused";
  private static final String REASON = "reason";

  private Refusals() {}

  /** Of a reason that is counted here. */
  static Counter counter(MeterRegistry registry, String reason) {
    return Counter.builder(NAME).description(DESCRIPTION).tag(REASON, reason).register(registry);
  }

  /** Of a reason that is counted elsewhere. */
  static <T> void function(
      MeterRegistry registry, String reason, T source, ToDoubleFunction<T> count) {
    FunctionCounter _ =
        FunctionCounter.builder(NAME, source, count)
            .description(DESCRIPTION)
            .tag(REASON, reason)
            .register(registry);
  }
}
