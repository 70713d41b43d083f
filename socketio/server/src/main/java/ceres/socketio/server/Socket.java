package ceres.socketio.server;

import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.adapter.BroadcastOptions;
import ceres.socketio.adapter.Reservation;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client in a namespace.
 *
 * <p>Thread-safe by confinement: whatever is sent, joined or left is done by a later task of the
 * socket's event loop, in the order of the calls, whichever threads they came from.
 */
public final class Socket {
  private final String id;
  private final Namespace namespace;
  private final SocketLife life;
  private final boolean recovered;
  private volatile Handshake handshake;
  private volatile @Nullable Handlers handlers;
  private volatile @Nullable ConcurrentMap<String, Object> data;
  private volatile @Nullable Object attachment;

  /**
   * A socket that is not let in yet.
   *
   * @param reservation what its client left before, and gets back if it is let in; or null
   */
  Socket(
      Namespace namespace,
      ClientConnection connection,
      Handshake handshake,
      @Nullable Reservation<EncodedMessages> reservation) {
    this.id = reservation == null ? connection.newSocketId(namespace) : reservation.sid();
    this.namespace = namespace;
    this.handshake = handshake;
    this.recovered = reservation != null;
    this.data = reservation == null ? null : new ConcurrentHashMap<>(reservation.data());
    this.life = new SocketLife(this, connection, reservation);
  }

  /**
   * The socket's id: not that of the connection, and another one in each namespace. That of a
   * client of Socket.IO 2 is a secret between it and the server: see {@link
   * SocketIoConfig.Builder#allowEio3}.
   */
  public String id() {
    return id;
  }

  /** The namespace it is in. */
  public Namespace namespace() {
    return namespace;
  }

  /** What the client said when it came. */
  public Handshake handshake() {
    return handshake;
  }

  /**
   * Forgets the payload of CONNECT, so that a secret in it is not kept as long as the connection
   * lasts: {@link Handshake#auth()} is empty from now on. For the handlers of new sockets; not for
   * a middleware, which may run once more.
   */
  public void forgetAuth() {
    handshake = new Handshake(handshake.request(), Map.of(), handshake.issued());
  }

  /** Whether the client was let in and has not left. */
  public boolean isConnected() {
    return life.isConnected();
  }

  /** The handlers of this socket alone, after those of its namespace. */
  public Handlers handlers() {
    Handlers own = handlers;
    if (own == null) {
      synchronized (this) {
        own = handlers;
        if (own == null) {
          own = new Handlers(namespace.server().outgoingIsSeen());
          handlers = own;
        }
      }
    }
    return own;
  }

  /** Adds a handler to {@link #handlers}; it runs on a virtual thread and may block. */
  public Socket on(String event, EventHandler handler) {
    handlers().on(event, handler);
    return this;
  }

  /**
   * Adds a handler of the end of this socket to {@link #handlers}: it runs after all its events, on
   * a virtual thread, and may block.
   */
  public Socket onDisconnect(Consumer<DisconnectReason> handler) {
    handlers().onDisconnect((_, reason) -> handler.accept(reason));
    return this;
  }

  /** Keeps an object of the application's with the socket, instead of the one kept before. */
  public void attach(@Nullable Object object) {
    attachment = object;
  }

  /**
   * The object that was attached.
   *
   * @throws ClassCastException if it is no such object
   * @throws IllegalStateException if there is none
   */
  public <T> T attachment(Class<T> type) {
    Object attached = attachment;
    if (attached == null) {
      throw new IllegalStateException("nothing was attached");
    }
    return type.cast(attached);
  }

  /**
   * The application's data of this client, which a client that comes back finds again, as it was
   * then; see {@link #recovered}.
   */
  public ConcurrentMap<String, Object> data() {
    ConcurrentMap<String, Object> own = data;
    if (own == null) {
      synchronized (this) {
        own = data;
        if (own == null) {
          own = new ConcurrentHashMap<>(1);
          data = own;
        }
      }
    }
    return own;
  }

  /**
   * Whether the client was lost and came back: the socket has the id, the rooms and the data that
   * it had before, and the client gets what it missed, before anything that is sent later. For a
   * middleware: whether all this will be so if the client is let in; the rooms and what was missed
   * are not touched before that.
   */
  public boolean recovered() {
    return recovered;
  }

  /**
   * For a middleware: lets the client in as if it had never been here, for example because it is
   * somebody else now. All middleware then runs once more, for another socket that is not {@link
   * #recovered}. What the client left stays for who it belongs to. Does nothing if the socket is
   * not recovered.
   */
  public void declineRecovery() {
    life.declineRecovery();
  }

