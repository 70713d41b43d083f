package ceres.socketio.server;

import ceres.engineio.server.OutgoingPacket;
import ceres.engineio.server.Session;
import ceres.socketio.protocol.EncodedPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A packet as the messages of the layer below, made once for all its receivers.
 *
 * <p>Thread-safe: immutable, but for the number of logs that keep it, which is atomic.
 */
final class EncodedMessages {
  private static final AtomicInteger NOBODY = new AtomicInteger();

  private final List<OutgoingPacket> messages;
  private final @Nullable String offset;
  private final AtomicInteger keepers;

  private EncodedMessages(EncodedPacket packet, @Nullable String offset, AtomicInteger keepers) {
    this.messages = messages(packet);
    this.offset = offset;
    this.keepers = keepers;
  }

  private static List<OutgoingPacket> messages(EncodedPacket packet) {
    String text = packet.text();
    if (text != null && packet.binary().isEmpty()) {
      return List.of(OutgoingPacket.text(text));
    }
    List<OutgoingPacket> messages = new ArrayList<>();
    if (text != null) {
      messages.add(OutgoingPacket.text(text));
    }
    packet.binary().forEach(bytes -> messages.add(OutgoingPacket.binary(bytes)));
    return List.copyOf(messages);
  }

  /** A packet that nobody who misses it gets later. */
  static EncodedMessages of(EncodedPacket packet) {
    return new EncodedMessages(packet, null, NOBODY);
  }

  /** A packet that whoever misses it gets later; the offset is in it already. */
  static EncodedMessages withOffset(EncodedPacket packet, String offset) {
    return new EncodedMessages(packet, offset, new AtomicInteger());
  }

  /** What a client remembers the packet by, the same for all; null if it is not kept. */
  @Nullable String offset() {
    return offset;
  }

  /** How many logs keep this. */
  AtomicInteger keepers() {
    return keepers;
  }

  /** The bytes of it on the wire. */
  int size() {
    int size = 0;
    for (int i = 0; i < messages.size(); i++) {
      size += messages.get(i).size();
    }
    return size;
  }

  /** Sends all of it; on the session's loop. */
  void sendTo(Session session) {
    for (int i = 0; i < messages.size(); i++) {
      session.send(messages.get(i));
    }
  }
}
