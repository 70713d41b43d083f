package ceres.chat.server.gateway;

import ceres.chat.core.ChatEvent;
import ceres.chat.core.Delivery;
import ceres.socketio.server.Broadcast;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.Socket;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Delivers the chat's events by Socket.IO: a connection is a socket, a chat room is a Socket.IO
 * room of its own kind, so that a chat room named like somebody's socket id is not that socket's
 * room.
 *
 * <p>Thread-safe, because sockets and broadcasts are.
 */
final class SocketDelivery implements Delivery {
  /** Socket ids never have a colon. */
  private static final String PREFIX = "chat:";

  private final Namespace namespace;

  SocketDelivery(Namespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public void enter(String connectionId, String roomId) {
    ifConnected(connectionId, socket -> socket.join(PREFIX + roomId));
  }

  @Override
  public void exit(String connectionId, String roomId) {
    ifConnected(connectionId, socket -> socket.leave(PREFIX + roomId));
  }

  @Override
  public void toConnection(String connectionId, ChatEvent event) {
    ifConnected(connectionId, socket -> socket.emit(Payloads.name(event), Payloads.of(event)));
  }

  @Override
  public void toConnections(Set<String> connectionIds, ChatEvent event) {
    if (connectionIds.size() == 1) {
      toConnection(connectionIds.iterator().next(), event);
    } else if (!connectionIds.isEmpty()) {
      emit(namespace.broadcast().to(connectionIds), event);
    }
  }

  @Override
  public void toRoom(ChatEvent event, Set<String> exceptConnectionIds) {
    emit(namespace.to(PREFIX + event.roomId()).except(exceptConnectionIds), event);
  }

  private static void emit(Broadcast whom, ChatEvent event) {
    (Payloads.isVolatile(event) ? whom.asVolatile() : whom)
        .emit(Payloads.name(event), Payloads.of(event));
  }

  private void ifConnected(String connectionId, Consumer<Socket> action) {
    Socket socket = namespace.socket(connectionId);
    if (socket != null) {
      action.accept(socket);
    }
  }
}
