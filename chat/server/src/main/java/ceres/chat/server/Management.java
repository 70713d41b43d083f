package ceres.chat.server;

import ceres.chat.core.Chat;
import ceres.chat.core.SchedulerTimers;
import ceres.chat.postgres.Database;
import ceres.chat.postgres.LogObserver;
import ceres.chat.server.cli.StartupException;
import ceres.chat.server.cli.StderrLog;
import ceres.chat.server.cli.Version;
import ceres.chat.server.config.ManagementConfig;
import ceres.chat.server.gateway.GatewayObserver;
import ceres.chat.server.gateway.Operator;
import ceres.chat.server.management.ManagementServer;
import ceres.chat.server.management.Vitals;
import ceres.chat.server.metrics.Metrics;
import ceres.chat.server.metrics.Watched;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.SocketIoServer;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management address of a server, from before it starts until after it has stopped; or nothing,
 * where it is off: then nothing is counted for it either.
 *
 * <p>Thread-safe, because its parts are.
 */
final class Management implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Management.class);

  private final Vitals vitals;
  private final @Nullable Metrics metrics;
  private final @Nullable ManagementServer server;

  private Management(Vitals vitals, @Nullable Metrics metrics, @Nullable ManagementServer server) {
    this.vitals = vitals;
    this.metrics = metrics;
    this.server = server;
  }

  /**
   * Returns when it listens, if it is to. Where nobody asked for its port and another program has
   * that, the server does without.
   *
   * @throws StartupException when a port that was asked for cannot be listened on
   */
  static Management start(ManagementConfig config) throws StartupException {
    Vitals vitals = new Vitals();
    if (!config.on()) {
      return new Management(vitals, null, null);
    }
    Metrics metrics = new Metrics();
    try {
      return new Management(vitals, metrics, ManagementServer.start(config, vitals, metrics));
    } catch (IOException | RuntimeException e) {
      metrics.close();
      String what =
          "The management address %s:%d (MANAGEMENT_HOST, MANAGEMENT_PORT) cannot be used"
              .formatted(config.host(), config.port());
      if (config.insisted()) {
        throw new StartupException(what + ": " + e.getMessage() + ".");
      }
      LOG.warn("{}, so there are no metrics: {}", what, e.getMessage());
      return new Management(vitals, null, null);
    }
  }

  Vitals vitals() {
    return vitals;
  }

  LogObserver log() {
    return metrics == null ? LogObserver.NONE : metrics.log();
  }

  GatewayObserver gateway() {
    return metrics == null ? GatewayObserver.NONE : metrics.gateway();
  }

  /** Clients can connect. */
  void running(
      SocketIoServer io,
      Namespace namespace,
      Chat chat,
      SchedulerTimers timers,
      Database database) {
    vitals.running(io, database);
    if (metrics != null && server != null) {
      metrics.watch(
          new Watched(
              io,
              namespace,
              chat,
              timers,
              database,
              vitals::isReady,
              vitals::isStopping,
              StderrLog::suppressedLines),
          Version.number());
      server.open(new Operator(namespace, chat, database.users()));
    }
  }

  /** The port that it listens on, if it does. */
  OptionalInt port() {
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    if (metrics != null) {
      metrics.close();
    }
  }
}
