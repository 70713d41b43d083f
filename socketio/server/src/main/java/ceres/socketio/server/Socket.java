package ceres.socketio.server;

import ceres.engineio.server.Session;
import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.adapter.BroadcastOptions;
import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.Shard;
import ceres.socketio.protocol.SocketPacket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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
  private final ClientConnection connection;
  private final Session session;
  private final Handshake handshake;
  private final EventQueue queue;
  private final Member<EncodedMessages> member;
  private final Handlers handlers = new Handlers();
  private final EventDispatch dispatch;
  private final AtomicLong nextAckId = new AtomicLong();
  private volatile boolean connected;
  private volatile @Nullable Object attachment;

  // Event-loop confined.
  private @Nullable Map<Long, CompletableFuture<List<@Nullable Object>>> pendingAcks;

  Socket(Namespace namespace, ClientConnection connection, Handshake handshake) {
    this.id = namespace.server().newSocketId();
    this.namespace = namespace;
    this.connection = connection;
    this.session = connection.session();
    this.handshake = handshake;
    this.queue = new EventQueue(session.loop(), connection);
    this.dispatch = new EventDispatch(this, namespace.handlers(), handlers);
    this.member = new AsMember(namespace.server().shardOf(session.loop()));
  }

  /** The socket's id: not that of the connection, and another one in each namespace. */
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

  /** Whether the client was let in and has not left. */
  public boolean isConnected() {
    return connected;
  }

  /** The handlers of this socket alone, after those of its namespace. */
  public Handlers handlers() {
    return handlers;
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
   * Sends an event.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @throws IllegalArgumentException if an argument cannot be written as JSON
   */
  public void emit(String event, @Nullable Object... args) {
    send(
        EncodedMessages.of(
            new SocketPacket.Event(namespace.name(), null, event, JsonValues.fromAll(args))));
  }

  /**
   * Sends an event and waits for the client's acknowledgement.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @return what the client answered; fails with {@link TimeoutException} when it does not answer
   *     in time or leaves. Completed on the event loop: what depends on it must not block, unless
   *     it is handed to another thread
   * @throws IllegalArgumentException if an argument cannot be written as JSON
   */
  public CompletionStage<List<@Nullable Object>> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    CompletableFuture<List<@Nullable Object>> answer = new CompletableFuture<>();
    long ackId = nextAckId.getAndIncrement();
    EncodedMessages packet =
        EncodedMessages.of(
            new SocketPacket.Event(namespace.name(), ackId, event, JsonValues.fromAll(args)));
    boolean accepted =
        onLoop(() -> {
          if (!connected) {
            answer.completeExceptionally(new TimeoutException("the client has left"));
            return;
          }
          Map<Long, CompletableFuture<List<@Nullable Object>>> acks = pendingAcks;
          if (acks == null) {
            acks = new HashMap<>();
            pendingAcks = acks;
          }
          acks.put(ackId, answer);
          var timer = session.loop().schedule(timeout, () -> expire(ackId));
          CompletionStage<?> _ = answer.whenComplete((_, _) -> timer.cancel());
          packet.sendTo(session);
        });
    if (!accepted) {
      answer.completeExceptionally(new TimeoutException("the server has ended"));
    }
    return answer.minimalCompletionStage();
  }

  /** Enters a room. */
  public void join(String room) {
    namespace.adapter().join(member, Set.of(room));
  }

  /** Leaves a room. */
  public void leave(String room) {
    namespace.adapter().leave(member, Set.of(room));
  }

  /** Broadcasts to all other sockets of the namespace. */
  public Broadcast broadcast() {
    return new Broadcast(namespace, BroadcastOptions.ALL).except(id);
  }

  /** Broadcasts to the other sockets in a room. */
  public Broadcast to(String room) {
    return broadcast().to(room);
  }

  /**
   * Makes the client leave the namespace, after all that was sent to it.
   *
   * @param close whether to close its connection, all namespaces, too
   */
  public void disconnect(boolean close) {
    onLoop(() -> connection.disconnect(this, close));
  }

  /** Sends a packet, if the socket is still connected then. */
  void send(EncodedMessages packet) {
    onLoop(() -> {
      if (connected) {
        packet.sendTo(session);
      }
    });
  }

  /**
   * Runs a task on the loop.
   *
   * @return false if it never will, because the server has ended, and all sockets with it
   */
  boolean onLoop(Runnable task) {
    try {
      session.loop().execute(task);
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }

  // ---- what its connection calls, on the loop

  /** The client is in: tells it so, before anything else that is sent. */
  void connected() {
    connected = true;
    connection.send(new SocketPacket.Connect(namespace.name(), Map.of("sid", id)));
    namespace.add(this);
    queue.submit(
        () ->
            BlockingStep.on(
                namespace.server().blocking(),
                () -> namespace.connectionHandlers().forEach(handler -> handler.accept(this))),
        0);
  }

  void received(SocketPacket.Event packet, int bytes) {
    Event event = new Event(this, packet);
    queue.submit(() -> dispatch.handle(event), bytes);
  }

  void received(SocketPacket.Ack packet) {
    CompletableFuture<List<@Nullable Object>> answer =
        pendingAcks == null ? null : pendingAcks.remove(packet.id());
    if (answer != null) {
      answer.complete(packet.args());
    }
  }

  /** The client has left, or was made to. */
  void left(DisconnectReason reason) {
    if (!connected) {
      return;
    }
    connected = false;
    namespace.handlers().disconnecting(this, reason);
    handlers.disconnecting(this, reason);
    namespace.remove(this);
    failPendingAcks();
    queue.submit(
        () ->
            BlockingStep.on(
                namespace.server().blocking(),
                () -> {
                  namespace.handlers().disconnect(this, reason);
                  handlers.disconnect(this, reason);
                }),
        0);
  }

  Executor loop() {
    return session.loop();
  }

  Member<EncodedMessages> member() {
    return member;
  }

  private void expire(long ackId) {
    CompletableFuture<List<@Nullable Object>> answer =
        pendingAcks == null ? null : pendingAcks.remove(ackId);
    if (answer != null) {
      answer.completeExceptionally(new TimeoutException("the client did not answer in time"));
    }
  }

  private void failPendingAcks() {
    if (pendingAcks != null) {
      List<CompletableFuture<List<@Nullable Object>>> all = List.copyOf(pendingAcks.values());
      pendingAcks = null;
      all.forEach(answer -> answer.completeExceptionally(new TimeoutException("the client left")));
    }
  }

  /** What the adapter sees of a socket. */
  private final class AsMember implements Member<EncodedMessages> {
    private final Shard shard;

    AsMember(Shard shard) {
      this.shard = shard;
    }

    @Override
    public String sid() {
      return id;
    }

    @Override
    public Shard shard() {
      return shard;
    }

    @Override
    public void deliver(EncodedMessages packet, BroadcastFlags flags) {
      if (!flags.isVolatile() || session.isWritable()) {
        packet.sendTo(session);
      }
    }

    @Override
    public Map<String, @Nullable Object> snapshot() {
      return Map.of();
    }

    @Override
    public void disconnect(boolean close) {
      Socket.this.disconnect(close);
    }
  }
}
