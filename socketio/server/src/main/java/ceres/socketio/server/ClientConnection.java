package ceres.socketio.server;

import ceres.engineio.server.CloseReason;
import ceres.engineio.server.Session;
import ceres.engineio.server.SessionListener;
import ceres.engineio.server.SessionLoop;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final SessionLoop.Cancellable connectTimeout;

  /** By namespace; those whose CONNECT is being decided on too, not connected yet. */
  private final Map<String, Socket> sockets = new HashMap<>(2);

  /** The namespaces for which it is being found out what the client left there. */
  private final Set<String> returning = new HashSet<>(0);

  /** Of the packet that is being handled, or whose attachments are still coming. */
  private int packetSize;

  private int pauses;
  private boolean closed;

  private ClientConnection(SocketIoServer server, Session session) {
    this.server = server;
    this.session = session;
    this.revision = Revision.of(session);
    this.decoder = server.config().parser().newDecoder(server.config().maxAttachments());
    this.connectTimeout =
        session.loop().schedule(server.config().connectTimeout(), this::onConnectTimeout);
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
    connectTimeout.cancel();
    List<Socket> all = List.copyOf(sockets.values());
    sockets.clear();
    all.forEach(socket -> socket.left(DisconnectReason.of(reason)));
  }

  @Override
  public void onPing() {
    sockets.values().forEach(Socket::pinged);
  }

  @Override
  public void onPong() {
    sockets.values().forEach(Socket::ponged);
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
      if (sockets.containsKey(asked.namespace()) || returning.contains(asked.namespace())) {
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
      case SocketPacket.Event event -> socket.received(event, packetSize);
      case SocketPacket.Ack ack -> socket.received(ack);
      case Disconnect _ -> {
        sockets.remove(packet.namespace());
        socket.left(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
      }
      case Connect _, ConnectError _, SocketPacket.LegacyError _ -> violated();
    }
  }

  private void connect(Connect connect) {
    Namespace namespace = server.find(connect.namespace());
    if (namespace == null) {
      send(new ConnectError(connect.namespace(), "Invalid namespace", null));
      return;
    }
    Map<String, @Nullable Object> auth = connect.payload() == null ? Map.of() : connect.payload();
    Handshake handshake = new Handshake(session.request(), auth, Instant.now());
    RecoveryStore<EncodedMessages> store = namespace.recoveryStore();
    String pid = handshake.pid();
    if (store == null || pid == null || revision == Revision.V4) {
      admit(namespace, handshake, null);
      return;
    }
    returning.add(namespace.name());
    store
        .reserve(pid, handshake.offset())
        .whenComplete((reservation, _) ->
            session.loop().execute(() -> returned(namespace, handshake, reservation)));
  }

  /** It is known what the client left, if anything. */
  private void returned(
      Namespace namespace,
      Handshake handshake,
      @Nullable Reservation<EncodedMessages> reservation) {
    returning.remove(namespace.name());
    if (!closed) {
      admit(namespace, handshake, reservation);
    } else if (reservation != null) {
      reservation.release();
    }
  }

  private void admit(
      Namespace namespace,
      Handshake handshake,
      @Nullable Reservation<EncodedMessages> reservation) {
    Socket socket = new Socket(namespace, this, handshake, reservation);
    sockets.put(namespace.name(), socket);
    namespace.admit(socket, refusal -> socket.onLoop(() -> decided(socket, refusal)));
  }

  /**
   * The middleware has spoken.
   *
   * @param refusal null to let the client in
   */
  private void decided(Socket socket, @Nullable ConnectionRefusedException refusal) {
    Reservation<EncodedMessages> reservation = socket.reservation();
    RecoverableSocket recovery = socket.recovery();
    if (!closed && refusal == null && reservation != null && recovery != null) {
      if (!socket.isRecoveryDeclined()) {
        recovery.arriving();
        reservation
            .complete(socket.member())
            .whenComplete((legacy, _) -> socket.onLoop(() -> restored(socket, recovery, legacy)));
        return;
      }
      reservation.release();
      admit(socket.namespace(), socket.handshake(), null);
      return;
    }
    if (reservation != null) {
      reservation.release();
    }
    if (closed) {
      return;
    }
    if (refusal == null) {
      connectTimeout.cancel();
      socket.connected();
    } else {
      sockets.remove(socket.namespace().name());
      send(revision.refused(socket.namespace().name(), refusal));
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
      recovery.abandon();
      if (!closed) {
        admit(socket.namespace(), socket.handshake(), null);
      }
    } else if (closed) {
      recovery.arrivedTooLate(legacy, socket.handshake().offset());
    } else {
      connectTimeout.cancel();
      socket.connectedAgain(recovery, legacy);
    }
  }

  /** The server makes a socket leave; nothing if it is not connected yet, or any more. */
  void disconnect(Socket socket, boolean close) {
    if (!socket.isConnected()) {
      return;
    }
    sockets.remove(socket.namespace().name());
    send(new Disconnect(socket.namespace().name()));
    socket.left(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
    if (close) {
      for (Socket other : List.copyOf(sockets.values())) {
        disconnect(other, false);
      }
      closed = true;
      session.close(CloseReason.FORCED_CLOSE);
    }
  }

  void send(SocketPacket packet) {
    EncodedMessages.of(server.config().parser().encode(packet)).sendTo(session);
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

  private void onConnectTimeout() {
    if (!isAnyoneConnected()) {
      session.close(CloseReason.FORCED_CLOSE);
    }
  }

  private boolean isAnyoneConnected() {
    return sockets.values().stream().anyMatch(Socket::isConnected);
  }

  private void violated() {
    session.close(CloseReason.PARSE_ERROR);
  }
}
