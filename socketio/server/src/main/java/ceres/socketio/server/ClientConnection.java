package ceres.socketio.server;

import ceres.engineio.server.CloseReason;
import ceres.engineio.server.DeadlineQueue;
import ceres.engineio.server.Session;
import ceres.engineio.server.SessionListener;
import ceres.socketio.adapter.Legacy;
import ceres.socketio.adapter.RecoveryStore;
import ceres.socketio.adapter.Reservation;
import ceres.socketio.protocol.Decoded;
import ceres.socketio.protocol.PacketDecoder;
import ceres.socketio.protocol.PacketException;
import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection and its sockets, one per namespace. Here it is decided that nothing of a
 * client is processed before its CONNECT was accepted, and nothing after it was refused: a packet
 * for a namespace in which there is no connected socket ends the connection at once.
 *
 * <p>Event-loop confined to the session's loop.
 */
final class ClientConnection implements SessionListener {
  private final SocketIoServer server;
  private final Session session;
  private final Revision revision;
  private final PacketDecoder decoder;

  /** By namespace; those whose CONNECT is being decided on too, not connected yet. */
  private final NamespaceSockets sockets = new NamespaceSockets();

  /** Of the packet that is being handled, or whose attachments are still coming. */
  private int packetSize;

  /** Runs until the client has connected to a namespace. */
  private @Nullable ConnectDeadline connectDeadline;

  private int pauses;
  private int connectErrors;
  private boolean closed;

  private ClientConnection(SocketIoServer server, Session session) {
    this.server = server;
    this.session = session;
    this.revision = Revision.of(session);
    this.decoder = server.config().parser().newDecoder(server.config().maxAttachments());
    this.connectDeadline = new ConnectDeadline();
    server.connectDeadlines(session.loop()).arm(connectDeadline);
  }

  /** The connection of a session that was just opened. */
  static ClientConnection opened(SocketIoServer server, Session session) {
    ClientConnection connection = new ClientConnection(server, session);
    if (connection.revision == Revision.V4) {
      connection.connect(new Connect(SocketPacket.MAIN_NAMESPACE, null));
    }
    return connection;
  }

  Session session() {
    return session;
  }

  Revision revision() {
    return revision;
  }

  /** The id of a socket that is not one that was there before. */
  String newSocketId(Namespace namespace) {
    if (revision == Revision.V5) {
      return server.newId();
    }
    String prefix =
        namespace.name().equals(SocketPacket.MAIN_NAMESPACE) ? "" : namespace.name() + "#";
    return prefix + session.id();
  }

  @Override
  public void onText(String message) {
    packetSize += message.length();
    try {
      received(decoder.decodeText(message));
    } catch (PacketException e) {
      violated();
    }
  }

  @Override
  public void onBinary(byte[] message) {
    packetSize += message.length;
    try {
      received(decoder.decodeBinary(message));
    } catch (PacketException e) {
      violated();
    }
  }

  @Override
  public void onClose(CloseReason reason) {
    closed = true;
    endConnectDeadline();
    List<Socket> all = sockets.all();
    sockets.clear();
    for (Socket socket : all) {
      // So that a client that was cut off while it came back may try again at once.
      socket.life().releaseReservation();
      socket.life().left(DisconnectReason.of(reason));
    }
  }

  @Override
  public void onPing() {
    sockets.all().forEach(socket -> socket.life().pinged());
  }

  @Override
  public void onPong() {
    sockets.all().forEach(socket -> socket.life().ponged());
  }

