package ceres.socketio.server;

import ceres.socketio.protocol.SocketPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handlers of events, of one socket or of all sockets of a namespace. Several of the same event run
 * in the order in which they were added.
 *
 * <p>For an event there run, one after the other: those of {@link #onAny}, the checks of {@link
 * #use}, then those of the event. Those of a socket's namespace come before its own each time.
 *
 * <p>Thread-safe by immutable collections that are replaced under a lock.
 */
public final class Handlers {
  private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

  private final AtomicBoolean outgoingIsSeen;
  private volatile Map<String, List<Registered>> byEvent = Map.of();
  private volatile List<Registered> any = List.of();
  private volatile List<Registered> checks = List.of();
  private volatile List<Registered> unhandled = List.of();
  private volatile List<OutgoingListener> outgoing = List.of();
  private volatile List<BiConsumer<Event, Throwable>> failing = List.of();
  private volatile List<BiConsumer<Socket, DisconnectReason>> disconnecting = List.of();
  private volatile List<BiConsumer<Socket, DisconnectReason>> disconnect = List.of();

  /** Handles an event where its kind of handler runs. */
  sealed interface Registered {}

  /** On a virtual thread. */
  record Blocking(EventHandler handler) implements Registered {}

  /** On the event loop. */
  record Async(AsyncEventHandler handler) implements Registered {}

  /** On a virtual thread; what follows depends on it. */
  record Check(EventCheck check) implements Registered {}

  /**
   * Without any handler.
   *
   * @param outgoingIsSeen set when there is somebody to see what is sent
   */
  Handlers(AtomicBoolean outgoingIsSeen) {
    this.outgoingIsSeen = outgoingIsSeen;
  }

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

  /** Removes all handlers of an event. */
  public synchronized Handlers off(String event) {
    Map<String, List<Registered>> fewer = new HashMap<>(byEvent);
    fewer.remove(event);
    byEvent = Map.copyOf(fewer);
    return this;
  }

  /** Adds a handler of every event, which runs before all else; it may block. */
  public synchronized Handlers onAny(EventHandler handler) {
    any = with(any, new Blocking(handler));
    return this;
  }

  /** Adds a check that every event has to pass before its handlers run (a socket middleware). */
  public synchronized Handlers use(EventCheck check) {
    checks = with(checks, new Check(check));
    return this;
  }

  /** Adds a handler of events that have no other; it may block. */
  public synchronized Handlers onUnhandled(EventHandler handler) {
    unhandled = with(unhandled, new Blocking(handler));
    return this;
  }

  /** Adds a handler of events that have no other; it must not block. */
  public synchronized Handlers onUnhandledAsync(AsyncEventHandler handler) {
    unhandled = with(unhandled, new Async(handler));
    return this;
  }

  /** Adds a listener to every event that is sent. */
  public synchronized Handlers onAnyOutgoing(OutgoingListener listener) {
    outgoing = with(outgoing, listener);
    outgoingIsSeen.set(true);
    return this;
  }

  /**
   * Adds a handler of events that a check stopped or a handler failed with. If there is none, the
   * failure is logged. It may run on the event loop, and must not block.
   */
  public synchronized Handlers onError(BiConsumer<Event, Throwable> handler) {
    failing = with(failing, handler);
    return this;
  }

  /**
   * Adds a handler of the end of a socket, which is still in its rooms. It runs at once on the
   * event loop, maybe before earlier events were handled, and must not block.
   */
  public synchronized Handlers onDisconnecting(BiConsumer<Socket, DisconnectReason> handler) {
    disconnecting = with(disconnecting, handler);
    return this;
  }

  /** Adds a handler of the end of a socket, which runs after all its events; it may block. */
  public synchronized Handlers onDisconnect(BiConsumer<Socket, DisconnectReason> handler) {
    disconnect = with(disconnect, handler);
    return this;
  }

  private synchronized void add(String event, Registered handler) {
    if (SocketPacket.Event.isReserved(event)) {
      throw new IllegalArgumentException(event + " is a reserved name");
    }
    Map<String, List<Registered>> more = new HashMap<>(byEvent);
    more.put(event, with(of(event), handler));
    byEvent = Map.copyOf(more);
  }

  private static <T> List<T> with(List<T> some, T another) {
    List<T> more = new ArrayList<>(some);
    more.add(another);
    return List.copyOf(more);
  }

  List<Registered> of(String event) {
    return byEvent.getOrDefault(event, List.of());
  }

  List<Registered> any() {
    return any;
  }

  List<Registered> checks() {
    return checks;
  }

  List<Registered> unhandled() {
    return unhandled;
  }

  /** Runs the listeners of {@link #onAnyOutgoing}. */
  void sent(Socket socket, String event, List<@Nullable Object> args) {
    for (OutgoingListener listener : outgoing) {
      try {
        listener.sent(socket, event, args);
      } catch (RuntimeException | Error e) {
        LOG.error("a listener to what is sent failed", e);
      }
    }
  }

  /**
   * Runs the handlers of {@link #onError}.
   *
   * @return whether there is one
   */
  boolean failed(Event event, Throwable failure) {
    for (BiConsumer<Event, Throwable> handler : failing) {
      try {
        handler.accept(event, failure);
      } catch (RuntimeException | Error e) {
        LOG.error("an error handler failed", e);
      }
    }
    return !failing.isEmpty();
  }

  /** Runs the handlers of {@link #onDisconnecting}. */
  void disconnecting(Socket socket, DisconnectReason reason) {
    run(disconnecting, socket, reason);
  }

  /** Whether {@link #disconnect} has anything to run. */
  boolean handlesDisconnect() {
    return !disconnect.isEmpty();
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
