package ceres.engineio.server;

import java.util.ArrayList;
import java.util.List;

/**
 * The packets of a session that wait for its transport, in order.
 *
 * <p>Event-loop confined.
 */
final class Outbox {
  private List<OutgoingPacket> packets = new ArrayList<>(1);
  private long bytes;

  void add(OutgoingPacket packet) {
    packets.add(packet);
    bytes += packet.size();
  }

  boolean isEmpty() {
    return packets.isEmpty();
  }

  /** How many bytes wait. */
  long bytes() {
    return bytes;
  }

  /** Gives away all that waits. */
  List<OutgoingPacket> take() {
    List<OutgoingPacket> all = packets;
    packets = new ArrayList<>(1);
    bytes = 0;
    return all;
  }
}
