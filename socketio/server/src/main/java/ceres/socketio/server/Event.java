package ceres.socketio.server;

import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.protocol.SocketPacket;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An event that a client sent.
 *
 * <p>Thread-safe by being immutable but for the acknowledgement, which is given once.
 */
public final class Event implements Arguments {
  private final Socket socket;
  private final SocketPacket.Event packet;
  private final AtomicBoolean acknowledged = new AtomicBoolean();

  Event(Socket socket, SocketPacket.Event packet) {
    this.socket = socket;
    this.packet = packet;
  }

  /** Who sent it. */
  public Socket socket() {
    return socket;
  }

  /** Its name. */
  public String name() {
    return packet.name();
  }

  @Override
  public List<@Nullable Object> args() {
    return packet.args();
  }

  /** Whether the client waits for an acknowledgement. */
  public boolean wantsAck() {
    return packet.id() != null;
  }

  /**
   * Acknowledges the event. Does nothing if the client does not wait for that, or the second time.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @throws IllegalArgumentException if an argument cannot be written as JSON; then it is not
   *     acknowledged yet
   */
  public void ack(@Nullable Object... args) {
    Long id = packet.id();
    if (id != null) {
      EncodedMessages answer =
          socket
              .namespace()
              .packets()
              .encode(new SocketPacket.Ack(packet.namespace(), id, JsonValues.fromAll(args)));
      if (acknowledged.compareAndSet(false, true)) {
        socket.send(answer, BroadcastFlags.DEFAULT);
      }
    }
  }
}
