package ceres.chat.server.metrics;

import ceres.chat.postgres.DatabaseStatistics;
import ceres.engineio.server.CloseReason;
import ceres.engineio.server.EngineStatistics;
import ceres.engineio.server.Refused;
import ceres.engineio.server.TransportName;
import ceres.socketio.server.SocketIoStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;

/**
 * What the parts of the server count by themselves. All of it is asked once, when the metrics are
 * read, and kept until they are read again.
 *
 * <p>Thread-safe by volatile snapshots.
 */
final class ServerMeters {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final MeterRegistry registry;
  private final Watched watched;
  private volatile SocketIoStatistics io;
  private volatile DatabaseStatistics database;
  private volatile boolean ready;
  private volatile double turnSeconds;

  ServerMeters(MeterRegistry registry, Watched watched, String version) {
    this.registry = registry;
    this.watched = watched;
    this.io = watched.io().statistics();
    this.database = watched.database().statistics();
    gauge("ceres.build", "1; the label says which version this is", _ -> 1, "version", version);
    gauge("ceres.ready", "1 while the server is ready for clients", it -> it.ready ? 1 : 0);
    gauge(
        "ceres.stopping",
        "1 while the server stops",
        it -> it.watched.stopping().getAsBoolean() ? 1 : 0);
    connections();
    deliveries();
    storage();
    loops();
  }

  private void connections() {
    gauge("ceres.connections", "TCP connections", it -> it.engine().connections());
    for (TransportName transport : TransportName.values()) {
      gauge(
          "ceres.sessions",
          "Engine.IO sessions",
          it -> it.engine().sessions().getOrDefault(transport, 0L),
          "transport",
          transport.text());
    }
    counter("ceres.sessions.opened", "Sessions that were opened", it -> it.engine().opened());
    counter(
        "ceres.sessions.upgraded",
        "Sessions that went on from polling to WebSocket",
        it -> it.engine().upgraded());
    for (CloseReason reason : CloseReason.values()) {
      counter(
          "ceres.sessions.closed",
          "Sessions that ended",
          it -> it.engine().closed().getOrDefault(reason, 0L),
          "reason",
          reason.name().toLowerCase(Locale.ROOT));
    }
    counter(
        "ceres.sent.away",
        "Sessions that were ended because the server stops",
        it -> it.engine().sentAway());
    for (Refused reason : Refused.values()) {
      if (reason.status() > 0) {
        Refusals.function(registry, reason.text(), this, it -> it.engine().refused(reason));
      }
    }
    counter(
        "ceres.tls.handshakes.failed",
        "Connections whose TLS handshake did not come to its end",
        it -> it.engine().refused(Refused.TLS_HANDSHAKE));
    gauge(
        "ceres.tls.certificate.expiry.seconds",
        "When the certificate for TLS expires, in seconds since 1970; 0 without TLS",
        it -> it.certificateExpiry());
    counter(
        "ceres.not.accepted",
        "Times that no connection was accepted for a second, because the system gave none",
        it -> it.engine().refused(Refused.NOT_ACCEPTED));
    gauge("ceres.sockets", "Clients in the chat", it -> it.watched.namespace().size());
    gauge(
        "ceres.sockets.lost",
        "Clients that were lost and may come back to what they missed",
        it -> it.watched.chat().lostCount());
    gauge("ceres.rooms", "Rooms that somebody is in", it -> it.watched.chat().roomCount());
    gauge(
        "ceres.timers",
        "Tasks that wait for their time: that somebody has left, or types no more",
        it -> it.watched.timers().waiting());
  }

  private void deliveries() {
    counter(
        "ceres.deliveries",
        "Broadcast events that were sent, once for each client",
        it -> it.io.delivered());
    counter(
        "ceres.volatile.dropped",
        "Volatile events that a client did not get, because it did not keep up",
        it -> it.io.dropped());
    counter(
        "ceres.slow.readers",
        "Sessions that ended because too much waited for their clients",
        it -> it.engine().refused(Refused.SLOW_READER));
    counter(
        "ceres.slowest.readers",
        "Sessions and connections that ended because too much waited for all clients together",
        it -> it.engine().refused(Refused.SLOWEST_READER));
    gauge(
        "ceres.waiting.bytes",
        "Bytes that wait for clients to take them, or for the rest of what they say",
        it -> it.engine().waitingBytes());
    counter(
        "ceres.packets.sent", "Engine.IO packets that were sent", it -> it.engine().packetsSent());
    counter(
        "ceres.sent.bytes",
        "Bytes of these, before compression and framing",
        it -> it.engine().bytesSent());
  }

  private void storage() {
    gauge(
        "ceres.log.queue.messages",
        "Messages that wait to be saved or told",
        it -> it.database.queuedMessages());
    gauge("ceres.log.queue.bytes", "What they count for", it -> it.database.queuedBytes());
    gauge(
        "ceres.log.queue.bound",
        "Messages that may wait; one more is not saved",
        it -> it.database.queueMessages());
    gauge(
        "ceres.database.connections",
        "Connections to the database for reads and users",
        it -> it.database.activeConnections(),
        "state",
        "active");
    gauge(
        "ceres.database.connections",
        "Connections to the database for reads and users",
        it -> it.database.idleConnections(),
        "state",
        "idle");
    gauge(
        "ceres.database.waiting",
        "Queries that wait for a connection to the database",
        it -> it.database.waiting());
  }

  private void loops() {
    gauge(
        "ceres.event.loop.tasks",
        "Tasks that wait on the event loops",
        it -> it.engine().pendingTasks());
    gauge(
        "ceres.event.loop.turn.seconds",
        "Time that the slowest event loop took to come to a task",
        it -> it.turnSeconds);
    gauge(
        "ceres.netty.memory.bytes",
        "Memory that Netty's allocator holds",
        it -> it.engine().directMemory(),
        "area",
        "direct");
    gauge(
        "ceres.netty.memory.bytes",
        "Memory that Netty's allocator holds",
        it -> it.engine().heapMemory(),
        "area",
        "heap");
    counter(
        "ceres.log.lines.suppressed",
        "Lines that were kept out of the log, because there were too many like them",
        it -> it.watched.suppressedLines().getAsLong());
  }

  /** Asks for everything anew; blocks for some seconds at most. */
  void refresh() {
    io = watched.io().statistics();
    database = watched.database().statistics();
    ready = watched.ready().getAsBoolean();
    turnSeconds = turn() / 1e9;
  }

  private long turn() {
    long began = System.nanoTime();
    try {
      watched.io().passLoops().toCompletableFuture().get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return PATIENCE_NANOS;
    } catch (ExecutionException ended) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return System.nanoTime() - began;
  }

  private double certificateExpiry() {
    Instant expiry = engine().certificateExpiry();
    return expiry == null ? 0 : expiry.getEpochSecond();
  }

  private EngineStatistics engine() {
    return io.engine();
  }

  private void gauge(
      String name, String description, ToDoubleFunction<ServerMeters> value, String... tags) {
    Gauge _ =
        Gauge.builder(name, this, value)
            .description(description)
            .tags(Tags.of(tags))
            .register(registry);
  }

  private void counter(
      String name, String description, ToDoubleFunction<ServerMeters> value, String... tags) {
    FunctionCounter _ =
        FunctionCounter.builder(name, this, value)
            .description(description)
            .tags(Tags.of(tags))
            .register(registry);
  }
}
