package ceres.chat.server.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** Histograms, all with the same few buckets, so that they can be compared. */
final class Buckets {
  private static final Duration[] TIMES =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final double[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};

  private Buckets() {}

  /** From a millisecond to ten seconds. */
  static Timer times(MeterRegistry registry, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(TIMES)
        .register(registry);
  }

  /** From one to a thousand. */
  static DistributionSummary sizes(MeterRegistry registry, String name, String description) {
    return DistributionSummary.builder(name)
        .description(description)
        .serviceLevelObjectives(SIZES)
        .register(registry);
  }
}
