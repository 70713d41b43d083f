package ceres.socketio.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a socket still has to handle, one step after the other, whether a step runs on the event
 * loop or on a virtual thread. When too much waits, the connection is not read from until it is
 * less.
 *
 * <p>Event-loop confined.
 */
final class EventQueue {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final int PAUSE_ABOVE = 64;
  private static final int RESUME_BELOW = 16;

  /** A step: returns null when it is done, or what completes when it is. */
  @FunctionalInterface
  interface Step {
    @Nullable CompletionStage<?> run() throws Exception;
  }

  private final Executor loop;
  private final ClientConnection connection;
  private @Nullable Queue<Step> waiting;
  private boolean busy;
  private boolean paused;

  EventQueue(Executor loop, ClientConnection connection) {
    this.loop = loop;
    this.connection = connection;
  }

  /** Runs a step when all before it are done: now, if there are none. */
  void submit(Step step) {
    if (!busy) {
      busy = true;
      advance(step);
      return;
    }
    if (waiting == null) {
      waiting = new ArrayDeque<>();
    }
    waiting.add(step);
    if (!paused && waiting.size() > PAUSE_ABOVE) {
      paused = true;
      connection.pauseReading();
    }
  }

  private void advance(Step first) {
    Step step = first;
    while (step != null) {
      CompletionStage<?> pending = start(step);
      if (pending != null && !pending.toCompletableFuture().isDone()) {
        pending.whenComplete((_, failure) -> {
          log(failure);
          loop.execute(this::next);
        });
        return;
      }
      if (pending != null) {
        pending.whenComplete((_, failure) -> log(failure));
      }
      step = poll();
    }
    busy = false;
  }

  private void next() {
    Step step = poll();
    if (step == null) {
      busy = false;
    } else {
      advance(step);
    }
  }

  private @Nullable Step poll() {
    Step step = waiting == null ? null : waiting.poll();
    if (waiting != null && waiting.isEmpty()) {
      waiting = null;
    }
    if (paused && (waiting == null || waiting.size() < RESUME_BELOW)) {
      paused = false;
      connection.resumeReading();
    }
    return step;
  }

  private static @Nullable CompletionStage<?> start(Step step) {
    try {
      return step.run();
    } catch (Exception e) {
      log(e);
      return null;
    }
  }

  private static void log(@Nullable Throwable failure) {
    if (failure != null) {
      LOG.error("an event handler failed", failure);
    }
  }
}
