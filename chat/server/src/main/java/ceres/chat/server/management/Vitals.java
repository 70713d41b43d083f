package ceres.chat.server.management;

import ceres.chat.postgres.Database;
import ceres.socketio.server.SocketIoServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server lives, and whether it is ready for clients: two questions, because one that is
 * not ready is to be left alone, and one that does not live is to be started anew.
 *
 * <p>Thread-safe by its monitor and a volatile phase. Questions are answered within {@link
 * #PATIENCE_MILLIS}.
 */
public final class Vitals {
  /** How long an answer takes at most. */
  static final long PATIENCE_MILLIS = 2_000;

  /** From how full a queue on the server is not ready. */
  private static final double FULL = 0.9;

  /** Where a server is in its life. */
  private enum Phase {
    STARTING,
    RUNNING,
    STOPPING
  }

  private volatile Phase phase = Phase.STARTING;
  private volatile @Nullable Database database;
  private volatile @Nullable SocketIoServer io;
  private @Nullable CompletableFuture<Boolean> question;

  /** Clients can connect from now on. */
  public void running(SocketIoServer connections, Database storage) {
    io = connections;
    database = storage;
    phase = Phase.RUNNING;
  }

  /** The server begins to stop. */
  public void stopping() {
    phase = Phase.STOPPING;
  }

  /** Whether it stops, or has stopped. */
  public boolean isStopping() {
    return phase == Phase.STOPPING;
  }

  /** Whether the process and its event loops answer; one that starts or stops need not. */
  public boolean isAlive() {
    SocketIoServer connections = io;
    return connections == null || phase != Phase.RUNNING || isDone(connections.passLoops());
  }

  /** Whether clients may be sent here. */
  public boolean isReady() {
    return obstacles().isEmpty();
  }

  /** Why clients are not to be sent here, in phrases; empty if they are. */
  public List<String> obstacles() {
    Database storage = database;
    if (phase == Phase.STARTING || storage == null) {
      return List.of("the server starts");
    }
    if (phase == Phase.STOPPING) {
      return List.of("the server stops");
    }
    List<String> obstacles = new ArrayList<>();
    if (!answers(storage)) {
      obstacles.add("the database does not answer, or takes no writes");
    }
    if (!storage.savesMessages()) {
      obstacles.add("messages cannot be saved");
    }
    if (storage.statistics().queueFilled() >= FULL) {
      obstacles.add("too many messages wait to be saved");
    }
    return obstacles;
  }

  private boolean answers(Database storage) {
    CompletableFuture<Boolean> answer = ask(storage);
    return isDone(answer) && answer.getNow(false);
  }

  /**
   * Asks once for all who want to know meanwhile: many questions would take readers' connections.
   */
  private synchronized CompletableFuture<Boolean> ask(Database storage) {
    CompletableFuture<Boolean> asked = question;
    if (asked == null || asked.isDone()) {
      asked = storage.isReady().toCompletableFuture();
      question = asked;
    }
    return asked;
  }

  private static boolean isDone(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
