package ceres.socketio.server;

import ceres.engineio.server.SessionLoop;
import ceres.socketio.protocol.SocketPacket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgements that a client still owes.
 *
 * <p>Event-loop confined.
 */
final class PendingAcks {
  private final SessionLoop loop;
  private Map<Long, CompletableFuture<List<@Nullable Object>>> pending = Map.of();

  PendingAcks(SessionLoop loop) {
    this.loop = loop;
  }

  /** Completes an answer when the acknowledgement comes, or fails it after a time. */
  void await(long id, CompletableFuture<List<@Nullable Object>> answer, Duration timeout) {
    if (pending.isEmpty()) {
      pending = new HashMap<>();
    }
    pending.put(id, answer);
    var timer = loop.schedule(timeout, () -> expire(id));
    CompletionStage<?> _ = answer.whenComplete((_, _) -> timer.cancel());
  }

  void received(SocketPacket.Ack packet) {
    CompletableFuture<List<@Nullable Object>> answer = take(packet.id());
    if (answer != null) {
      answer.complete(packet.args());
    }
  }

  /** The client has left. */
  void fail() {
    List<CompletableFuture<List<@Nullable Object>>> all = List.copyOf(pending.values());
    pending = Map.of();
    all.forEach(answer -> answer.completeExceptionally(new TimeoutException("the client left")));
  }

  private void expire(long id) {
    CompletableFuture<List<@Nullable Object>> answer = take(id);
    if (answer != null) {
      answer.completeExceptionally(new TimeoutException("the client did not answer in time"));
    }
  }

  private @Nullable CompletableFuture<List<@Nullable Object>> take(long id) {
    return pending.isEmpty() ? null : pending.remove(id);
  }
}
