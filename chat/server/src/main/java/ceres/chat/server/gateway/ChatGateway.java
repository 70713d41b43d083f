package ceres.chat.server.gateway;

import ceres.chat.core.Action;
import ceres.chat.core.Chat;
import ceres.chat.core.ChatConfig;
import ceres.chat.core.ChatException;
import ceres.chat.core.Connection;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.MessageLog;
import ceres.chat.core.Timers;
import ceres.chat.core.UserDirectory;
import ceres.chat.server.token.TokenRejected;
import ceres.chat.server.token.TokenVerifier;
import ceres.chat.server.token.VerifiedToken;
import ceres.socketio.server.Event;
import ceres.socketio.server.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the chat on a namespace: each documented event to its use case, each outcome to its answer.
 *
 * <p>Thread-safe, because its parts are. The events of a socket are handled one after the other; a
 * join or a fetch is over before the next begins, sends are not waited for.
 */
public final class ChatGateway {
  /** What events are counted as that are none of the chat's, whatever clients call them. */
  private static final String UNKNOWN = "unknown";

  /** So many refusals of a flood are told before its sender has to wait. */
  private static final int REFUSALS_IN_A_ROW = 32;

  /** That long: who floods is not read from meanwhile, and costs the others little. */
  private static final Duration BREATH = Duration.ofMillis(20);

  private final TokenVerifier verifier;
  private final Timers timers;
  private final GatewayObserver observer;

  private ChatGateway(TokenVerifier verifier, Timers timers, GatewayObserver observer) {
    this.verifier = verifier;
    this.timers = timers;
    this.observer = observer;
  }

  /**
   * Registers everything on a namespace whose server has not started yet.
   *
   * @return the chat
   */
  public static Chat install(
      Namespace namespace,
      ChatConfig config,
      MessageLog log,
      UserDirectory users,
      TokenVerifier verifier,
      Timers timers,
      GatewayObserver observer) {
    InstantSource clock = InstantSource.system();
    Chat chat = new Chat(config, log, new SocketDelivery(namespace), timers, clock);
    namespace.useAsync(
        new Admission(
            verifier, users, chat, new Expiry(timers, clock, VerifiedToken.LEEWAY), observer));
    namespace.onConnectionAsync(socket -> {
      ChatSession.of(socket).begin();
      return CompletableFuture.completedFuture(true);
    });
    new ChatGateway(verifier, timers, observer).register(namespace);
    return chat;
  }

  private void register(Namespace namespace) {
    namespace
        .handlers()
        .onDisconnecting((socket, reason) -> ChatSession.of(socket).end(reason))
        .onAsync("join_room", event -> inTurn(event, Action.JOIN, ChatGateway::join))
        .onAsync("leave_room", event -> inTurn(event, Action.JOIN, ChatGateway::leave))
        .onAsync("send_message", event -> meanwhile(event, Action.MESSAGE, this::send))
        .onAsync("typing_start", event -> inTurn(event, Action.TYPING, ChatGateway::typingStart))
        .onAsync("typing_stop", event -> inTurn(event, Action.TYPING, ChatGateway::typingStop))
        .onAsync("fetch_history", event -> inTurn(event, Action.OTHER, ChatGateway::fetchHistory))
        .onAsync("get_presence", event -> inTurn(event, Action.OTHER, ChatGateway::presence))
        .onAsync("refresh_token", event -> inTurn(event, Action.OTHER, this::refreshToken))
        .onUnhandledAsync(event -> inTurn(event, UNKNOWN, Action.OTHER, ChatGateway::unknown));
  }

  /** What a use case answers besides its status. */
  private interface UseCase
      extends Function<Event, CompletionStage<? extends Map<String, ? extends @Nullable Object>>> {}

  /** Answers an event; complete when it is answered. */
  private CompletionStage<?> inTurn(Event event, Action action, UseCase useCase) {
    return inTurn(event, event.name(), action, useCase);
  }

  private CompletionStage<?> inTurn(Event event, String seenAs, Action action, UseCase useCase) {
    observer.received(seenAs);
    try {
      ChatSession.of(event.socket()).spend(action);
    } catch (ChatException tooOften) {
      return refuse(event, tooOften);
    }
    return answer(event, useCase);
  }

