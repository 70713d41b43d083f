package ceres.engineio.protocol;

import ceres.engineio.protocol.EnginePacket.BinaryMessage;
import ceres.engineio.protocol.EnginePacket.Close;
import ceres.engineio.protocol.EnginePacket.Noop;
import ceres.engineio.protocol.EnginePacket.Open;
import ceres.engineio.protocol.EnginePacket.Ping;
import ceres.engineio.protocol.EnginePacket.Pong;
import ceres.engineio.protocol.EnginePacket.TextMessage;
import ceres.engineio.protocol.EnginePacket.Upgrade;
import java.util.Base64;

/**
 * One packet as text (Engine.IO protocol, "Packet encoding"). On WebSocket a {@link BinaryMessage}
 * is a binary frame instead and never comes here.
 */
public final class PacketCodec {
  private static final Close CLOSE = new Close();
  private static final Ping PING = new Ping("");
  private static final Pong PONG = new Pong("");
  private static final Upgrade UPGRADE = new Upgrade();
  private static final Noop NOOP = new Noop();

  private PacketCodec() {}

  /** The text of a packet; bytes as {@code b} and base64. */
  public static String encode(EnginePacket packet) {
    return switch (packet) {
      case Open(OpenPayload payload) -> '0' + payload.toJson();
      case Close() -> "1";
      case Ping(String data) -> '2' + data;
      case Pong(String data) -> '3' + data;
      case TextMessage(String data) -> '4' + data;
      case BinaryMessage(byte[] data) -> 'b' + Base64.getEncoder().encodeToString(data);
      case Upgrade() -> "5";
      case Noop() -> "6";
    };
  }

  /**
   * The packet that a client sent as text.
   *
   * @throws MalformedPacketException for an empty text, an unknown packet type, an OPEN (only
   *     servers send it), or bytes that are not base64
   */
  public static EnginePacket decode(String text) throws MalformedPacketException {
    if (text.isEmpty()) {
      throw new MalformedPacketException("empty packet");
    }
    return switch (text.charAt(0)) {
      case '1' -> CLOSE;
      case '2' -> text.length() == 1 ? PING : new Ping(text.substring(1));
      case '3' -> text.length() == 1 ? PONG : new Pong(text.substring(1));
      case '4' -> new TextMessage(text.substring(1));
      case '5' -> UPGRADE;
      case '6' -> NOOP;
      case 'b' -> new BinaryMessage(decodeBase64(text.substring(1)));
      default -> throw new MalformedPacketException("unknown packet type");
    };
  }

  /** With line breaks or without: the official client for Java writes them after 76 characters. */
  private static byte[] decodeBase64(String text) throws MalformedPacketException {
    String line = text.indexOf('\n') < 0 ? text : text.replace("\r", "").replace("\n", "");
    try {
      return Base64.getDecoder().decode(line);
    } catch (IllegalArgumentException e) {
      throw new MalformedPacketException("bytes that are not base64");
    }
  }
}
