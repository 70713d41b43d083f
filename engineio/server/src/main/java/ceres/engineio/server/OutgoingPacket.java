package ceres.engineio.server;

import ceres.engineio.protocol.EnginePacket;
import ceres.engineio.protocol.EnginePacket.BinaryMessage;
import ceres.engineio.protocol.EnginePacket.TextMessage;
import ceres.engineio.protocol.PacketCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A packet encoded once, to be sent to any number of sessions: a broadcast makes one and hands it
 * to all its receivers.
 *
 * <p>Immutable; thread-safe by having its WebSocket frame made before anyone sees it, and by being
 * harmless when two threads make the polling text, or the compressed frame, at once.
 */
public final class OutgoingPacket {
  private static final int TEXT_FRAME = 0x81;
  private static final int BINARY_FRAME = 0x82;

  private final byte[] frame;
  private final int headerLength;
  private final boolean compress;
  private @Nullable String pollingText;
  private volatile byte @Nullable [] deflated;

  private OutgoingPacket(int opcode, byte[] payload) {
    this.headerLength = headerLength(payload.length);
    this.frame = frame(opcode, payload);
    this.compress = true;
  }

  private static byte[] frame(int opcode, byte[] payload) {
    int headerLength = headerLength(payload.length);
    byte[] frame = new byte[headerLength + payload.length];
    frame[0] = (byte) opcode;
    switch (headerLength) {
      case 2 -> frame[1] = (byte) payload.length;
      case 4 -> {
        frame[1] = 126;
        frame[2] = (byte) (payload.length >>> 8);
        frame[3] = (byte) payload.length;
      }
      default -> {
        frame[1] = 127;
        for (int i = 0; i < 4; i++) {
          frame[6 + i] = (byte) (payload.length >>> (24 - 8 * i));
        }
      }
    }
    System.arraycopy(payload, 0, frame, headerLength, payload.length);
    return frame;
  }

  private OutgoingPacket(byte[] frame) {
    this.frame = frame;
    this.headerLength =
        switch (frame[1]) {
          case 127 -> 10;
          case 126 -> 4;
          default -> 2;
        };
    this.compress = true;
  }

  private OutgoingPacket(OutgoingPacket original, boolean compress) {
    this.frame = original.frame;
    this.headerLength = original.headerLength;
    this.compress = compress;
  }

  /** A message of text. */
  public static OutgoingPacket text(String message) {
    return of(new TextMessage(message));
  }

  /**
   * A message of bytes.
   *
   * @param message copied
   */
  public static OutgoingPacket binary(byte[] message) {
    return of(new BinaryMessage(message));
  }

  /**
   * The same packet, never compressed on WebSocket, and no reason to compress a polling answer: for
   * what is compressed already.
   */
  public OutgoingPacket uncompressed() {
    return compress ? new OutgoingPacket(this, false) : this;
  }

  /**
   * A packet from its frame.
   *
   * @param frame has what {@link #copyTo} wrote, from the beginning; copied
   * @param length {@link #size} of the original
   */
  public static OutgoingPacket copyOf(byte[] frame, int length) {
    return new OutgoingPacket(Arrays.copyOf(frame, length));
  }

  /**
   * Writes the packet as it is on an uncompressed WebSocket connection of Engine.IO 4.
   *
   * @param target gets {@link #size} bytes, from the beginning
   */
  public void copyTo(byte[] target) {
    System.arraycopy(frame, 0, target, 0, frame.length);
  }

  /** Whether this is worth compressing if it is large. */
  public boolean mayCompress() {
    return compress;
  }

  static OutgoingPacket of(EnginePacket packet) {
    return packet instanceof BinaryMessage(byte[] data)
        ? new OutgoingPacket(BINARY_FRAME, data)
        : new OutgoingPacket(
            TEXT_FRAME, PacketCodec.encode(packet).getBytes(StandardCharsets.UTF_8));
  }

  /** The unmasked WebSocket frame (RFC 6455, section 5.2); not to be written to. */
  byte[] frame() {
    return frame;
  }

  /**
   * The frame for a connection that negotiated permessage-deflate: compressed if that makes it
   * smaller, and made once for all of them; not to be written to.
   *
   * @param threshold the least payload that is compressed
   */
  byte[] deflatedFrame(int threshold) {
    if (!compress || frame.length - headerLength < Math.max(threshold, 1)) {
      return frame;
    }
    byte[] made = deflated;
    if (made == null) {
      made = deflate(frame, headerLength);
      deflated = made;
    }
    return made;
  }

  private static byte[] deflate(byte[] plain, int header) {
    byte[] payload = PerMessageDeflate.deflate(plain, header);
    return headerLength(payload.length) + payload.length < plain.length
        ? frame(plain[0] | PerMessageDeflate.RSV1, payload)
        : plain;
  }

  /** The bytes that this takes on the wire, near enough for accounting. */
  public int size() {
    return frame.length;
  }

  /** The frame for a client of Engine.IO 3: bytes have their packet type in front of them. */
  byte[] frame3() {
    if (isText()) {
      return frame;
    }
    byte[] payload = new byte[1 + frame.length - headerLength];
    payload[0] = 4;
    System.arraycopy(frame, headerLength, payload, 1, payload.length - 1);
    return frame(BINARY_FRAME, payload);
  }

  /** The same for a connection that negotiated permessage-deflate; that of bytes is not kept. */
  byte[] deflatedFrame3(int threshold) {
    if (isText()) {
      return deflatedFrame(threshold);
    }
    byte[] plain = frame3();
    int header = headerLength(1 + frame.length - headerLength);
    return !compress || plain.length - header < Math.max(threshold, 1)
        ? plain
        : deflate(plain, header);
  }

  /** A frame of its own for a text. */
  static byte[] textFrame(String text) {
    return frame(TEXT_FRAME, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The packet in a polling body of Engine.IO 3. */
  String pollingText3() {
    return isText() ? pollingText() : "b4" + pollingText().substring(1);
  }

  /** The packet in a polling body; made when the first polling client needs it. */
  String pollingText() {
    String made = pollingText;
    if (made == null) {
      byte[] payload = Arrays.copyOfRange(frame, headerLength, frame.length);
      made =
          isText()
              ? new String(payload, StandardCharsets.UTF_8)
              : 'b' + Base64.getEncoder().encodeToString(payload);
      pollingText = made;
    }
    return made;
  }

  private boolean isText() {
    return frame[0] == (byte) TEXT_FRAME;
  }

  private static int headerLength(int payloadLength) {
    if (payloadLength < 126) {
      return 2;
    }
    return payloadLength < 65_536 ? 4 : 10;
  }
}
