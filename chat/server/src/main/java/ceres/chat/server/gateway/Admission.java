package ceres.chat.server.gateway;

import ceres.chat.core.Chat;
import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.User;
import ceres.chat.core.UserDirectory;
import ceres.chat.server.token.TokenRejected;
import ceres.chat.server.token.TokenVerifier;
import ceres.chat.server.token.VerifiedToken;
import ceres.socketio.server.ConnectionRefusedException;
import ceres.socketio.server.Handshake;
import ceres.socketio.server.Middleware;
import ceres.socketio.server.Socket;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a valid token: {@code auth.token} of CONNECT, else the header {@code
 * Authorization: Bearer …} of the handshake request. Nothing is said of why a token is invalid but
 * that it has expired. A client that comes back with somebody else's token begins anew.
 *
 * <p>Thread-safe, because its parts are.
 */
final class Admission implements Middleware {
  private static final String USER_ID = "userId";
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(.+)");

  private final TokenVerifier verifier;
  private final UserDirectory users;
  private final Chat chat;
  private final Expiry expiry;

  Admission(TokenVerifier verifier, UserDirectory users, Chat chat, Expiry expiry) {
    this.verifier = verifier;
    this.users = users;
    this.chat = chat;
    this.expiry = expiry;
  }

  @Override
  public void check(Socket socket) throws ConnectionRefusedException {
    Object token = token(socket.handshake());
    if (token == null) {
      throw refused(ErrorCode.AUTH_REQUIRED, ErrorCode.AUTH_REQUIRED.sentence());
    }
    if (!(token instanceof String text)) {
      throw refused(ErrorCode.TOKEN_INVALID, ErrorCode.TOKEN_INVALID.sentence());
    }
    VerifiedToken verified;
    try {
      verified = verifier.verify(text);
    } catch (TokenRejected e) {
      throw refused(e.code(), ErrorCode.TOKEN_INVALID.sentence());
    }
    User user = admit(verified);
    String userId = user.id().toString();
    if (socket.recovered() && !userId.equals(socket.data().get(USER_ID))) {
      socket.declineRecovery();
      return;
    }
    socket.data().put(USER_ID, userId);
    socket.attach(new ChatSession(socket, chat, user, verified.expiresAt(), expiry));
  }

  private User admit(VerifiedToken verified) throws ConnectionRefusedException {
    try {
      return users.admit(verified.claims()).toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ChatException refusal) {
        throw refused(refusal.code(), refusal.sentence());
      }
      throw e;
    }
  }

  private static @Nullable Object token(Handshake handshake) {
    Object token = handshake.auth().get("token");
    if (token != null && !token.equals("")) {
      return token;
    }
    String header = handshake.request().header("authorization");
    Matcher bearer = BEARER.matcher(header == null ? "" : header.strip());
    return bearer.matches() ? bearer.group(1) : null;
  }

  private static ConnectionRefusedException refused(ErrorCode code, String message) {
    return new ConnectionRefusedException(message, Map.of("code", code.name()));
  }
}
