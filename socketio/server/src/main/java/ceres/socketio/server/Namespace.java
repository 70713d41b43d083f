package ceres.socketio.server;

import ceres.socketio.adapter.Adapter;
import ceres.socketio.adapter.AdapterContext;
import ceres.socketio.adapter.AdapterFactory;
import ceres.socketio.adapter.BroadcastOptions;
import ceres.socketio.adapter.RecoveryStore;
import ceres.socketio.protocol.SocketPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A namespace: a set of sockets with their middleware and handlers (Socket.IO documentation,
 * "Namespaces"). Middleware and handlers are to be registered before the server starts.
 *
 * <p>Thread-safe by concurrent collections.
 */
public final class Namespace {
  private static final Logger LOG = LoggerFactory.getLogger(Namespace.class);
  private static final String INTERNAL = "Internal server error";

  private final String name;
  private final SocketIoServer server;
  private final @Nullable ParentNamespace parent;
  private final List<Reception> receptions;
  private final List<Handlers> handlerSources;
  private final Reception own;
  private final Packets packets;
  private final Adapter<EncodedMessages> adapter;
  private final @Nullable RecoveryStore<EncodedMessages> recoveryStore;
  private final ServerSideEvents serverSide;
  private final Map<String, Socket> sockets = new ConcurrentHashMap<>();
  private final AtomicLong nextAckId = new AtomicLong();

  /** Guarded by the entry of {@link Namespaces}. */
  private int holders;

  /**
   * A namespace without sockets.
   *
   * @param parent whose child it is, or null
   */
  Namespace(String name, SocketIoServer server, @Nullable ParentNamespace parent) {
    this.name = name;
    this.server = server;
    this.parent = parent;
    this.own = new Reception(server.outgoingIsSeen());
    this.receptions = parent == null ? List.of(own) : List.of(parent.reception(), own);
    this.handlerSources = receptions.stream().map(Reception::handlers).toList();
    this.packets =
        new Packets(
            name,
            server.recovery(),
            server.config().parser(),
            server.config().engine().allowEio3(),
            server.outgoingIsSeen());
    this.serverSide = new ServerSideEvents(server.blocking());
    AdapterFactory adapters = server.config().adapters();
    this.adapter =
        adapters.adapter(
            new AdapterContext<>(
                name, server.shards(), packets::encode, serverSide, server.roomLogs()));
    this.recoveryStore = server.recovery() == null ? null : adapters.recoveryStore(name);
  }

  /** The name, beginning with {@code /}. */
  public String name() {
    return name;
  }

  /** Adds a check that every client has to pass, after those added before. */
  public Namespace use(Middleware check) {
    own.use(check);
    return this;
  }

  /** Adds a check that runs on the event loop, after those added before. */
  public Namespace useAsync(AsyncMiddleware check) {
    own.useAsync(check);
    return this;
  }

  /**
   * Adds a handler of new sockets. It runs on a virtual thread and may block; the client was told
   * that it is connected, and its events wait until the handler returned.
   */
  public Namespace onConnection(Consumer<Socket> handler) {
    own.onConnection(handler);
    return this;
  }

  /**
   * Adds a handler of new sockets that runs on the socket's event loop and must not block; the
   * client was told that it is connected, and its events wait until the returned stage is complete.
   */
  public Namespace onConnectionAsync(Function<Socket, ? extends CompletionStage<?>> handler) {
    own.onConnectionAsync(handler);
    return this;
  }

  /** The handlers of all sockets of this namespace, before each one's own. */
  public Handlers handlers() {
    return own.handlers();
  }

  /** Broadcasts to all sockets of this namespace. */
  public Broadcast broadcast() {
    return new Broadcast(this, BroadcastOptions.ALL);
  }

  /** Broadcasts to the sockets in a room. */
  public Broadcast to(String room) {
    return broadcast().to(room);
  }

  /**
   * Sends an event to all sockets of this namespace.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   */
  public void emit(String event, @Nullable Object... args) {
    broadcast().emit(event, args);
  }

  /** Broadcasts to the sockets that are not in a room. */
  public Broadcast except(String room) {
    return broadcast().except(room);
  }

  /** Puts all sockets into a room. */
  public void socketsJoin(String room) {
    broadcast().socketsJoin(room);
  }

  /** Takes all sockets out of a room. */
  public void socketsLeave(String room) {
    broadcast().socketsLeave(room);
  }

  /**
   * Makes all sockets leave the namespace.
   *
   * @param close whether to close their connections too
   */
  public void disconnectSockets(boolean close) {
    broadcast().disconnectSockets(close);
  }

  /** The sockets of this namespace, on all nodes. */
  public CompletionStage<List<RemoteSocket>> fetchSockets() {
    return broadcast().fetchSockets();
  }

