package ceres.socketio.server;

import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.RoomLog;
import ceres.socketio.adapter.Shard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the adapter sees of a socket.
 *
 * <p>Event-loop confined, but for what {@link Member} says.
 */
final class SocketMember implements Member<EncodedMessages> {
  private final Socket socket;
  private final LoopShard shard;

  SocketMember(Socket socket, LoopShard shard) {
    this.socket = socket;
    this.shard = shard;
  }

  @Override
  public String sid() {
    return socket.id();
  }

  @Override
  public Shard shard() {
    return shard;
  }

  @Override
  public void deliver(EncodedMessages packet, BroadcastFlags flags) {
    take(packet, flags, false);
  }

  @Override
  public void deliverKept(EncodedMessages packet, BroadcastFlags flags) {
    take(packet, flags, true);
  }

  private void take(EncodedMessages packet, BroadcastFlags flags, boolean kept) {
    if (socket.life().take(packet, flags, kept)) {
      shard.delivered().add(1);
    }
  }

  @Override
  public void joined(RoomLog<EncodedMessages> log) {
    PacketLog own = log();
    if (own != null && log instanceof SharedLog shared) {
      own.joined(shared);
    }
  }

  @Override
  public void left(RoomLog<EncodedMessages> log) {
    PacketLog own = log();
    if (own != null && log instanceof SharedLog shared) {
      own.left(shared);
    }
  }

  private @Nullable PacketLog log() {
    RecoverableSocket recovery = socket.life().recovery();
    return recovery == null ? null : recovery.log();
  }

  @Override
  public CompletionStage<List<@Nullable Object>> deliverWithAck(
      EncodedMessages packet, BroadcastFlags flags, long id, Duration timeout) {
    CompletableFuture<List<@Nullable Object>> answer = new CompletableFuture<>();
    socket.life().ask(packet, flags, id, answer, timeout);
    return answer;
  }

  @Override
  public boolean isPresent() {
    return socket.isConnected();
  }

  @Override
  public Map<String, @Nullable Object> snapshot() {
    return RemoteSocket.details(socket);
  }

  @Override
  public void disconnect(boolean close) {
    socket.disconnect(close);
  }
}
