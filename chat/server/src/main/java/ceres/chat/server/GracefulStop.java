package ceres.chat.server;

import ceres.chat.postgres.Database;
import ceres.chat.server.config.OperationConfig;
import ceres.chat.server.management.Vitals;
import ceres.engineio.server.Waves;
import ceres.socketio.server.SocketIoServer;
import java.time.Duration;

/**
 * How a server stops without harm: it says that it is not ready, and goes on for {@link
 * OperationConfig#stopDelay}; it lets nobody new in; it sends its clients away in waves, each when
 * what it had sent is saved and delivered. What is left then is closed at once.
 *
 * @param config how long it may take
 * @param vitals told first
 * @param io its clients
 * @param database where what they had sent is saved
 */
record GracefulStop(OperationConfig config, Vitals vitals, SocketIoServer io, Database database) {
  /** A server with a handful of clients sends them away at once. */
  private static final int LEAST_WAVE = 100;

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Blocks until all clients were sent away. */
  void run() {
    vitals.stopping();
    try {
      Thread.sleep(config.stopDelay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    io.sendAway(waves(), database::awaitTold);
  }

  /** They have a third of the time; the rest is for whoever does not go, and for the database. */
  private Waves waves() {
    Duration third = config.stopTimeout().minus(config.stopDelay()).dividedBy(3);
    return new Waves(LEAST_WAVE, PAUSE, least(third, LONGEST), least(third, PATIENCE));
  }

  /** How long clients that do not take their last packets are waited for. */
  static Duration shutdownTimeout(OperationConfig config) {
    Duration quarter = config.stopTimeout().minus(config.stopDelay()).dividedBy(4);
    return least(quarter, Duration.ofSeconds(5));
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
