package ceres.socketio.server;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How the sockets of a namespace, or of all children of a parent, are received.
 *
 * <p>Thread-safe by concurrent collections.
 */
final class Reception {
  private final List<Steps.Step> middleware = new CopyOnWriteArrayList<>();
  private final List<Steps.Step> connectionHandlers = new CopyOnWriteArrayList<>();
  private final Handlers handlers;

  Reception(AtomicBoolean outgoingIsSeen) {
    this.handlers = new Handlers(outgoingIsSeen);
  }

  /** What a client has to pass, in order. */
  List<Steps.Step> middleware() {
    return middleware;
  }

  void use(Middleware check) {
    middleware.add(new Steps.Blocking(check::check));
  }

  void useAsync(AsyncMiddleware check) {
    middleware.add(new Steps.Async(check::check));
  }

  /** What is run for a client that was let in, in order. */
  List<Steps.Step> connectionHandlers() {
    return connectionHandlers;
  }

  void onConnection(Consumer<Socket> handler) {
    connectionHandlers.add(new Steps.Blocking(handler::accept));
  }

  void onConnectionAsync(Function<Socket, ? extends CompletionStage<?>> handler) {
    connectionHandlers.add(new Steps.Async(handler::apply));
  }

  Handlers handlers() {
    return handlers;
  }
}
