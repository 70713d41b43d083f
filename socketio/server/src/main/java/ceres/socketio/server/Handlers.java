package ceres.socketio.server;

import ceres.socketio.protocol.SocketPacket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handlers of events, of one socket or of all sockets of a namespace. Several of the same event run
 * in the order in which they were added.
 *
 * <p>Thread-safe by concurrent collections.
 */
public final class Handlers {
  private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

  private final Map<String, List<Registered>> byEvent = new ConcurrentHashMap<>(4);
  private final List<Registered> any = new CopyOnWriteArrayList<>();
  private final List<Registered> unhandled = new CopyOnWriteArrayList<>();
  private final List<BiConsumer<Socket, DisconnectReason>> disconnecting =
      new CopyOnWriteArrayList<>();
  private final List<BiConsumer<Socket, DisconnectReason>> disconnect =
      new CopyOnWriteArrayList<>();

  /** Handles an event where its kind of handler runs. */
  sealed interface Registered {}

  /** On a virtual thread. */
  record Blocking(EventHandler handler) implements Registered {}

  /** On the event loop. */
  record Async(AsyncEventHandler handler) implements Registered {}

  Handlers() {}

  /** Adds a handler that may block. */
  public Handlers on(String event, EventHandler handler) {
    add(event, new Blocking(handler));
    return this;
  }

  /** Adds a handler that must not block; see {@link AsyncEventHandler}. */
  public Handlers onAsync(String event, AsyncEventHandler handler) {
    add(event, new Async(handler));
    return this;
  }

  /** Adds a handler of every event, which runs before the event's own; it may block. */
  public Handlers onAny(EventHandler handler) {
    any.add(new Blocking(handler));
    return this;
  }

  /** Adds a handler of events that have no other; it must not block. */
  public Handlers onUnhandledAsync(AsyncEventHandler handler) {
    unhandled.add(new Async(handler));
    return this;
  }

  /**
   * Adds a handler of the end of a socket, which is still in its rooms. It runs at once on the
   * event loop, maybe before earlier events were handled, and must not block.
   */
  public Handlers onDisconnecting(BiConsumer<Socket, DisconnectReason> handler) {
    disconnecting.add(handler);
    return this;
  }

  /** Adds a handler of the end of a socket, which runs after all its events; it may block. */
  public Handlers onDisconnect(BiConsumer<Socket, DisconnectReason> handler) {
    disconnect.add(handler);
    return this;
  }

  private void add(String event, Registered handler) {
    if (SocketPacket.Event.isReserved(event)) {
      throw new IllegalArgumentException(event + " is a reserved name");
    }
    byEvent.computeIfAbsent(event, _ -> new CopyOnWriteArrayList<>()).add(handler);
  }

  List<Registered> of(String event) {
    return byEvent.getOrDefault(event, List.of());
  }

  List<Registered> any() {
    return any;
  }

  List<Registered> unhandled() {
    return unhandled;
  }

  /** Runs the handlers of {@link #onDisconnecting}. */
  void disconnecting(Socket socket, DisconnectReason reason) {
    run(disconnecting, socket, reason);
  }

  /** Runs the handlers of {@link #onDisconnect}. */
  void disconnect(Socket socket, DisconnectReason reason) {
    run(disconnect, socket, reason);
  }

  private static void run(
      List<BiConsumer<Socket, DisconnectReason>> handlers, Socket socket, DisconnectReason reason) {
    for (BiConsumer<Socket, DisconnectReason> handler : handlers) {
      try {
        handler.accept(socket, reason);
      } catch (RuntimeException | Error e) {
        LOG.error("a disconnect handler failed", e);
      }
    }
  }
}
