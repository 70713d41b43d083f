package ceres.socketio.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * User code for a new socket, one step after the other, each where its kind runs, until one fails.
 *
 * <p>Immutable; to be run on the socket's event loop.
 */
final class Steps {
  /** User code. */
  sealed interface Step {}

  /** On a virtual thread; several in a row on the same one. */
  record Blocking(BlockingCode code) implements Step {}

  /** On the event loop. */
  record Async(AsyncCode code) implements Step {}

  /** What {@link Blocking} runs. */
  @FunctionalInterface
  interface BlockingCode {
    void run(Socket socket) throws Exception;
  }

  /** What {@link Async} runs. */
  @FunctionalInterface
  interface AsyncCode {
    CompletionStage<?> run(Socket socket) throws Exception;
  }

  private final List<Step> steps;
  private final Socket socket;
  private final Executor blocking;

  Steps(List<Step> steps, Socket socket, Executor blocking) {
    this.steps = steps;
    this.socket = socket;
    this.blocking = blocking;
  }

  /** Runs all; returns null when they are done, or what completes or fails with them. */
  @Nullable CompletionStage<?> run() {
    return runFrom(0);
  }

  private @Nullable CompletionStage<?> runFrom(int index) {
    int i = index;
    while (i < steps.size()) {
      int first = i++;
      while (steps.get(first) instanceof Blocking
          && i < steps.size()
          && steps.get(i) instanceof Blocking) {
        i++;
      }
      CompletableFuture<?> done = start(steps.subList(first, i));
      if (!done.isDone()) {
        int next = i;
        return next == steps.size()
            ? done
            : done.thenComposeAsync(_ -> orDone(runFrom(next)), socket.loop());
      }
      if (done.isCompletedExceptionally()) {
        return done;
      }
    }
    return null;
  }

  private static CompletionStage<?> orDone(@Nullable CompletionStage<?> stage) {
    return stage == null ? CompletableFuture.completedFuture(null) : stage;
  }

  /** Starts one step, or several blocking ones. */
  private CompletableFuture<?> start(List<Step> some) {
    try {
      if (some.getFirst() instanceof Async(AsyncCode code)) {
        return code.run(socket).toCompletableFuture();
      }
      return BlockingStep.on(
              blocking,
              () -> {
                for (Step step : some) {
                  if (step instanceof Blocking(BlockingCode code)) {
                    code.run(socket);
                  }
                }
              })
          .toCompletableFuture();
    } catch (Exception | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
