package ceres.chat.server.gateway;

import ceres.chat.core.ChatException;
import ceres.chat.core.Connection;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.Timers;
import ceres.chat.server.token.VerifiedToken;
import ceres.socketio.server.DisconnectReason;
import ceres.socketio.server.Socket;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A socket's place in the chat, and the time that its token leaves it.
 *
 * <p>Thread-safe by its monitor, which guards the timer.
 */
final class ChatSession {
  private final Socket socket;
  private final Connection connection;
  private final Expiry expiry;
  private @Nullable Instant expiresAt;
  private Timers.@Nullable Cancellable timer;
  private boolean ended;

  ChatSession(Socket socket, Connection connection, @Nullable Instant expiresAt, Expiry expiry) {
    this.socket = socket;
    this.connection = connection;
    this.expiresAt = expiresAt;
    this.expiry = expiry;
  }

  static ChatSession of(Socket socket) {
    return socket.attachment(ChatSession.class);
  }

  Connection connection() {
    return connection;
  }

  /** The socket is connected: its token's time runs. */
  synchronized void begin() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (expiresAt != null && !ended) {
      timer = expiry.schedule(expiresAt, this::expire);
    }
  }

  /**
   * Takes a new token of the same user.
   *
   * @throws ChatException {@link ErrorCode#TOKEN_INVALID} for a token of somebody else
   */
  synchronized void refresh(VerifiedToken token) {
    if (!token.claims().id().equals(connection.user().id())) {
      throw new ChatException(ErrorCode.TOKEN_INVALID);
    }
    expiresAt = token.expiresAt();
    begin();
  }

  /** The socket has left. */
  void end(DisconnectReason reason) {
    synchronized (this) {
      ended = true;
      begin();
    }
    connection.closed(isDeliberate(reason));
  }

  private void expire() {
    ErrorCode code = ErrorCode.TOKEN_EXPIRED;
    socket.emit("error", Payloads.object("message", code.sentence(), "code", code.name()));
    socket.disconnect(true);
  }

  /** Whether somebody wanted the end, rather than the network. */
  private static boolean isDeliberate(DisconnectReason reason) {
    return switch (reason) {
      case TRANSPORT_ERROR, TRANSPORT_CLOSE, PING_TIMEOUT -> false;
      case CLIENT_NAMESPACE_DISCONNECT,
          SERVER_NAMESPACE_DISCONNECT,
          PARSE_ERROR,
          FORCED_CLOSE,
          SERVER_SHUTTING_DOWN ->
          true;
    };
  }
}
