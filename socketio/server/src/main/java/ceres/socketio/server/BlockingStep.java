package ceres.socketio.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** User code that may block, on a thread of its own. */
final class BlockingStep {
  private BlockingStep() {}

  /** What a user's handler is in the end. */
  @FunctionalInterface
  interface Code {
    void run() throws Exception;
  }

  /** Runs the code; whatever it throws fails the stage. */
  @SuppressWarnings("FutureReturnValueIgnored")
  static CompletionStage<?> on(Executor executor, Code code) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    executor.execute(() -> {
      try {
        code.run();
        done.complete(null);
      } catch (Throwable e) {
        done.completeExceptionally(e);
      }
    });
    return done;
  }
}
