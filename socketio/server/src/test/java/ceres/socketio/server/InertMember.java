package ceres.socketio.server;

import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.Shard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A member that is only told apart. */
final class InertMember implements Member<EncodedMessages> {
  @Override
  public String sid() {
    return "sid";
  }

  @Override
  public Shard shard() {
    throw new AssertionError("not asked for");
  }

  @Override
  public void deliver(EncodedMessages packet, BroadcastFlags flags) {}

  @Override
  public CompletionStage<List<@Nullable Object>> deliverWithAck(
      EncodedMessages packet, BroadcastFlags flags, long id, Duration timeout) {
    return new CompletableFuture<>();
  }

  @Override
  public Map<String, @Nullable Object> snapshot() {
    return Map.of();
  }

  @Override
  public void disconnect(boolean close) {}
}
