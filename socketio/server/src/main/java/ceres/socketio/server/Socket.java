package ceres.socketio.server;

import ceres.engineio.server.Session;
import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.adapter.BroadcastOptions;
import ceres.socketio.adapter.Legacy;
import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.RecoveryStore;
import ceres.socketio.adapter.Reservation;
import ceres.socketio.protocol.SocketPacket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
  private final @Nullable Reservation<EncodedMessages> reservation;
  private final @Nullable RecoverableSocket recovery;
  private final ConcurrentMap<String, Object> data;
  private final AtomicLong nextAckId = new AtomicLong();
  private final PendingAcks acks;
  private volatile boolean connected;
  private volatile boolean over;
  private volatile boolean recoveryDeclined;
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
    this.connection = connection;
    this.session = connection.session();
    this.handshake = handshake;
    this.reservation = reservation;
    this.data = new ConcurrentHashMap<>(reservation == null ? Map.of() : reservation.data());
    this.acks = new PendingAcks(session.loop());
    this.queue = new EventQueue(session.loop(), connection);
    this.dispatch = new EventDispatch(this, namespace.handlers(), handlers);
    this.member = new SocketMember(this, namespace.server().shardOf(session.loop()));
    this.recovery = recoverable();
  }

  private @Nullable RecoverableSocket recoverable() {
    Recovery shared = namespace.server().recovery();
    RecoveryStore<EncodedMessages> store = namespace.recoveryStore();
    if (shared == null || store == null || connection.revision() == Revision.V4) {
      return null;
    }
    String formerPid = handshake.pid();
    String pid = reservation == null || formerPid == null ? namespace.server().newId() : formerPid;
    return new RecoverableSocket(this, session, shared, store, pid, handshake.offset());
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
   * The application's data of this client, which a client that comes back finds again, as it was
   * then; see {@link #recovered}.
   */
  public ConcurrentMap<String, Object> data() {
    return data;
  }

  /**
   * Whether the client was lost and came back: the socket has the id, the rooms and the data that
   * it had before, and the client gets what it missed, before anything that is sent later. For a
   * middleware: whether all this will be so if the client is let in; the rooms and what was missed
   * are not touched before that.
   */
  public boolean recovered() {
    return reservation != null;
  }

  /**
   * For a middleware: lets the client in as if it had never been here, for example because it is
   * somebody else now. All middleware then runs once more, for another socket that is not {@link
   * #recovered}. What the client left stays for who it belongs to. Does nothing if the socket is
   * not recovered.
   */
  public void declineRecovery() {
    recoveryDeclined = true;
  }

  /**
   * Sends an event.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @throws IllegalArgumentException if an argument cannot be written as JSON
   */
  public void emit(String event, @Nullable Object... args) {
    BroadcastFlags flags = BroadcastFlags.DEFAULT;
    Packets packets = namespace.packets();
    send(packets.encode(packets.event(event, JsonValues.fromAll(args), flags), flags));
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
        namespace
            .packets()
            .encode(
                new SocketPacket.Event(namespace.name(), ackId, event, JsonValues.fromAll(args)));
    boolean accepted =
        onLoop(() -> {
          if (!connected) {
            answer.completeExceptionally(new TimeoutException("the client has left"));
            return;
          }
          acks.await(ackId, answer, timeout);
          packet.sendTo(session);
        });
    if (!accepted) {
      answer.completeExceptionally(new TimeoutException("the server has ended"));
    }
    return answer.minimalCompletionStage();
  }

  /** Enters a room. Does nothing from the handlers of the disconnect on. */
  public void join(String room) {
    if (!over) {
      namespace.adapter().join(member, Set.of(room));
    }
  }

  /** Leaves a room. Does nothing from the handlers of the disconnect on. */
  public void leave(String room) {
    if (!over) {
      namespace.adapter().leave(member, Set.of(room));
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

  /**
   * Makes the client leave the namespace, after all that was sent to it.
   *
   * @param close whether to close its connection, all namespaces, too
   */
  public void disconnect(boolean close) {
    onLoop(() -> {
      if (recovery == null || !recovery.kick()) {
        connection.disconnect(this, close);
      }
    });
  }

  /** Sends a packet, if the socket is still connected then, or its client may come back. */
  void send(EncodedMessages packet) {
    onLoop(() -> {
      if (recovery == null || !recovery.forwards(packet)) {
        take(packet);
      }
    });
  }

  /** Takes a packet for the client; on the loop. */
  void take(EncodedMessages packet) {
    if (recovery != null) {
      recovery.remember(packet);
    }
    if (connected) {
      packet.sendTo(session);
    }
  }

  /** Takes a packet that the client may miss; on the loop. */
  void takeVolatile(EncodedMessages packet) {
    if (connected && session.isWritable()) {
      packet.sendTo(session);
    }
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
    if (recovery != null) {
      recovery.connected();
    }
    begin();
    namespace.adapter().add(member);
    queue.submit(this::runConnectionHandlers, 0);
  }

  /** What the client left before, to be released or completed; null if there is nothing. */
  @Nullable Reservation<EncodedMessages> reservation() {
    return reservation;
  }

  boolean isRecoveryDeclined() {
    return recoveryDeclined;
  }

  /** What makes it recoverable, or null if there is no recovery. */
  @Nullable RecoverableSocket recovery() {
    return recovery;
  }

  /** The client is in again: tells it so, then what it missed. */
  void connectedAgain(RecoverableSocket recoverable, Legacy<EncodedMessages> legacy) {
    boolean kicked = recoverable.arrived(legacy, handshake.offset());
    begin();
    for (EncodedMessages packet : recoverable.log().packets()) {
      packet.sendTo(session);
    }
    queue.submit(legacy::over, 0);
    queue.submit(this::runConnectionHandlers, 0);
    if (kicked) {
      disconnect(false);
    }
  }

  private void begin() {
    connected = true;
    String pid = recovery == null ? null : recovery.pid();
    connection.send(connection.revision().granted(namespace.name(), id, pid));
    namespace.add(this);
  }

  private CompletionStage<?> runConnectionHandlers() {
    return BlockingStep.on(
        namespace.server().blocking(),
        () -> namespace.connectionHandlers().forEach(handler -> handler.accept(this)));
  }

  void received(SocketPacket.Event packet, int bytes) {
    Event event = new Event(this, packet);
    queue.submit(() -> dispatch.handle(event), bytes);
  }

  void received(SocketPacket.Ack packet) {
    acks.received(packet);
  }

  /** A ping is being sent to the client. */
  void pinged() {
    if (recovery != null && connected) {
      recovery.log().onPing();
    }
  }

  /** The client has what was sent before the last ping. */
  void ponged() {
    if (recovery != null && connected) {
      recovery.log().onPong();
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
    if (recovery == null || !recovery.left(reason)) {
      namespace.adapter().remove(member);
    }
    acks.fail();
    queue.submit(
        () ->
            BlockingStep.on(
                namespace.server().blocking(),
                () -> {
                  over = true;
                  namespace.handlers().disconnect(this, reason);
                  handlers.disconnect(this, reason);
                }),
        0);
    if (recovery != null) {
      queue.submit(
          () -> {
            recovery.over().complete(null);
            return null;
          },
          0);
    }
  }

  Executor loop() {
    return session.loop();
  }

  Member<EncodedMessages> member() {
    return member;
  }
}