  /**
   * Sends an event.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @throws IllegalArgumentException if an argument cannot be written as JSON, or the name is
   *     reserved
   */
  public void emit(String event, @Nullable Object... args) {
    emission().emit(event, args);
  }

  /**
   * Sends an event and waits for the client's acknowledgement.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @return what the client answered; fails with {@link TimeoutException} when it does not answer
   *     in time or leaves. Completed on the event loop: what depends on it must not block, unless
   *     it is handed to another thread
   * @throws IllegalArgumentException if an argument cannot be written as JSON, or the name is
   *     reserved
   */
  public CompletionStage<Answer> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return emission().emitWithAck(timeout, event, args);
  }

  /** To emit what may be lost: a client that does not keep up does not get it. */
  public Emission asVolatile() {
    return emission().asVolatile();
  }

  /** To emit what the transport may compress, or may not. */
  public Emission compress(boolean compress) {
    return emission().compress(compress);
  }

  private Emission emission() {
    return new Emission(this, BroadcastFlags.DEFAULT);
  }

  /** Enters a room. Does nothing from the handlers of the disconnect on. */
  public void join(String room) {
    join(Set.of(room));
  }

  /** Enters rooms. Does nothing from the handlers of the disconnect on. */
  public void join(Collection<String> rooms) {
    if (!life.isOver()) {
      namespace.adapter().join(life.member(), new LinkedHashSet<>(rooms));
    }
  }

  /** Leaves a room. Does nothing from the handlers of the disconnect on. */
  public void leave(String room) {
    if (!life.isOver()) {
      namespace.adapter().leave(life.member(), Set.of(room));
    }
  }

  /**
   * The rooms it is in, its own first, which has its id as name. On the socket's event loop, where
   * the handlers of {@link Handlers#onDisconnecting} run: what has taken effect by now. On any
   * other thread, which waits for it: what all calls before have come to. Nothing after the socket
   * has left.
   *
   * @throws IllegalStateException on another event loop, which must not wait
   */
  public Set<String> rooms() {
    if (life.inLoop()) {
      return namespace.adapter().rooms(life.member());
    }
    if (namespace.server().onAnyLoop()) {
      throw new IllegalStateException("an event loop must not wait for another");
    }
    CompletableFuture<Set<String>> rooms = new CompletableFuture<>();
    if (!life.onLoop(() -> rooms.complete(namespace.adapter().rooms(life.member())))) {
      return Set.of();
    }
    try {
      return rooms.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Broadcasts to all other sockets of the namespace. */
  public Broadcast broadcast() {
    return new Broadcast(namespace, BroadcastOptions.ALL).except(id);
  }

  /** Broadcasts to the other sockets in a room. */
  public Broadcast to(String room) {
    return broadcast().to(room);
  }

  /** Broadcasts to the other sockets that are not in a room. */
  public Broadcast except(String room) {
    return broadcast().except(room);
  }

  /** Makes the client leave the namespace, after all that was sent to it; its connection stays. */
  public void disconnect() {
    disconnect(false);
  }

  /**
   * Makes the client leave the namespace, after all that was sent to it.
   *
   * @param close whether to close its connection, all namespaces, too
   */
  public void disconnect(boolean close) {
    life.disconnect(close);
  }

  /** Sends a packet, if the socket is still connected then, or its client may come back. */
  void send(EncodedMessages packet, BroadcastFlags flags) {
    life.send(packet, flags);
  }

  /** Sends an event and waits for its acknowledgement. */
  CompletionStage<Answer> ask(
      EncodedMessages packet, BroadcastFlags flags, long id, Duration timeout) {
    CompletableFuture<List<@Nullable Object>> args = new CompletableFuture<>();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    // Neither thenApply nor a minimal stage: they would wrap the failure.
    CompletionStage<?> _ =
        args.whenComplete(
            (@Nullable List<@Nullable Object> values, @Nullable Throwable failure) -> {
              if (failure != null) {
                answer.completeExceptionally(failure);
              } else if (values != null) {
                answer.complete(new Answer(values));
              }
            });
    if (!life.onLoop(() -> life.ask(packet, flags, id, args, timeout))) {
      args.completeExceptionally(new TimeoutException("the server has ended"));
    }
    return answer;
  }

  Executor loop() {
    return life.loop();
  }

  /** What happens to it. */
  SocketLife life() {
    return life;
  }

  /** Where handlers are registered, in the order in which they run. */
  List<Handlers> handlerSources() {
    return namespace.handlerSources(handlers);
  }

  /** A copy of {@link #data}. */
  Map<String, Object> dataNow() {
    ConcurrentMap<String, Object> own = data;
    return own == null ? Map.of() : Map.copyOf(own);
  }
}
