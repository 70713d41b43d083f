package ceres.socketio.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * How the sockets of a namespace, or of all children of a parent, are received.
 *
 * <p>Thread-safe by concurrent collections.
 */
final class Reception {
  private final List<Middleware> middleware = new CopyOnWriteArrayList<>();
  private final List<Consumer<Socket>> connectionHandlers = new CopyOnWriteArrayList<>();
  private final Handlers handlers;

  Reception(AtomicBoolean outgoingIsSeen) {
    this.handlers = new Handlers(outgoingIsSeen);
  }

  /** What a client has to pass, in order. */
  List<Middleware> middleware() {
    return middleware;
  }

  List<Consumer<Socket>> connectionHandlers() {
    return connectionHandlers;
  }

  Handlers handlers() {
    return handlers;
  }
}
