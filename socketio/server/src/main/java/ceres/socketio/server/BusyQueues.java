package ceres.socketio.server;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How many event queues of one loop have something to do, so that a server that stops can let them
 * finish.
 *
 * <p>Event-loop confined.
 */
final class BusyQueues {
  private int count;
  private @Nullable CompletableFuture<Void> idle;

  void began() {
    count++;
  }

  void ended() {
    count--;
    tellIfIdle();
  }

  /** Completes a stage when no queue has anything to do any more. */
  void whenIdle(CompletableFuture<Void> stage) {
    idle = stage;
    tellIfIdle();
  }

  private void tellIfIdle() {
    if (idle != null && count == 0) {
      idle.complete(null);
    }
  }
}
