package ceres.chat.server.gateway;

import ceres.chat.core.Chat;
import ceres.chat.core.ChatException;
import ceres.chat.core.Message;
import ceres.chat.core.RoomCensus;
import ceres.chat.core.ServerUser;
import ceres.chat.core.User;
import ceres.chat.core.UserDirectory;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.Socket;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What whoever runs the server may see and do.
 *
 * <p>Thread-safe, because its parts are.
 */
public final class Operator {
  private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

  private final Namespace namespace;
  private final Chat chat;
  private final UserDirectory users;

  /** The operator of a chat on a namespace. */
  public Operator(Namespace namespace, Chat chat, UserDirectory users) {
    this.namespace = namespace;
    this.chat = chat;
    this.users = users;
  }

  /**
   * The connections, sorted by id.
   *
   * @param after only those whose id comes after this one
   * @param limit at most so many
   */
  public List<ConnectionView> connections(String after, int limit) {
    return namespace.sockets().stream()
        .filter(socket -> socket.id().compareTo(after) > 0)
        .sorted(Comparator.comparing(Socket::id))
        .flatMap(Operator::view)
        .limit(limit)
        .toList();
  }

  private static Stream<ConnectionView> view(Socket socket) {
    ChatSession session = ChatSession.of(socket);
    User user = session.user();
    return Stream.of(
        new ConnectionView(
            socket.id(),
            user.id(),
            user.name(),
            address(socket),
            socket.handshake().issued(),
            session.rooms().stream().sorted().toList()));
  }

  /** Where a client comes from, without its port. */
  static String address(Socket socket) {
    InetSocketAddress remote = socket.handshake().request().remoteAddress();
    return remote.isUnresolved() ? remote.getHostString() : remote.getAddress().getHostAddress();
  }

  /**
   * The rooms, sorted by id.
   *
   * @param after only those whose id comes after this one
   * @param limit at most so many
   */
  public List<RoomCensus> rooms(String after, int limit) {
    return chat.rooms().stream()
        .filter(room -> room.roomId().compareTo(after) > 0)
        .sorted(Comparator.comparing(RoomCensus::roomId))
        .limit(limit)
        .toList();
  }

  /**
   * Makes all connections of a user leave, those included that were lost and may come back. Their
   * clients are told, so they do not come back by themselves. A token that is still valid lets them
   * in again when they ask.
   *
   * @return how many connections that were, lost ones included
   */
  public int disconnect(UUID userId) {
    List<Socket> connected =
        namespace.sockets().stream()
            .filter(socket -> userId.equals(ChatSession.of(socket).user().id()))
            .toList();
    Set<String> lost = chat.lostConnections(userId);
    connected.forEach(socket -> socket.disconnect(true));
    if (!lost.isEmpty()) {
      namespace.broadcast().to(lost).disconnectSockets(true);
    }
    int count = connected.size() + lost.size();
    LOG.atInfo().addKeyValue("user", userId).log("An operator disconnected {} connections", count);
    return count;
  }

  /**
   * Says something in a room, in the name of the server: it is saved, and shown in the room's
   * order, as any other message.
   *
   * @return the message as {@code new_message} has it; fails with {@link ChatException}
   */
  public CompletionStage<Map<String, @Nullable Object>> say(String roomId, String content) {
    return users
        .admit(ServerUser.CLAIMS)
        .thenCompose(server -> chat.say(server, roomId, content))
        .thenApply(message -> {
          said(message);
          return Payloads.live(message);
        });
  }

  private static void said(Message message) {
    LOG.atInfo().addKeyValue("message", message.id()).log("An operator said something in a room");
  }
}
