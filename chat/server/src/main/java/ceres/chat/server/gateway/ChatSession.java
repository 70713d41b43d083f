package ceres.chat.server.gateway;

import ceres.chat.core.Action;
import ceres.chat.core.Chat;
import ceres.chat.core.ChatException;
import ceres.chat.core.Connection;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.User;
import ceres.chat.server.token.VerifiedToken;
import ceres.socketio.server.DisconnectReason;
import ceres.socketio.server.Socket;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A socket's place in the chat, and the time that its token leaves it.
 *
 * <p>Thread-safe by its monitor.
 */
final class ChatSession extends Expiry.Deadline {
  private final Socket socket;
  private final Chat chat;
  private final User user;
  private final Expiry expiry;
  private @Nullable Connection connection;

  /** Of the token that the socket came with, until that counts. */
  private @Nullable Instant expiresAt;

  private boolean ended;
  private int refusals;

  ChatSession(Socket socket, Chat chat, User user, @Nullable Instant expiresAt, Expiry expiry) {
    this.socket = socket;
    this.chat = chat;
    this.user = user;
    this.expiresAt = expiresAt;
    this.expiry = expiry;
  }

  static ChatSession of(Socket socket) {
    return socket.attachment(ChatSession.class);
  }

  /** Whose place it is. */
  User user() {
    return user;
  }

  /** The rooms that it is in; none before {@link #begin}. */
  List<String> rooms() {
    Connection entered;
    synchronized (this) {
      entered = connection;
    }
    return entered == null ? List.of() : entered.rooms();
  }

  /** The connection, from {@link #begin} on. */
  synchronized Connection connection() {
    if (connection == null) {
      throw new IllegalStateException("not connected yet");
    }
    return connection;
  }

  /** The socket is connected, maybe again: it enters the chat, and its token's time runs. */
  synchronized void begin() {
    if (!ended) {
      connection =
          socket.recovered() ? chat.reopen(socket.id(), user) : chat.open(socket.id(), user);
      startTime(expiresAt);
      expiresAt = null;
      socket.forgetAuth();
    }
  }

  /**
   * The user does something once.
   *
   * @throws ChatException {@link ErrorCode#RATE_LIMITED}
   */
  void spend(Action action) {
    Connection entered;
    synchronized (this) {
      entered = connection;
    }
    if (entered != null) {
      entered.spend(action);
    }
  }

  /** How many events were refused because there were too many, this one included. */
  synchronized int countRefusal() {
    return ++refusals;
  }

  private void startTime(@Nullable Instant end) {
    if (end == null || ended) {
      expiry.cancel(this);
    } else {
      expiry.start(this, end);
    }
  }

  /**
   * Takes a new token of the same user.
   *
   * @throws ChatException {@link ErrorCode#TOKEN_INVALID} for a token of somebody else
   */
  synchronized void refresh(VerifiedToken token) {
    if (!token.claims().id().equals(user.id())) {
      throw new ChatException(ErrorCode.TOKEN_INVALID);
    }
    startTime(token.expiresAt());
  }

  /** The socket has left. */
  void end(DisconnectReason reason) {
    Connection entered;
    synchronized (this) {
      ended = true;
      startTime(null);
      entered = connection;
    }
    if (entered != null) {
      entered.closed(isDeliberate(reason));
    }
  }

  @Override
  void expired() {
    ErrorCode code = ErrorCode.TOKEN_EXPIRED;
    socket.emit("error", Payloads.object("message", code.sentence(), "code", code.name()));
    socket.disconnect(true);
  }

  /**
   * Whether somebody wanted this end, rather than the network, or a server that stops: who is sent
   * away then comes back somewhere, and those who are still here need not see them leave.
   */
  private static boolean isDeliberate(DisconnectReason reason) {
    return switch (reason) {
      case TRANSPORT_ERROR, TRANSPORT_CLOSE, PING_TIMEOUT, SERVER_SHUTTING_DOWN -> false;
      case CLIENT_NAMESPACE_DISCONNECT, SERVER_NAMESPACE_DISCONNECT, PARSE_ERROR, FORCED_CLOSE ->
          true;
    };
  }
}
