package ceres.chat.server.metrics;

import ceres.chat.postgres.LogObserver;
import ceres.chat.server.gateway.GatewayObserver;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of a server, as Prometheus reads them. {@code docs/monitoring.md} lists them.
 *
 * <p>Thread-safe, because the registry is.
 */
public final class Metrics implements AutoCloseable {
  /** Of the text that {@link #read} gives. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LogMeters log = new LogMeters(registry);
  private final GatewayMeters gateway = new GatewayMeters(registry, this::passLoops);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final JvmHeapPressureMetrics heap = new JvmHeapPressureMetrics();
  private volatile @Nullable Watched watched;
  private volatile @Nullable ServerMeters server;

  /** Those of the process, for now. */
  public Metrics() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    heap.bindTo(registry);
  }

  /** Sees how the message log does. */
  public LogObserver log() {
    return log;
  }

  /** Sees what clients ask for. */
  public GatewayObserver gateway() {
    return gateway;
  }

  /**
   * Begins to show what a server is made of.
   *
   * @param version of the server
   */
  public void watch(Watched parts, String version) {
    watched = parts;
    server = new ServerMeters(registry, parts, version);
  }

  private CompletionStage<?> passLoops() {
    Watched parts = watched;
    return parts == null ? CompletableFuture.completedFuture(true) : parts.io().passLoops();
  }

  /** All of them, in Prometheus' text format; blocks for some seconds at most. */
  public String read() {
    ServerMeters meters = server;
    if (meters != null) {
      meters.refresh();
    }
    return registry.scrape();
  }

  @Override
  public void close() {
    heap.close();
    collections.close();
    registry.close();
  }
}
