package ceres.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A member that remembers what reached it, and insists on being reached on its shard. */
final class Inbox implements Member<String> {
  private final String sid;
  private final Shard shard;
  final List<String> received = new ArrayList<>();
  final List<CompletableFuture<List<@Nullable Object>>> owed = new ArrayList<>();
  boolean present = true;
  final List<BroadcastFlags> flags = new ArrayList<>();

  Inbox(String sid, Shard shard) {
    this.sid = sid;
    this.shard = shard;
  }

  @Override
  public String sid() {
    return sid;
  }

  @Override
  public Shard shard() {
    return shard;
  }

  @Override
  public void deliver(String packet, BroadcastFlags how) {
    assertThat(shard.isCurrent()).isTrue();
    received.add(packet);
    flags.add(how);
  }

  @Override
  public CompletionStage<List<@Nullable Object>> deliverWithAck(
      String packet, BroadcastFlags how, long id, Duration timeout) {
    deliver(packet + "#" + id, how);
    CompletableFuture<List<@Nullable Object>> answer = new CompletableFuture<>();
    owed.add(answer);
    return answer;
  }

  @Override
  public boolean isPresent() {
    return present;
  }

  @Override
  public Map<String, @Nullable Object> snapshot() {
    assertThat(shard.isCurrent()).isTrue();
    return Map.of("data", sid + "'s");
  }

  @Override
  public void disconnect(boolean close) {
    assertThat(shard.isCurrent()).isTrue();
    received.add("disconnect " + close);
  }

  @Override
  public String toString() {
    return sid;
  }
}
