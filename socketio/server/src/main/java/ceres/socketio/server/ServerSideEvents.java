package ceres.socketio.server;

import ceres.socketio.adapter.ServerSide;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other nodes say to a namespace.
 *
 * <p>Thread-safe by a concurrent map.
 */
final class ServerSideEvents implements ServerSide {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSideEvents.class);

  private final Executor blocking;
  private final Map<String, ServerSideHandler> handlers = new ConcurrentHashMap<>();

  ServerSideEvents(Executor blocking) {
    this.blocking = blocking;
  }

  void on(String event, ServerSideHandler handler) {
    handlers.put(event, handler);
  }

  @Override
  public CompletionStage<List<@Nullable Object>> received(
      String event, List<@Nullable Object> args) {
    CompletableFuture<List<@Nullable Object>> answer = new CompletableFuture<>();
    ServerSideHandler handler = handlers.get(event);
    if (handler != null) {
      CompletionStage<?> _ =
          BlockingStep.on(
                  blocking,
                  () -> {
                    Object value = JsonValues.from(handler.handle(new Answer(args)));
                    answer.complete(Collections.singletonList(value));
                  })
              .whenComplete((_, failure) -> {
                if (failure != null) {
                  LOG.error("a handler of {} from another node failed", event, failure);
                  answer.completeExceptionally(failure);
                }
              });
    }
    return answer;
  }
}
