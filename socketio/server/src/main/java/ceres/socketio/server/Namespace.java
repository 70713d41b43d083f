package ceres.socketio.server;

import ceres.socketio.adapter.Adapter;
import ceres.socketio.adapter.BroadcastOptions;
import ceres.socketio.adapter.RecoveryStore;
import ceres.socketio.protocol.SocketPacket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
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
  private final Packets packets;
  private final Adapter<EncodedMessages> adapter;
  private final @Nullable RecoveryStore<EncodedMessages> recoveryStore;
  private final Map<String, Socket> sockets = new ConcurrentHashMap<>();
  private final List<Middleware> middleware = new CopyOnWriteArrayList<>();
  private final List<Consumer<Socket>> connectionHandlers = new CopyOnWriteArrayList<>();
  private final Handlers handlers = new Handlers();

  Namespace(
      String name,
      SocketIoServer server,
      Packets packets,
      Adapter<EncodedMessages> adapter,
      @Nullable RecoveryStore<EncodedMessages> recoveryStore) {
    this.name = name;
    this.server = server;
    this.packets = packets;
    this.adapter = adapter;
    this.recoveryStore = recoveryStore;
  }

  /** The name, beginning with {@code /}. */
  public String name() {
    return name;
  }

  /** Adds a check that every client has to pass, after those added before. */
  public Namespace use(Middleware check) {
    middleware.add(check);
    return this;
  }

  /**
   * Adds a handler of new sockets. It runs on a virtual thread and may block; the client was told
   * that it is connected, and its events wait until the handler returned.
   */
  public Namespace onConnection(Consumer<Socket> handler) {
    connectionHandlers.add(handler);
    return this;
  }

  /** The handlers of all sockets of this namespace, before each one's own. */
  public Handlers handlers() {
    return handlers;
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

  /** The connected socket with an id, or null. */
  public @Nullable Socket socket(String id) {
    return sockets.get(id);
  }

  /** How many sockets are connected. */
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

  /** A socket is connected. */
  void add(Socket socket) {
    sockets.put(socket.id(), socket);
  }

  /** It is connected no more. */
  void remove(Socket socket) {
    sockets.remove(socket.id(), socket);
  }

  List<Consumer<Socket>> connectionHandlers() {
    return connectionHandlers;
  }

  SocketIoServer server() {
    return server;
  }

  /**
   * Runs the middleware on a virtual thread.
   *
   * @param decision told once: null to let the socket in
   */
  void admit(Socket socket, Consumer<@Nullable ConnectionRefusedException> decision) {
    if (middleware.isEmpty()) {
      decision.accept(null);
    } else {
      server.blocking().execute(() -> decision.accept(check(socket)));
    }
  }

  private @Nullable ConnectionRefusedException check(Socket socket) {
    try {
      for (Middleware check : middleware) {
        check.check(socket);
      }
      return null;
    } catch (ConnectionRefusedException refusal) {
      return sendable(refusal);
    } catch (Exception | Error e) {
      LOG.error("middleware of {} failed", name, e);
      return new ConnectionRefusedException(INTERNAL, null);
    }
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
