package ceres.socketio.server;

import ceres.engineio.server.OutgoingPacket;
import ceres.engineio.server.Session;
import ceres.socketio.protocol.EncodedPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A packet as the messages of the layer below, made once for all its receivers.
 *
 * <p>Thread-safe: immutable, but for the number of logs that keep it, which is atomic, and the form
 * without an offset, which may be made twice.
 */
final class EncodedMessages {
  private static final AtomicInteger NOBODY = new AtomicInteger();

  private final List<OutgoingPacket> messages;
  private final @Nullable String offset;
  private final @Nullable Supplier<EncodedPacket> plain;
  private final AtomicInteger keepers;
  private volatile @Nullable List<OutgoingPacket> withoutOffset;

  private EncodedMessages(
      EncodedPacket packet,
      @Nullable String offset,
      @Nullable Supplier<EncodedPacket> plain,
      AtomicInteger keepers) {
    this.messages = messages(packet);
    this.offset = offset;
    this.plain = plain;
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
    return new EncodedMessages(packet, null, null, NOBODY);
  }

  /**
   * A packet that whoever misses it gets later; the offset is in it already.
   *
   * @param plain makes it without the offset, for clients of {@link Revision#V4}; null where there
   *     are none
   */
  static EncodedMessages withOffset(
      EncodedPacket packet, String offset, @Nullable Supplier<EncodedPacket> plain) {
    return new EncodedMessages(packet, offset, plain, new AtomicInteger());
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
    List<OutgoingPacket> all =
        plain != null && Revision.of(session) == Revision.V4 ? withoutOffset(plain) : messages;
    for (int i = 0; i < all.size(); i++) {
      session.send(all.get(i));
    }
  }

  /** Made once, unless two loops need it at the same time. */
  private List<OutgoingPacket> withoutOffset(Supplier<EncodedPacket> encoding) {
    List<OutgoingPacket> made = withoutOffset;
    if (made == null) {
      made = messages(encoding.get());
      withoutOffset = made;
    }
    return made;
  }
}
