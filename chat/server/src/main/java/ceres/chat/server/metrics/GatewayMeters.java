package ceres.chat.server.metrics;

import ceres.chat.core.ErrorCode;
import ceres.chat.server.gateway.GatewayObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What clients ask for, and how long a message takes until it is on its way to all members of its
 * room. That is measured of one message at a time, so that a busy server spends nothing on it: when
 * the event loops have run what the message gave them to do, the next message is measured.
 *
 * <p>Thread-safe, because meters are, and by an atomic flag.
 */
final class GatewayMeters implements GatewayObserver {
  private final MeterRegistry registry;
  private final Supplier<CompletionStage<?>> loops;
  private final Timer delivery;
  private final Map<String, Counter> events = new ConcurrentHashMap<>();
  private final Map<ErrorCode, Counter> errors = new EnumMap<>(ErrorCode.class);
  private final Map<ErrorCode, Counter> refusals = new EnumMap<>(ErrorCode.class);
  private final AtomicBoolean measuring = new AtomicBoolean();

  /**
   * @param loops completes when the event loops have run all that they were given before
   */
  GatewayMeters(MeterRegistry registry, Supplier<CompletionStage<?>> loops) {
    this.registry = registry;
    this.loops = loops;
    this.delivery =
        Buckets.times(
            registry,
            "ceres.message.delivery",
            "Time from sending a message until it is written to all members; of a sample");
    for (ErrorCode code : ErrorCode.values()) {
      errors.put(
          code,
          Counter.builder("ceres.errors")
              .description("Events that were answered with an error")
              .tag("code", code.name())
              .register(registry));
    }
    for (ErrorCode code :
        new ErrorCode[] {
          ErrorCode.AUTH_REQUIRED,
          ErrorCode.TOKEN_INVALID,
          ErrorCode.TOKEN_EXPIRED,
          ErrorCode.TOO_MANY_CONNECTIONS,
          ErrorCode.RATE_LIMITED,
          ErrorCode.INTERNAL
        }) {
      refusals.put(code, Refusals.counter(registry, code.name().toLowerCase(Locale.ROOT)));
    }
  }

  @Override
  public void received(String event) {
    events
        .computeIfAbsent(
            event,
            name ->
                Counter.builder("ceres.events")
                    .description("Events that clients sent")
                    .tag("event", name)
                    .register(registry))
        .increment();
  }

  @Override
  public void failed(ErrorCode code) {
    count(errors, code);
  }

  @Override
  public void refused(ErrorCode code) {
    count(refusals, code);
  }

  private static void count(Map<ErrorCode, Counter> counters, ErrorCode code) {
    Counter counter = counters.get(code);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void shown(long since) {
    if (measuring.compareAndSet(false, true)) {
      CompletionStage<?> _ =
          loops
              .get()
              .whenComplete((_, failure) -> {
                long nanos = System.nanoTime() - since;
                measuring.set(false);
                if (failure == null) {
                  delivery.record(nanos, TimeUnit.NANOSECONDS);
                }
              });
    }
  }
}
