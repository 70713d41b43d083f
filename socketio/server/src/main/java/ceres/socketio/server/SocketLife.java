package ceres.socketio.server;

import ceres.engineio.server.Session;
import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.adapter.Legacy;
import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.RecoveryStore;
import ceres.socketio.adapter.Reservation;
import ceres.socketio.protocol.SocketPacket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a socket: it is let in, receives and sends, leaves, and maybe is come back to.
 *
 * <p>Event-loop confined, but for what says that it may be called anywhere.
 */
final class SocketLife {
  private final Socket socket;
  private final ClientConnection connection;
  private final Session session;
  private final EventQueue queue;
  private final Member<EncodedMessages> member;
  private final @Nullable Reservation<EncodedMessages> reservation;
  private final @Nullable RecoverableSocket recovery;
  private @Nullable PendingAcks acks;
  private volatile boolean connected;
  private volatile boolean over;
  private volatile boolean recoveryDeclined;
  private boolean settled;
  private boolean released;

  SocketLife(
      Socket socket,
      ClientConnection connection,
      @Nullable Reservation<EncodedMessages> reservation) {
    this.socket = socket;
    this.connection = connection;
    this.session = connection.session();
    this.reservation = reservation;
    this.queue = new EventQueue(session.loop(), connection, namespace().server());
    this.member = new SocketMember(socket, namespace().server().shardOf(session.loop()));
    this.recovery = recoverable();
  }

  private @Nullable RecoverableSocket recoverable() {
    Recovery shared = namespace().server().recovery();
    RecoveryStore<EncodedMessages> store = namespace().recoveryStore();
    if (shared == null || store == null || connection.revision() == Revision.V4) {
      return null;
    }
    Handshake handshake = socket.handshake();
    String formerPid = handshake.pid();
    String pid =
        reservation == null || formerPid == null ? namespace().server().newId() : formerPid;
    return new RecoverableSocket(socket, member, session, shared, store, pid, handshake.offset());
  }

  private Namespace namespace() {
    return socket.namespace();
  }

  // ---- may be called anywhere

  boolean isConnected() {
    return connected;
  }

  /** Whether the handlers of its disconnect have begun. */
  boolean isOver() {
    return over;
  }

  void declineRecovery() {
    recoveryDeclined = true;
  }

  boolean isRecoveryDeclined() {
    return recoveryDeclined;
  }

  Executor loop() {
    return session.loop();
  }

  boolean inLoop() {
    return session.loop().inLoop();
  }

  Member<EncodedMessages> member() {
    return member;
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

  /** Sends a packet later. */
  void send(EncodedMessages packet, BroadcastFlags flags) {
    onLoop(() -> {
      if (recovery == null || !recovery.forwards(packet)) {
        boolean _ = take(packet, flags, false);
      }
    });
  }

  /** Makes the client leave later, after all that was sent to it. */
  void disconnect(boolean close) {
    onLoop(() -> {
      if (recovery == null || !recovery.kick()) {
        connection.disconnect(socket, close);
      }
    });
  }

  // ---- sending

  /**
   * Takes a packet for the client.
   *
   * @param kept whether the log of a room keeps it
   * @return whether it is sent now
   */
  boolean take(EncodedMessages packet, BroadcastFlags flags, boolean kept) {
    if (recovery != null && !(kept && recovery.log().isSharing())) {
      recovery.remember(packet);
    }
    if (!connected) {
      return false;
    }
    if (flags.isVolatile() && !session.isWritable()) {
      namespace().server().shardOf(session.loop()).dropped().add(1);
      return false;
    }
    transmit(packet);
    return true;
  }

  /** Takes an event, and the client's answer to it. */
  void ask(
      EncodedMessages packet,
      BroadcastFlags flags,
      long id,
      CompletableFuture<List<@Nullable Object>> answer,
      Duration timeout) {
    if (!connected || (flags.isVolatile() && !session.isWritable())) {
      answer.completeExceptionally(new TimeoutException("the client is not reached"));
      return;
    }
    if (acks == null) {
      acks = new PendingAcks(session.loop());
    }
    acks.await(id, answer, timeout);
    transmit(packet);
  }

  private void transmit(EncodedMessages packet) {
    SocketPacket.Event event = packet.seen();
    if (event != null) {
      List<@Nullable Object> args = event.args();
      List<@Nullable Object> own =
          packet.offset() == null ? args : args.subList(0, args.size() - 1);
      socket.handlerSources().forEach(source -> source.sent(socket, event.name(), own));
    }
    packet.sendTo(session);
  }

  // ---- what its connection calls

  /** The client is in: tells it so, before anything else that is sent. */
  void connected() {
    if (recovery != null) {
      recovery.connected();
    }
    begin();
    namespace().adapter().add(member);
    queue.submit(this::runConnectionHandlers, 0);
  }

  /** What the client left before, to be released or completed; null if there is nothing. */
  @Nullable Reservation<EncodedMessages> reservation() {
    return reservation;
  }

  /** Leaves what the client left to a later attempt, unless that is settled. */
  void releaseReservation() {
    if (reservation != null && !settled) {
      settled = true;
      reservation.release();
    }
  }

  /** Takes the place of what the client left. */
  CompletionStage<@Nullable Legacy<EncodedMessages>> completeReservation(
      Reservation<EncodedMessages> mine) {
    settled = true;
    return mine.complete(member);
  }

  /** What makes it recoverable, or null if there is no recovery. */
  @Nullable RecoverableSocket recovery() {
    return recovery;
  }

  /** The client is in again: tells it so, then what it missed. */
  void connectedAgain(RecoverableSocket recoverable, Legacy<EncodedMessages> legacy) {
    boolean kicked = recoverable.arrived(legacy, socket.handshake().offset());
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
    connection.send(
        namespace(), connection.revision().granted(namespace().name(), socket.id(), pid));
    namespace().add(socket);
  }

  private @Nullable CompletionStage<?> runConnectionHandlers() {
    return namespace().welcome(socket);
  }

  void received(SocketPacket.Event packet, int bytes) {
    Event event = new Event(socket, packet);
    queue.submit(() -> new EventDispatch(event, socket.handlerSources()).run(), bytes);
  }

  void received(SocketPacket.Ack packet) {
    if (acks != null) {
      acks.received(packet);
    }
  }

  /** Completes when all is handled that was received until now; null if it is. */
  @Nullable CompletionStage<?> handled() {
    return queue.idle();
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
    socket.handlerSources().forEach(source -> source.disconnecting(socket, reason));
    namespace().remove(socket);
    if (recovery == null || !recovery.left(reason)) {
      namespace().adapter().remove(member);
      release();
    }
    if (acks != null) {
      acks.fail();
    }
    queue.submit(() -> runDisconnectHandlers(reason), 0);
    if (recovery != null) {
      queue.submit(
          () -> {
            recovery.over();
            return null;
          },
          0);
    }
  }

  private @Nullable CompletionStage<?> runDisconnectHandlers(DisconnectReason reason) {
    if (socket.handlerSources().stream().noneMatch(Handlers::handlesDisconnect)) {
      over = true;
      return null;
    }
    return BlockingStep.on(
        namespace().server().blocking(),
        () -> {
          over = true;
          socket.handlerSources().forEach(source -> source.disconnect(socket, reason));
        });
  }

  /** Another socket of this client's needs the namespace in its place. */
  void passOnHold() {
    released = true;
  }

  /** It needs its namespace no more: nobody is in, or comes back. */
  void release() {
    if (!released) {
      released = true;
      namespace().server().namespaces().release(namespace());
    }
  }
}
