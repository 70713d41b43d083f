package ceres.socketio.server;

import ceres.socketio.server.Handlers.Async;
import ceres.socketio.server.Handlers.Blocking;
import ceres.socketio.server.Handlers.Check;
import ceres.socketio.server.Handlers.Registered;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which handlers an event has, and their run, one after the other: catch-all ones first, then the
 * checks, then those of the event; each time the namespace's before the socket's own.
 *
 * <p>Event-loop confined.
 */
final class EventDispatch {
  private static final Logger LOG = LoggerFactory.getLogger(EventDispatch.class);

  private final Event event;
  private final List<Handlers> sources;
  private final List<Registered> handlers;

  /**
   * @param sources where handlers are registered, in the order in which they run
   */
  EventDispatch(Event event, List<Handlers> sources) {
    this.event = event;
    this.sources = sources;
    this.handlers = handlersOf(event.name());
  }

  /** Runs all handlers; returns null when they are done, or what completes when they are. */
  @Nullable CompletionStage<?> run() {
    return runFrom(0);
  }

  private List<Registered> handlersOf(String name) {
    List<Registered> named = all(source -> source.of(name));
    if (named.isEmpty()) {
      named = all(Handlers::unhandled);
    }
    return concat(concat(all(Handlers::any), all(Handlers::checks)), named);
  }

  private List<Registered> all(Function<Handlers, List<Registered>> kind) {
    List<Registered> all = List.of();
    for (Handlers source : sources) {
      all = concat(all, kind.apply(source));
    }
    return all;
  }

  private static List<Registered> concat(List<Registered> first, List<Registered> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() ? second : first;
    }
    List<Registered> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private @Nullable CompletionStage<?> runFrom(int index) {
    for (int i = index; i < handlers.size(); i++) {
      Registered handler = handlers.get(i);
      CompletableFuture<Boolean> mayGoOn =
          start(handler).handle((_, failure) -> passes(handler, failure)).toCompletableFuture();
      if (!mayGoOn.isDone()) {
        int next = i + 1;
        return mayGoOn.thenComposeAsync(
            goOn -> orDone(goOn ? runFrom(next) : null), event.socket().loop());
      }
      if (!mayGoOn.join()) {
        return null;
      }
    }
    return null;
  }

  private static CompletionStage<?> orDone(@Nullable CompletionStage<?> stage) {
    return stage == null ? CompletableFuture.completedFuture(null) : stage;
  }

  private CompletionStage<?> start(Registered handler) {
    try {
      return switch (handler) {
        case Async(AsyncEventHandler async) -> async.handle(event);
        case Blocking(EventHandler blocking) -> onVirtualThread(() -> blocking.handle(event));
        case Check(EventCheck check) -> onVirtualThread(() -> check.check(event));
      };
    } catch (Exception | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<?> onVirtualThread(BlockingStep.Code code) {
    return BlockingStep.on(event.socket().namespace().server().blocking(), code);
  }

  /** Tells of a failure; whether what follows is to run. */
  private boolean passes(Registered handler, @Nullable Throwable failure) {
    if (failure == null) {
      return true;
    }
    boolean told = false;
    for (Handlers source : sources) {
      told |= source.failed(event, failure);
    }
    boolean isCheck = handler instanceof Check;
    if (!told) {
      LOG.error(
          "{} {}, socket {}",
          isCheck ? "a check stopped" : "a handler failed of",
          event.name(),
          event.socket().id(),
          failure);
    }
    return !isCheck;
  }
}