  /** Sets the handler of what other nodes say with {@link #serverSideEmit}. */
  public Namespace onServerSide(String event, ServerSideHandler handler) {
    serverSide.on(event, handler);
    return this;
  }

  /**
   * Says something to this namespace on all other nodes; no client sees it.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   */
  public void serverSideEmit(String event, @Nullable Object... args) {
    CompletionStage<?> _ = adapter.serverSideEmit(event, JsonValues.fromAll(args), null);
  }

  /**
   * Asks this namespace on all other nodes.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @return what they answer, empty if there are no others
   */
  public CompletionStage<Answers> serverSideEmitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return adapter.serverSideEmit(event, JsonValues.fromAll(args), timeout).thenApply(Answers::of);
  }

  /** The connected socket with an id, of this node; or null. */
  public @Nullable Socket socket(String id) {
    return sockets.get(id);
  }

  /** The sockets that are connected to this node, as they come and go. */
  public Collection<Socket> sockets() {
    return Collections.unmodifiableCollection(sockets.values());
  }

  /** How many sockets are connected to this node. */
  public int size() {
    return sockets.size();
  }

  Adapter<EncodedMessages> adapter() {
    return adapter;
  }

  /** Where clients find what they left, or null if there is no recovery. */
  @Nullable RecoveryStore<EncodedMessages> recoveryStore() {
    return recoveryStore;
  }

  /** How packets of this namespace are made. */
  Packets packets() {
    return packets;
  }

  SocketIoServer server() {
    return server;
  }

  @Nullable ParentNamespace parent() {
    return parent;
  }

  /** An id for an event that is to be acknowledged, for one socket or many. */
  long newAckId() {
    return nextAckId.getAndIncrement();
  }

  /** Where handlers are registered, in the order in which they run, a socket's own being last. */
  List<Handlers> handlerSources(@Nullable Handlers ofSocket) {
    if (ofSocket == null) {
      return handlerSources;
    }
    List<Handlers> sources = new ArrayList<>(handlerSources);
    sources.add(ofSocket);
    return sources;
  }

  /** One more holder; see {@link Namespaces}. */
  Namespace hold() {
    holders++;
    return this;
  }

  /** One holder less; closes this and returns true if that was the last. */
  boolean release() {
    holders--;
    if (holders == 0) {
      adapter.close();
    }
    return holders == 0;
  }

  /** A socket is connected. */
  void add(Socket socket) {
    sockets.put(socket.id(), socket);
  }

  /** It is connected no more. */
  void remove(Socket socket) {
    sockets.remove(socket.id(), socket);
  }

  /** Runs the handlers of new sockets; returns null when they are done, or what completes then. */
  @Nullable CompletionStage<?> welcome(Socket socket) {
    return steps(Reception::connectionHandlers, socket).run();
  }

  private Steps steps(Function<Reception, List<Steps.Step>> kind, Socket socket) {
    List<Steps.Step> all = kind.apply(receptions.getFirst());
    if (receptions.size() > 1) {
      all = new ArrayList<>(all);
      all.addAll(kind.apply(receptions.getLast()));
    }
    return new Steps(List.copyOf(all), socket, server.blocking());
  }

  /**
   * Runs the middleware; on the socket's event loop.
   *
   * @param decision told once, on any thread: null to let the socket in
   */
  void admit(Socket socket, Consumer<@Nullable ConnectionRefusedException> decision) {
    CompletionStage<?> checks = steps(Reception::middleware, socket).run();
    if (checks == null) {
      decision.accept(null);
    } else {
      CompletionStage<?> _ =
          checks.whenComplete(
              (_, failure) -> decision.accept(failure == null ? null : refusal(failure)));
    }
  }

  private ConnectionRefusedException refusal(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
      cause = wrapped.getCause();
    }
    if (cause instanceof ConnectionRefusedException refusal) {
      return sendable(refusal);
    }
    LOG.error("middleware of {} failed", name, cause);
    return new ConnectionRefusedException(INTERNAL, null);
  }

  /** The refusal with its data as a JSON value. */
  private ConnectionRefusedException sendable(ConnectionRefusedException refusal) {
    try {
      ConnectionRefusedException sendable =
          new ConnectionRefusedException(refusal.reason(), JsonValues.from(refusal.data()));
      EncodedMessages _ =
          packets.encode(new SocketPacket.ConnectError(name, sendable.reason(), sendable.data()));
      return sendable;
    } catch (RuntimeException e) {
      LOG.error("what middleware of {} refused a client with cannot be sent", name, e);
      return new ConnectionRefusedException(refusal.reason(), null);
    }
  }
}
