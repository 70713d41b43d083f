package ceres.engineio.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Several packets in one polling body, joined by U+001E (Engine.IO protocol, "Payload encoding").
 */
public final class PayloadCodec {
  /** What stands between two packets. */
  public static final char SEPARATOR = '\u001e';

  private PayloadCodec() {}

  /**
   * The packets of a body, in order.
   *
   * @throws MalformedPacketException if any of them is malformed; then none is to be processed
   */
  public static List<EnginePacket> decode(String body) throws MalformedPacketException {
    List<EnginePacket> packets = new ArrayList<>(1);
    int start = 0;
    while (true) {
      int end = body.indexOf(SEPARATOR, start);
      packets.add(PacketCodec.decode(body.substring(start, end < 0 ? body.length() : end)));
      if (end < 0) {
        return packets;
      }
      start = end + 1;
    }
  }

  /** The body that carries already encoded packets. */
  public static String join(List<String> encodedPackets) {
    return String.join(String.valueOf(SEPARATOR), encodedPackets);
  }
}