  /** Tells that there are too many; complete when the next one is to be looked at. */
  private CompletionStage<?> refuse(Event event, ChatException tooOften) {
    observer.failed(Reply.failed(event, tooOften));
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    if (ChatSession.of(event.socket()).countRefusal() % REFUSALS_IN_A_ROW == 0) {
      Timers.Cancellable _ = timers.schedule(BREATH, () -> over.complete(true));
    } else {
      over.complete(true);
    }
    return over;
  }

  private CompletionStage<?> answer(Event event, UseCase useCase) {
    CompletionStage<? extends Map<String, ? extends @Nullable Object>> outcome;
    try {
      outcome = useCase.apply(event);
    } catch (RuntimeException | Error e) {
      outcome = CompletableFuture.failedFuture(e);
    }
    return outcome.handle((more, failure) -> {
      if (failure == null) {
        Reply.ok(event, more);
      } else {
        observer.failed(Reply.failed(event, failure));
      }
      return true;
    });
  }

  /** Answers an event, while the next ones are handled already. */
  private CompletionStage<?> meanwhile(Event event, Action action, UseCase useCase) {
    observer.received(event.name());
    try {
      ChatSession.of(event.socket()).spend(action);
    } catch (ChatException tooOften) {
      return refuse(event, tooOften);
    }
    CompletionStage<?> _ = answer(event, useCase);
    return CompletableFuture.completedFuture(true);
  }

  private static CompletionStage<Map<String, @Nullable Object>> done(
      @Nullable Object... keysAndValues) {
    return CompletableFuture.completedFuture(Payloads.object(keysAndValues));
  }

  private static Connection connection(Event event) {
    return ChatSession.of(event.socket()).connection();
  }

  private static CompletionStage<Map<String, @Nullable Object>> join(Event event) {
    return connection(event).join(new Request(event).roomId()).thenApply(_ -> Payloads.object());
  }

  private static CompletionStage<Map<String, @Nullable Object>> leave(Event event) {
    connection(event).leave(new Request(event).roomId());
    return done();
  }

  private CompletionStage<Map<String, @Nullable Object>> send(Event event) {
    long now = System.nanoTime();
    Map<?, ?> fields = new Request(event).fields();
    return connection(event)
        .send(
            Request.roomId(fields.get("roomId")),
            Request.string(fields, "content"),
            Request.uuid(fields, "clientId"))
        .thenApply(message -> {
          observer.shown(now);
          return Payloads.object("message", Payloads.live(message));
        });
  }

  private static CompletionStage<Map<String, @Nullable Object>> typingStart(Event event) {
    connection(event).typingStart(new Request(event).roomId());
    return done();
  }

  private static CompletionStage<Map<String, @Nullable Object>> typingStop(Event event) {
    connection(event).typingStop(new Request(event).roomId());
    return done();
  }

  private static CompletionStage<Map<String, @Nullable Object>> fetchHistory(Event event) {
    Map<?, ?> fields = new Request(event).fields();
    return connection(event)
        .fetchHistory(
            Request.roomId(fields.get("roomId")),
            Request.uuid(fields, "before"),
            Request.uuid(fields, "after"),
            Request.integer(fields, "limit", Connection.DEFAULT_PAGE))
        .thenApply(page ->
            Payloads.object("messages", Payloads.past(page.messages()), "hasMore", page.hasMore()));
  }

  private static CompletionStage<Map<String, @Nullable Object>> presence(Event event) {
    return done("users", Payloads.users(connection(event).presence(new Request(event).roomId())));
  }

  private CompletionStage<Map<String, @Nullable Object>> refreshToken(Event event) {
    return verifier
        .verify(
            new Request(event).token(),
            Thread::startVirtualThread,
            Admission.bearer(event.socket()))
        .handle((token, failure) -> {
          if (failure != null) {
            throw failure instanceof TokenRejected rejected
                ? new ChatException(rejected.code())
                : new CompletionException(failure);
          }
          ChatSession.of(event.socket()).refresh(token);
          Instant expiresAt = token.expiresAt();
          return Payloads.object("expiresAt", expiresAt == null ? null : Timestamps.of(expiresAt));
        });
  }

  private static CompletionStage<Map<String, @Nullable Object>> unknown(Event event) {
    throw new ChatException(ErrorCode.UNKNOWN_EVENT);
  }
}
