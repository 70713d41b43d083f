package ceres.testing.fuzz;

import ceres.socketio.msgpack.MessagePackParser;
import ceres.socketio.protocol.Decoded;
import ceres.socketio.protocol.EncodedPacket;
import ceres.socketio.protocol.JsonPacketParser;
import ceres.socketio.protocol.PacketDecoder;
import ceres.socketio.protocol.PacketException;
import ceres.socketio.protocol.PacketParser;
import ceres.socketio.protocol.SocketPacket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What reads the messages of a client of Socket.IO. Each target takes any bytes, and throws if they
 * are taken otherwise than promised: packets that are written and read again as the same, or the
 * one exception that says that they are none.
 */
final class SocketTargets {
  /** Ends a message; no UTF-8 has it. */
  static final byte END = (byte) 0xff;

  /** Begins a message that is bytes; no UTF-8 has it. */
  static final byte BINARY = (byte) 0xfe;

  private static final int MAX_ATTACHMENTS = 10;

  private SocketTargets() {}

  /** The messages of one connection, each up to an {@link #END}. */
  static void json(byte[] input) {
    PacketParser parser = new JsonPacketParser();
    PacketDecoder decoder = parser.newDecoder(MAX_ATTACHMENTS);
    int start = 0;
    for (int at = 0; at <= input.length; at++) {
      if (at == input.length || input[at] == END) {
        if (!decoded(parser, decoder, Arrays.copyOfRange(input, start, at))) {
          return;
        }
        start = at + 1;
      }
    }
  }

  private static boolean decoded(PacketParser parser, PacketDecoder decoder, byte[] message) {
    try {
      Decoded decoded =
          message.length > 0 && message[0] == BINARY
              ? decoder.decodeBinary(Arrays.copyOfRange(message, 1, message.length))
              : decoder.decodeText(new String(message, StandardCharsets.UTF_8));
      switch (decoded) {
        case Decoded.Complete(SocketPacket packet) -> isWrittenAndRead(parser, packet);
        case Decoded.AwaitingAttachments(int missing) -> {
          if (missing < 1 || missing > MAX_ATTACHMENTS) {
            throw new AssertionError(missing + " attachments are missing");
          }
        }
      }
      return true;
    } catch (PacketException refused) {
      return false;
    }
  }

  /** One message of MessagePack. */
  static void messagePack(byte[] input) {
    PacketParser parser = new MessagePackParser();
    boolean _ = decoded(parser, parser.newDecoder(MAX_ATTACHMENTS), binary(input));
  }

  private static byte[] binary(byte[] bytes) {
    byte[] message = new byte[bytes.length + 1];
    message[0] = BINARY;
    System.arraycopy(bytes, 0, message, 1, bytes.length);
    return message;
  }

  /**
   * Writing is always possible, what it makes is read as the same within the same limits, and
   * written as the same.
   */
  private static void isWrittenAndRead(PacketParser parser, SocketPacket packet) {
    EncodedPacket written = parser.encode(packet);
    SocketPacket read = read(parser, written);
    if (!Sameness.of(packet, read)) {
      throw new AssertionError(packet + " became " + read);
    }
    EncodedPacket again = parser.encode(read);
    if (!Objects.equals(written.text(), again.text())
        || !Sameness.values(written.binary(), again.binary())) {
      throw new AssertionError(written + " became " + again);
    }
  }

  private static SocketPacket read(PacketParser parser, EncodedPacket written) {
    PacketDecoder decoder = parser.newDecoder(MAX_ATTACHMENTS);
    try {
      Decoded decoded = written.text() == null ? null : decoder.decodeText(written.text());
      for (byte[] attachment : written.binary()) {
        decoded = decoder.decodeBinary(attachment.clone());
      }
      if (decoded instanceof Decoded.Complete(SocketPacket packet)) {
        return packet;
      }
      throw new AssertionError("incomplete: " + written);
    } catch (PacketException refused) {
      throw new AssertionError("refused: " + written, refused);
    }
  }
}
