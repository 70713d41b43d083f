package ceres.socketio.adapter;

import java.util.Map;
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
  public Map<String, @Nullable Object> snapshot() {
    throw new IllegalStateException("broken");
  }

  @Override
  public void disconnect(boolean close) {
    throw new IllegalStateException("broken");
  }
}
