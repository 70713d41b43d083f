package ceres.socketio.server;

import ceres.socketio.adapter.BroadcastFlags;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How events are sent to one client. Immutable: every method returns a changed copy. */
public final class Emission {
  private final Socket socket;
  private final BroadcastFlags flags;

  Emission(Socket socket, BroadcastFlags flags) {
    this.socket = socket;
    this.flags = flags;
  }

  /** What is emitted may be lost: a client that does not keep up does not get it. */
  public Emission asVolatile() {
    return new Emission(socket, flags.withVolatile(true));
  }

  /** Whether the transport may compress what is emitted; it may, if nothing else is said. */
  public Emission compress(boolean compress) {
    return new Emission(socket, flags.withCompress(compress));
  }

  /**
   * Sends an event.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @throws IllegalArgumentException if an argument cannot be written as JSON, or the name is
   *     reserved
   */
  public void emit(String event, @Nullable Object... args) {
    Packets packets = socket.namespace().packets();
    EncodedMessages packet =
        packets.encode(packets.event(event, JsonValues.fromAll(args), flags), flags);
    socket.send(packet, flags);
  }

  /**
   * Sends an event and waits for the client's acknowledgement.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   * @return what the client answered; fails with {@link TimeoutException} when it does not answer
   *     in time or leaves. Completed on the event loop: what depends on it must not block, unless
   *     it is handed to another thread
   * @throws IllegalArgumentException if an argument cannot be written as JSON, or the name is
   *     reserved
   */
  public CompletionStage<Answer> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    Packets packets = socket.namespace().packets();
    long id = socket.namespace().newAckId();
    EncodedMessages packet =
        packets.encode(packets.eventWithAck(id, event, JsonValues.fromAll(args)), flags);
    return socket.ask(packet, flags, id, timeout);
  }
}
