package ceres.socketio.server;

import ceres.engineio.server.OutgoingPacket;
import ceres.engineio.server.Session;
import ceres.socketio.protocol.EncodedPacket;
import ceres.socketio.protocol.SocketPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A packet as the messages of the layer below, made once for all its receivers.
 *
 * <p>Thread-safe: immutable, but for the copy that logs keep, of which there may be two for a
 * while, and the form without an offset, which may be made twice.
 */
final class EncodedMessages {
  private final List<OutgoingPacket> messages;
  private final int size;
  private final @Nullable String offset;
  private final SocketPacket.@Nullable Event seen;
  private final @Nullable Supplier<EncodedPacket> plain;
  private volatile KeptPacket.@Nullable Copy copy;
  private volatile @Nullable List<OutgoingPacket> withoutOffset;

  private EncodedMessages(
      List<OutgoingPacket> messages,
      @Nullable String offset,
      @Nullable Supplier<EncodedPacket> plain,
      SocketPacket.@Nullable Event seen) {
    this.messages = messages;
    this.size = messages.stream().mapToInt(OutgoingPacket::size).sum();
    this.offset = offset;
    this.plain = plain;
    this.seen = seen;
  }

  /**
   * A packet for any number of receivers.
   *
   * @param offset what is its last argument already, if whoever misses it gets it later; or null
   * @param plain makes it without the offset, for clients of {@link Revision#V4}; null where there
   *     are none
   * @param compress whether the transport may compress it
   * @param seen the event that it is, if listeners are to see it when it is sent; or null
   */
  static EncodedMessages of(
      EncodedPacket packet,
      @Nullable String offset,
      @Nullable Supplier<EncodedPacket> plain,
      boolean compress,
      SocketPacket.@Nullable Event seen) {
    return new EncodedMessages(messages(packet, compress), offset, plain, seen);
  }

  /** A packet of one message that was kept. */
  static EncodedMessages of(OutgoingPacket message, String offset) {
    return new EncodedMessages(List.of(message), offset, null, null);
  }

  private static List<OutgoingPacket> messages(EncodedPacket packet, boolean compress) {
    String text = packet.text();
    if (text != null && packet.binary().isEmpty()) {
      return List.of(message(OutgoingPacket.text(text), compress));
    }
    List<OutgoingPacket> messages = new ArrayList<>();
    if (text != null) {
      messages.add(message(OutgoingPacket.text(text), compress));
    }
    packet.binary().forEach(bytes -> messages.add(message(OutgoingPacket.binary(bytes), compress)));
    return List.copyOf(messages);
  }

  private static OutgoingPacket message(OutgoingPacket message, boolean compress) {
    return compress ? message : message.uncompressed();
  }

  /** What a client remembers the packet by, the same for all; null if it is not kept. */
  @Nullable String offset() {
    return offset;
  }

  /** The event that it is, if there was anybody to see it when it was made. */
  SocketPacket.@Nullable Event seen() {
    return seen;
  }

  /** The one message that this is, if there is nothing more to it. */
  @Nullable OutgoingPacket frame() {
    return messages.size() == 1 && plain == null && seen == null ? messages.getFirst() : null;
  }

  /** The copy that logs keep, or kept; null if there was none yet. */
  KeptPacket.@Nullable Copy copy() {
    return copy;
  }

  /** From now on that is the copy. */
  void copied(KeptPacket.Copy made) {
    copy = made;
  }

  /** The bytes of it on the wire. */
  int size() {
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
      made = messages(encoding.get(), true);
      withoutOffset = made;
    }
    return made;
  }
}
