package ceres.engineio.protocol;

import ceres.engineio.protocol.EnginePacket.BinaryMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What Engine.IO 3 writes differently from 4 (Engine.IO protocol 3, "Encoding"). Packets of text
 * are the same; bytes are {@code b4} and base64 as text, and a 4 in front of them in a binary
 * frame. A polling body is {@code <length>:<packet>} as often as there are packets, the length in
 * UTF-16 code units, or a sequence of bytes.
 */
public final class Engine3Codec {
  private static final int MESSAGE = 4;
  private static final int MOST_DIGITS = 9;
  private static final int END_OF_LENGTH = 0xff;

  private Engine3Codec() {}

  /** The text of a message of bytes. */
  public static String encode(BinaryMessage message) {
    return "b4" + Base64.getEncoder().encodeToString(message.data());
  }

  /**
   * The packet that a client sent as text.
   *
   * @throws MalformedPacketException as {@link PacketCodec#decode}
   */
  public static EnginePacket decode(String text) throws MalformedPacketException {
    if (!text.startsWith("b")) {
      return PacketCodec.decode(text);
    }
    if (!text.startsWith("b4")) {
      throw new MalformedPacketException("bytes that are no message");
    }
    return PacketCodec.decode('b' + text.substring(2));
  }

  /**
   * The packet that a client sent as a binary frame.
   *
   * @throws MalformedPacketException if it is no message
   */
  public static EnginePacket decode(byte[] frame) throws MalformedPacketException {
    if (frame.length == 0 || frame[0] != MESSAGE) {
      throw new MalformedPacketException("bytes that are no message");
    }
    return new BinaryMessage(Arrays.copyOfRange(frame, 1, frame.length));
  }

  /** The body that carries already encoded packets. */
  public static String join(List<String> encodedPackets) {
    StringBuilder body = new StringBuilder();
    for (String packet : encodedPackets) {
      body.append(packet.length()).append(':').append(packet);
    }
    return body.toString();
  }

  /**
   * The packets of a body of text, in order.
   *
   * @throws MalformedPacketException if any of them is malformed; then none is to be processed
   */
  public static List<EnginePacket> decodePayload(String body) throws MalformedPacketException {
    List<EnginePacket> packets = new ArrayList<>(1);
    int start = 0;
    do {
      int colon = body.indexOf(':', start);
      int length = 0;
      if (colon <= start || colon - start > MOST_DIGITS) {
        throw new MalformedPacketException("a packet without its length");
      }
      for (int i = start; i < colon; i++) {
        length = 10 * length + digit(body.charAt(i) - '0');
      }
      start = colon + 1 + length;
      if (start > body.length()) {
        throw new MalformedPacketException("a packet that is cut off");
      }
      packets.add(decode(body.substring(colon + 1, start)));
    } while (start < body.length());
    return packets;
  }

  /**
   * The packets of a body of bytes: for each a 0 for text or a 1 for bytes, the digits of its
   * length as numbers, 255, and the packet.
   *
   * @throws MalformedPacketException if any of them is malformed; then none is to be processed
   */
  public static List<EnginePacket> decodePayload(byte[] body) throws MalformedPacketException {
    List<EnginePacket> packets = new ArrayList<>(1);
    int start = 0;
    do {
      int at = start + 1;
      int length = 0;
      while (at < body.length && (body[at] & 0xff) != END_OF_LENGTH) {
        if (at - start > MOST_DIGITS) {
          throw new MalformedPacketException("a length that is too long");
        }
        length = 10 * length + digit(body[at++]);
      }
      int end = at + 1 + length;
      if (at == start + 1 || end > body.length) {
        throw new MalformedPacketException("a packet that is cut off");
      }
      byte[] packet = Arrays.copyOfRange(body, at + 1, end);
      packets.add(
          switch (body[start]) {
            case 0 -> decode(utf8(packet));
            case 1 -> decode(packet);
            default -> throw new MalformedPacketException("neither text nor bytes");
          });
      start = end;
    } while (start < body.length);
    return packets;
  }

  private static int digit(int value) throws MalformedPacketException {
    if (value < 0 || value > 9) {
      throw new MalformedPacketException("a length that is no number");
    }
    return value;
  }

  private static String utf8(byte[] bytes) throws MalformedPacketException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedPacketException("text that is not UTF-8");
    }
  }
}
