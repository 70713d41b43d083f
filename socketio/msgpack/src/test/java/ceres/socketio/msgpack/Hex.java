package ceres.socketio.msgpack;

import ceres.socketio.protocol.Decoded;
import ceres.socketio.protocol.EncodedPacket;
import ceres.socketio.protocol.PacketException;
import ceres.socketio.protocol.PacketParser;
import ceres.socketio.protocol.SocketPacket;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Packets as the hexadecimal digits of their bytes. */
final class Hex {
  private static final PacketParser PARSER = new MessagePackParser();

  private Hex() {}

  static String of(SocketPacket packet) {
    EncodedPacket encoded = PARSER.encode(packet);
    if (encoded.text() != null || encoded.binary().size() != 1) {
      throw new AssertionError("not one binary message: " + encoded);
    }
    return HexFormat.of().formatHex(encoded.binary().getFirst());
  }

  static SocketPacket packet(String hex) throws PacketException {
    Decoded decoded = PARSER.newDecoder(0).decodeBinary(HexFormat.of().parseHex(hex));
    return ((Decoded.Complete) decoded).packet();
  }

  /** An event {@code a} of the namespace {@code /} with this argument. */
  static String event(String arg) {
    return "83a47479706502a46461746192a161" + arg + "a36e7370a12f";
  }

  /** The one argument of such an event. */
  static @Nullable Object arg(String hex) throws PacketException {
    List<@Nullable Object> args = ((SocketPacket.Event) packet(event(hex))).args();
    if (args.size() != 1) {
      throw new AssertionError("not one argument: " + args);
    }
    return args.getFirst();
  }
}
