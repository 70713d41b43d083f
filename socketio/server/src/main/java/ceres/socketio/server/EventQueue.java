package ceres.socketio.server;

import ceres.engineio.server.SessionLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a socket still has to handle, one step after the other, whether a step runs on the event
 * loop or on a virtual thread. When too much waits, in number or in bytes, the connection is not
 * read from until it is less.
 *
 * <p>Event-loop confined.
 */
final class EventQueue {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final int PAUSE_ABOVE = 64;
  private static final int RESUME_BELOW = 16;
  private static final int PAUSE_ABOVE_BYTES = 256 << 10;
  private static final int RESUME_BELOW_BYTES = 64 << 10;

  /** A step: returns null when it is done, or what completes when it is. */
  @FunctionalInterface
  interface Step {
    @Nullable CompletionStage<?> run() throws Exception;
  }

  /** A step whose turn comes later. */
  private record Waiting(Step step, int bytes) {}

  private final Executor loop;
  private final ClientConnection connection;
  private final BusyQueues busyQueues;
  private @Nullable Queue<Waiting> waiting;
  private long waitingBytes;
  private boolean busy;
  private boolean paused;

  EventQueue(SessionLoop loop, ClientConnection connection, SocketIoServer server) {
    this.loop = loop;
    this.connection = connection;
    this.busyQueues = server.busyOn(loop);
  }

  /**
   * Runs a step when all before it are done: now, if there are none.
   *
   * @param bytes about what it keeps in memory until then
   */
  void submit(Step step, int bytes) {
    if (!busy) {
      busy = true;
      busyQueues.began();
      advance(step);
      return;
    }
    if (waiting == null) {
      waiting = new ArrayDeque<>();
    }
    waiting.add(new Waiting(step, bytes));
    waitingBytes += bytes;
    if (!paused && (waiting.size() > PAUSE_ABOVE || waitingBytes > PAUSE_ABOVE_BYTES)) {
      paused = true;
      connection.pauseReading();
    }
  }

  /** Completes when all is done that was submitted until now; null if it is. */
  @Nullable CompletionStage<?> idle() {
    if (!busy) {
      return null;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    submit(
        () -> {
          done.complete(null);
          return null;
        },
        0);
    return done;
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
    becomeIdle();
  }

  private void becomeIdle() {
    busy = false;
    busyQueues.ended();
  }

  private void next() {
    Step step = poll();
    if (step == null) {
      becomeIdle();
    } else {
      advance(step);
    }
  }

  private @Nullable Step poll() {
    Waiting next = waiting == null ? null : waiting.poll();
    if (next != null) {
      waitingBytes -= next.bytes();
    }
    if (waiting != null && waiting.isEmpty()) {
      waiting = null;
    }
    if (paused
        && (waiting == null || waiting.size() < RESUME_BELOW)
        && waitingBytes < RESUME_BELOW_BYTES) {
      paused = false;
      connection.resumeReading();
    }
    return next == null ? null : next.step();
  }

  private static @Nullable CompletionStage<?> start(Step step) {
    try {
      return step.run();
    } catch (Exception | Error e) {
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
