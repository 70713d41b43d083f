package ceres.socketio.server;

import ceres.socketio.server.Handlers.Async;
import ceres.socketio.server.Handlers.Blocking;
import ceres.socketio.server.Handlers.Registered;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which handlers an event has, and their run, one after the other: catch-all ones first, then those
 * of the event, the namespace's before the socket's own.
 *
 * <p>Event-loop confined.
 */
final class EventDispatch {
  private static final Logger LOG = LoggerFactory.getLogger(EventDispatch.class);

  private final Socket socket;
  private final Handlers shared;
  private final Handlers own;

  EventDispatch(Socket socket, Handlers shared, Handlers own) {
    this.socket = socket;
    this.shared = shared;
    this.own = own;
  }

  /** Runs all handlers; returns null when they are done, or what completes when they are. */
  @Nullable CompletionStage<?> handle(Event event) {
    return runFrom(0, handlersOf(event.name()), event);
  }

  private List<Registered> handlersOf(String event) {
    List<Registered> named = concat(shared.of(event), own.of(event));
    if (named.isEmpty()) {
      named = concat(shared.unhandled(), own.unhandled());
    }
    return concat(concat(shared.any(), own.any()), named);
  }

  private static List<Registered> concat(List<Registered> first, List<Registered> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() ? second : first;
    }
    List<Registered> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private @Nullable CompletionStage<?> runFrom(int index, List<Registered> handlers, Event event) {
    for (int i = index; i < handlers.size(); i++) {
      CompletableFuture<?> pending = start(handlers.get(i), event).toCompletableFuture();
      if (!pending.isDone()) {
        int next = i + 1;
        return pending
            .handle((_, failure) -> log(failure, event))
            .thenComposeAsync(_ -> orDone(runFrom(next, handlers, event)), socket.loop());
      }
      CompletionStage<?> _ = pending.whenComplete((_, failure) -> log(failure, event));
    }
    return null;
  }

  private static CompletionStage<?> orDone(@Nullable CompletionStage<?> stage) {
    return stage == null ? CompletableFuture.completedFuture(null) : stage;
  }

  private CompletionStage<?> start(Registered handler, Event event) {
    try {
      return switch (handler) {
        case Async(AsyncEventHandler async) -> async.handle(event);
        case Blocking(EventHandler blocking) ->
            BlockingStep.on(socket.namespace().server().blocking(), () -> blocking.handle(event));
      };
    } catch (Exception | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Void log(@Nullable Throwable failure, Event event) {
    if (failure != null) {
      LOG.error("a handler of {} failed, socket {}", event.name(), socket.id(), failure);
    }
    return null;
  }
}
