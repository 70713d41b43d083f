package ceres.socketio.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A member that breaks its promises. */
final class BrokenMember implements Member<String> {
  private final Shard shard;

  BrokenMember(Shard shard) {
    this.shard = shard;
  }

  @Override
  public Shard shard() {
    return shard;
  }

  @Override
  public String sid() {
    return "broken";
  }

  @Override
  public void deliver(String packet, BroadcastFlags flags) {
    throw new IllegalStateException("broken");
  }

  @Override
  public CompletionStage<List<@Nullable Object>> deliverWithAck(
      String packet, BroadcastFlags flags, long id, Duration timeout) {
    throw new IllegalStateException("broken");
  }

  @Override
  public Map<String, @Nullable Object> snapshot() {
    throw new IllegalStateException("broken");
  }

  @Override
  public void disconnect(boolean close) {
    throw new IllegalStateException("broken");
  }
}