  @Override
  public @Nullable CompletionStage<?> handling() {
    CompletableFuture<?>[] stages =
        sockets.all().stream()
            .map(socket -> socket.life().handled())
            .filter(Objects::nonNull)
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new);
    return stages.length == 0 ? null : CompletableFuture.allOf(stages);
  }

  @Override
  public @Nullable CompletionStage<?> leaving() {
    pauseReading();
    return handling();
  }

  private void received(Decoded decoded) {
    switch (decoded) {
      case Decoded.Complete(SocketPacket packet) -> {
        received(packet);
        packetSize = 0;
      }
      case Decoded.AwaitingAttachments _ -> {
        if (!isAnyoneConnected()) {
          violated();
        }
      }
    }
  }

  private void received(SocketPacket packet) {
    if (packet instanceof Connect connect) {
      Connect asked = revision.asked(connect);
      if (sockets.get(asked.namespace()) != null || sockets.isEntering(asked.namespace())) {
        violated();
      } else {
        connect(asked);
      }
      return;
    }
    Socket socket = sockets.get(packet.namespace());
    if (socket == null || !socket.isConnected()) {
      violated();
      return;
    }
    switch (packet) {
      case SocketPacket.Event event -> socket.life().received(event, packetSize);
      case SocketPacket.Ack ack -> socket.life().received(ack);
      case Disconnect _ -> {
        sockets.remove(packet.namespace());
        socket.life().left(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
      }
      case Connect _, ConnectError _, SocketPacket.LegacyError _ -> violated();
    }
  }

  private void connect(Connect connect) {
    Map<String, @Nullable Object> auth = connect.payload() == null ? Map.of() : connect.payload();
    Handshake handshake = new Handshake(session.request(), auth, Instant.now());
    String name = connect.namespace();
    Namespace namespace = server.namespaces().hold(name);
    if (namespace != null) {
      enter(namespace, handshake);
    } else if (server.namespaces().hasParents()) {
      sockets.beginEntering(name);
      server
          .blocking()
          .execute(() -> {
            Namespace child = server.namespaces().holdOrCreate(name, handshake);
            later(() -> found(name, child, handshake));
          });
    } else {
      refuseNamespace(name);
    }
  }

  /** It is known whether there is such a namespace. */
  private void found(String name, @Nullable Namespace namespace, Handshake handshake) {
    sockets.endEntering(name);
    if (closed) {
      if (namespace != null) {
        server.namespaces().release(namespace);
      }
    } else if (namespace == null) {
      refuseNamespace(name);
    } else {
      enter(namespace, handshake);
    }
  }

  private void refuseNamespace(String name) {
    refuse(
        server.of(SocketPacket.MAIN_NAMESPACE), new ConnectError(name, "Invalid namespace", null));
  }

  /** Who goes on asking for what is refused is not listened to for ever. */
  private void refuse(Namespace namespace, SocketPacket refusal) {
    send(namespace, refusal);
    if (++connectErrors == server.config().maxConnectErrors()) {
      session.close(CloseReason.FORCED_CLOSE);
    }
  }

  /** Asks for what the client left in a namespace, which is held. */
  private void enter(Namespace namespace, Handshake handshake) {
    RecoveryStore<EncodedMessages> store = namespace.recoveryStore();
    String pid = handshake.pid();
    if (store == null || pid == null || revision == Revision.V4) {
      admit(namespace, handshake, null);
      return;
    }
    sockets.beginEntering(namespace.name());
    store
        .reserve(pid, handshake.offset())
        .whenComplete((reservation, _) -> later(() -> returned(namespace, handshake, reservation)));
  }

  /** It is known what the client left, if anything. */
  private void returned(
      Namespace namespace,
      Handshake handshake,
      @Nullable Reservation<EncodedMessages> reservation) {
    sockets.endEntering(namespace.name());
    if (!closed) {
      admit(namespace, handshake, reservation);
      return;
    }
    if (reservation != null) {
      reservation.release();
    }
    server.namespaces().release(namespace);
  }

  /** Lets the middleware decide on a new socket, which holds its namespace from now on. */
  private void admit(
      Namespace namespace,
      Handshake handshake,
      @Nullable Reservation<EncodedMessages> reservation) {
    Socket socket = new Socket(namespace, this, handshake, reservation);
    sockets.put(socket);
    namespace.admit(socket, refusal -> socket.life().onLoop(() -> decided(socket, refusal)));
  }

  /** Begins anew with a client that does not come back after all. */
  private void admitAnew(Socket former) {
    former.life().passOnHold();
    admit(former.namespace(), former.handshake(), null);
  }

  /**
   * The middleware has spoken.
   *
   * @param refusal null to let the client in
   */
  private void decided(Socket socket, @Nullable ConnectionRefusedException refusal) {
    SocketLife life = socket.life();
    Reservation<EncodedMessages> reservation = life.reservation();
    RecoverableSocket recovery = life.recovery();
    if (!closed && refusal == null && reservation != null && recovery != null) {
      if (!life.isRecoveryDeclined()) {
        recovery.arriving();
        life.completeReservation(reservation)
            .whenComplete((legacy, _) -> life.onLoop(() -> restored(socket, recovery, legacy)));
        return;
      }
      life.releaseReservation();
      admitAnew(socket);
      return;
    }
    life.releaseReservation();
    if (closed || refusal != null) {
      life.release();
    }
    if (closed) {
      return;
    }
    if (refusal == null) {
      endConnectDeadline();
      life.connected();
    } else {
      sockets.remove(socket.namespace().name());
      refuse(socket.namespace(), revision.refused(socket.namespace().name(), refusal));
    }
  }

  /**
   * A client that came back has taken the place of its former socket.
   *
   * @param legacy null if that is gone since: the client begins anew, with another id
   */
  private void restored(
      Socket socket, RecoverableSocket recovery, @Nullable Legacy<EncodedMessages> legacy) {
    if (legacy == null) {
      if (!closed) {
        admitAnew(socket);
      }
      recovery.abandon();
    } else if (closed) {
      recovery.arrivedTooLate(legacy, socket.handshake().offset());
    } else {
      endConnectDeadline();
      socket.life().connectedAgain(recovery, legacy);
    }
  }

  /** The server makes a socket leave; nothing if it is not connected yet, or any more. */
  void disconnect(Socket socket, boolean close) {
    if (!socket.isConnected()) {
      return;
    }
    sockets.remove(socket.namespace().name());
    send(socket.namespace(), new Disconnect(socket.namespace().name()));
    socket.life().left(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
    if (close) {
      for (Socket other : sockets.all()) {
        disconnect(other, false);
      }
      closed = true;
      session.close(CloseReason.FORCED_CLOSE);
    }
  }

  void send(Namespace namespace, SocketPacket packet) {
    namespace.packets().encode(packet).sendTo(session);
  }

  /** Does something on the loop, unless the server has ended and all connections with it. */
  private void later(Runnable task) {
    try {
      session.loop().execute(task);
    } catch (RejectedExecutionException ended) {
      // Nobody is there to be told.
    }
  }

  void pauseReading() {
    if (pauses++ == 0) {
      session.pauseReading();
    }
  }

  void resumeReading() {
    if (--pauses == 0) {
      session.resumeReading();
    }
  }

  private void endConnectDeadline() {
    if (connectDeadline != null) {
      connectDeadline.cancel();
      connectDeadline = null;
    }
  }

  private final class ConnectDeadline extends DeadlineQueue.Deadline {
    @Override
    protected void expired(DeadlineQueue queue) {
      session.close(CloseReason.FORCED_CLOSE);
    }
  }

  private boolean isAnyoneConnected() {
    return sockets.all().stream().anyMatch(Socket::isConnected);
  }

  private void violated() {
    session.close(CloseReason.PARSE_ERROR);
  }
}
