package ceres.chat.server.gateway;

import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import ceres.socketio.server.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an event is answered: by its acknowledgement, and a failure by the {@code error} event too.
 */
final class Reply {
  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  private Reply() {}

  /** {@code {status: "ok", …}}. */
  static void ok(Event event, Map<String, ? extends @Nullable Object> more) {
    Map<String, @Nullable Object> answer = LinkedHashMap.newLinkedHashMap(1 + more.size());
    answer.put("status", "ok");
    answer.putAll(more);
    event.ack(answer);
  }

  /**
   * {@code {status: "error", code, message}}, with {@code retryAfterMs} where that is known, and
   * the {@code error} event. What is no {@link ChatException} is logged and told as {@link
   * ErrorCode#INTERNAL}.
   *
   * @return the code that was told
   */
  static ErrorCode failed(Event event, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    ChatException told;
    if (cause instanceof ChatException broken) {
      told = broken;
    } else {
      LOG.atError()
          .setCause(cause)
          .addKeyValue("connection", event.socket().id())
          .addKeyValue("user", ChatSession.of(event.socket()).user().id())
          .log("{} failed", event.name());
      told = new ChatException(ErrorCode.INTERNAL);
    }
    String code = told.code().name();
    Map<String, @Nullable Object> error =
        Payloads.object("message", told.sentence(), "code", code, "event", event.name());
    Map<String, @Nullable Object> answer =
        Payloads.object("status", "error", "code", code, "message", told.sentence());
    if (told.retryAfterMillis() > 0) {
      error.put("retryAfterMs", told.retryAfterMillis());
      answer.put("retryAfterMs", told.retryAfterMillis());
    }
    event.socket().emit("error", error);
    event.ack(answer);
    return told.code();
  }
}
