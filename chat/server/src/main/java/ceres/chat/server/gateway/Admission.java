package ceres.chat.server.gateway;

import ceres.chat.core.Chat;
import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.User;
import ceres.chat.core.UserDirectory;
import ceres.chat.server.token.Bearer;
import ceres.chat.server.token.TokenRejected;
import ceres.chat.server.token.TokenVerifier;
import ceres.chat.server.token.VerifiedToken;
import ceres.socketio.server.AsyncMiddleware;
import ceres.socketio.server.ConnectionRefusedException;
import ceres.socketio.server.Handshake;
import ceres.socketio.server.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
final class Admission implements AsyncMiddleware {
  private static final String USER_ID = "userId";
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(.+)");

  private final TokenVerifier verifier;
  private final UserDirectory users;
  private final Chat chat;
  private final Expiry expiry;
  private final GatewayObserver observer;

  Admission(
      TokenVerifier verifier,
      UserDirectory users,
      Chat chat,
      Expiry expiry,
      GatewayObserver observer) {
    this.verifier = verifier;
    this.users = users;
    this.chat = chat;
    this.expiry = expiry;
    this.observer = observer;
  }

  @Override
  public CompletionStage<?> check(Socket socket) throws ConnectionRefusedException {
    Object token = token(socket.handshake());
    if (token == null) {
      throw refused(ErrorCode.AUTH_REQUIRED, ErrorCode.AUTH_REQUIRED.sentence());
    }
    if (!(token instanceof String text)) {
      throw refused(ErrorCode.TOKEN_INVALID, ErrorCode.TOKEN_INVALID.sentence());
    }
    return verifier
        .verify(text, Thread::startVirtualThread, bearer(socket))
        .thenCompose(verified -> {
          chat.admit(verified.claims().id());
          return users.admit(verified.claims()).thenAccept(user -> enter(socket, verified, user));
        })
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
  }

  private void enter(Socket socket, VerifiedToken verified, User user) {
    String userId = user.id().toString();
    if (socket.recovered() && !userId.equals(socket.data().get(USER_ID))) {
      socket.declineRecovery();
      return;
    }
    socket.data().put(USER_ID, userId);
    socket.attach(new ChatSession(socket, chat, user, verified.expiresAt(), expiry));
  }

  /** Who shows a token, as far as that is known. */
  static Bearer bearer(Socket socket) {
    return new Bearer(socket.id(), Operator.address(socket));
  }

  private Throwable refusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case TokenRejected rejected -> refused(rejected.code(), ErrorCode.TOKEN_INVALID.sentence());
      case ChatException refusal -> refused(refusal);
      case null, default -> {
        observer.refused(ErrorCode.INTERNAL);
        yield failure;
      }
    };
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

  private ConnectionRefusedException refused(ChatException refusal) {
    if (refusal.retryAfterMillis() == 0) {
      return refused(refusal.code(), refusal.sentence());
    }
    observer.refused(refusal.code());
    return new ConnectionRefusedException(
        refusal.sentence(),
        Map.of("code", refusal.code().name(), "retryAfterMs", refusal.retryAfterMillis()));
  }

  private ConnectionRefusedException refused(ErrorCode code, String message) {
    observer.refused(code);
    return new ConnectionRefusedException(message, Map.of("code", code.name()));
  }
}
