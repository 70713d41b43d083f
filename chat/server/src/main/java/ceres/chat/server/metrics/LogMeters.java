package ceres.chat.server.metrics;

import ceres.chat.core.MessageLog.Doubtful;
import ceres.chat.core.MessageLog.Duplicate;
import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.MessageLog.Outcome;
import ceres.chat.core.MessageLog.Saved;
import ceres.chat.postgres.LogObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * How the message log does: once for each message, not for each delivery.
 *
 * <p>Thread-safe, because meters are.
 */
final class LogMeters implements LogObserver {
  private final DistributionSummary groupSize;
  private final Timer groupTime;
  private final Timer commitTime;
  private final Counter saved;
  private final Counter duplicate;
  private final Counter notSaved;
  private final Counter doubtful;

  LogMeters(MeterRegistry registry) {
    groupSize = Buckets.sizes(registry, "ceres.log.group.size", "Messages of one commit");
    groupTime = Buckets.times(registry, "ceres.log.group", "Time of one commit");
    commitTime =
        Buckets.times(
            registry, "ceres.message.commit", "Time from sending a message until it is committed");
    saved = messages(registry, "saved");
    duplicate = messages(registry, "duplicate");
    notSaved = messages(registry, "not_saved");
    doubtful = messages(registry, "doubtful");
  }

  private static Counter messages(MeterRegistry registry, String outcome) {
    return Counter.builder("ceres.messages")
        .description("Messages that were to be saved")
        .tag("outcome", outcome)
        .register(registry);
  }

  @Override
  public void groupStored(int messages, long nanos) {
    groupSize.record(messages);
    groupTime.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void told(Outcome outcome, long nanos) {
    switch (outcome) {
      case Saved _ -> {
        saved.increment();
        commitTime.record(nanos, TimeUnit.NANOSECONDS);
      }
      case Duplicate _ -> duplicate.increment();
      case NotSaved _ -> notSaved.increment();
      case Doubtful _ -> doubtful.increment();
    }
  }
}
