package ceres.socketio.server;

import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.Shard;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the adapter sees of a socket.
 *
 * <p>Event-loop confined, but for what {@link Member} says.
 */
final class SocketMember implements Member<EncodedMessages> {
  private final Socket socket;
  private final Shard shard;

  SocketMember(Socket socket, Shard shard) {
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
    if (flags.isVolatile()) {
      socket.takeVolatile(packet);
    } else {
      socket.take(packet);
    }
  }

  @Override
  public boolean isPresent() {
    return socket.isConnected();
  }

  @Override
  public Map<String, @Nullable Object> snapshot() {
    return Map.of("data", JsonValues.from(socket.data()));
  }

  @Override
  public void disconnect(boolean close) {
    socket.disconnect(close);
  }
}
