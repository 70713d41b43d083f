package ceres.socketio.server;

import ceres.engineio.server.OutgoingPacket;
import ceres.engineio.server.Session;
import ceres.socketio.protocol.EncodedPacket;
import ceres.socketio.protocol.PacketEncoder;
import ceres.socketio.protocol.SocketPacket;
import java.util.List;

/**
 * A packet as the messages of the layer below, made once for all its receivers. Immutable.
 *
 * @param text the packet
 * @param attachments its attachments, which follow it
 */
record EncodedMessages(OutgoingPacket text, List<OutgoingPacket> attachments) {

  static EncodedMessages of(SocketPacket packet) {
    EncodedPacket encoded = PacketEncoder.encode(packet);
    return new EncodedMessages(
        OutgoingPacket.text(encoded.text()),
        encoded.attachments().isEmpty()
            ? List.of()
            : encoded.attachments().stream().map(OutgoingPacket::binary).toList());
  }

  /** Sends all of it; on the session's loop. */
  void sendTo(Session session) {
    session.send(text);
    for (int i = 0; i < attachments.size(); i++) {
      session.send(attachments.get(i));
    }
  }
}
