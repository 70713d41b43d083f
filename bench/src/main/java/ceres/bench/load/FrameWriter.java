package ceres.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * Makes what clients send: masked WebSocket frames (RFC 6455, section 5.2). Each buffer is valid
 * until the next is made. Confined to one thread.
 */
final class FrameWriter {
  private static final int TEXT = 0x81;
  private static final int PONG = 0x8a;

  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
  private final byte[] message = new byte[2_048];
  private final byte[] padding;
  private int random = 0x9e3779b9;

  /**
   * A writer.
   *
   * @param contentLength how long the content of a message is, at least a stamp's length
   */
  FrameWriter(int contentLength) {
    padding = "x".repeat(contentLength - Stamp.LENGTH).getBytes(US_ASCII);
  }

  ByteBuffer upgrade(String host, int port) {
    String request =
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: "
            + (host + ":" + port)
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n\r\n";
    return out.clear().put(request.getBytes(ISO_8859_1)).flip();
  }

  ByteBuffer text(String packet) {
    byte[] payload = packet.getBytes(ISO_8859_1);
    return frame(TEXT, payload, payload.length);
  }

  ByteBuffer pong(byte[] payload) {
    return frame(PONG, payload, payload.length);
  }

  ByteBuffer message(Room room, int number, int sender, long due) {
    int length = put("42[\"send_message\",{\"roomId\":\"", 0);
    length = put(room.name, length);
    length = put("\",\"content\":\"", length);
    Stamp.write(message, length, room.index, number, sender, due);
    length += Stamp.LENGTH;
    System.arraycopy(padding, 0, message, length, padding.length);
    length = put("\"}]", length + padding.length);
    return frame(TEXT, message, length);
  }

  @SuppressWarnings("deprecation") // Only characters of ASCII, and no array made.
  private int put(String text, int at) {
    text.getBytes(0, text.length(), message, at);
    return at + text.length();
  }

  private ByteBuffer frame(int opcode, byte[] payload, int length) {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    out.clear().put((byte) opcode);
    if (length < 126) {
      out.put((byte) (0x80 | length));
    } else {
      out.put((byte) (0x80 | 126)).putShort((short) length);
    }
    out.putInt(random);
    for (int i = 0; i < length; i++) {
      out.put((byte) (payload[i] ^ random >>> (24 - 8 * (i & 3))));
    }
    return out.flip();
  }
}
