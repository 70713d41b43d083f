package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.protocol.Engine3Codec;
import ceres.engineio.protocol.EnginePacket;
import ceres.engineio.protocol.EnginePacket.BinaryMessage;
import ceres.engineio.protocol.MalformedPacketException;
import ceres.engineio.protocol.PacketCodec;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What reads the bytes of a client of Engine.IO. Each target takes any bytes, and throws if they
 * are taken otherwise than promised: a packet that is written and read again as the same, or the
 * one exception that says that it is none.
 */
public final class EngineTargets {
  private static final int MAX_PAYLOAD = 10_000;

  private EngineTargets() {}

  /** Version 4. The first byte chooses text, a binary frame, or a polling body. */
  public static void engine4(byte[] input) {
    packets(input, Dialect.V4);
  }

  /** Version 3. The first byte chooses text, a binary frame, or a polling body of either kind. */
  public static void engine3(byte[] input) {
    packets(input, Dialect.V3);
  }

  private static void packets(byte[] input, Dialect dialect) {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    try {
      switch (input[0] & 3) {
        case 0 -> text(dialect, new String(rest, StandardCharsets.UTF_8));
        case 1 -> frame(dialect, rest);
        case 2 -> payload(dialect, rest, false);
        default -> payload(dialect, rest, true);
      }
    } catch (MalformedPacketException refused) {
      assertThat(refused).hasMessageMatching("[\\p{ASCII}]+");
    }
  }

  private static void text(Dialect dialect, String text) throws MalformedPacketException {
    EnginePacket packet = dialect.decode(text);
    String written =
        dialect != Dialect.V4 && packet instanceof BinaryMessage message
            ? Engine3Codec.encode(message)
            : PacketCodec.encode(packet);
    same(packet, dialect.decode(written));
  }

  private static void frame(Dialect dialect, byte[] bytes) throws MalformedPacketException {
    if (!(dialect.decode(bytes) instanceof BinaryMessage message)) {
      throw new AssertionError("a binary frame that is no message of bytes");
    }
    byte[] frame = dialect.frame(OutgoingPacket.of(message));
    byte[] written = Arrays.copyOfRange(frame, frame.length - bytes.length, frame.length);
    same(List.of(message), List.of(dialect.decode(written)));
  }

  private static void payload(Dialect dialect, byte[] body, boolean octets)
      throws MalformedPacketException {
    List<EnginePacket> packets = dialect.decodePayload(body, octets);
    if (packets.isEmpty()) {
      throw new AssertionError("a body without packets");
    }
    String written = dialect.join(packets.stream().map(OutgoingPacket::of).toList());
    byte[] utf8 = written.getBytes(StandardCharsets.UTF_8);
    same(packets, dialect.decodePayload(utf8, false));
  }

  private static void same(Object one, Object other) {
    if (!one.equals(other)) {
      throw new AssertionError(one + " became " + other);
    }
  }

  /**
   * A WebSocket with permessage-deflate, behind its handshake. The first byte is the size of the
   * pieces that the rest comes in.
   */
  public static void frames(byte[] input) {
    if (input.length == 0) {
      return;
    }
    UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(buffers);
    channel.pipeline().addLast(new Front());
    int piece = Math.max(1, input[0] & 0xff);
    for (int at = 1; at < input.length; at += piece) {
      int end = Math.min(at + piece, input.length);
      channel.writeInbound(buffers.buffer(end - at).writeBytes(input, at, end - at));
    }
    channel.finishAndReleaseAll();
    if (buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory() > 0) {
      throw new AssertionError("a buffer is lost: " + buffers.metric());
    }
  }

  /** Where messages arrive; what should not is thrown by the channel. */
  private static final class Front extends FrameReader {
    Front() {
      super(MAX_PAYLOAD, true);
    }

    @Override
    void onText(ChannelHandlerContext ctx, String text, int size) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      same(bytes.length, size);
      onBinary(ctx, bytes);
    }

    @Override
    void onBinary(ChannelHandlerContext ctx, byte[] bytes) {
      if (bytes.length > MAX_PAYLOAD) {
        throw new AssertionError("a message of " + bytes.length + " bytes");
      }
    }

    @Override
    void onPing(ChannelHandlerContext ctx, byte[] payload) {
      if (payload.length > 125) {
        throw new AssertionError("a ping of " + payload.length + " bytes");
      }
    }

    @Override
    void onCloseFrame(ChannelHandlerContext ctx, int status) {
      stopReading();
    }

    @Override
    void onViolation(ChannelHandlerContext ctx, FrameViolation violation) {
      same(true, isOver());
    }

    /** What else comes meanwhile has to wait. */
    @Override
    void onRest(ChannelHandlerContext ctx) {
      ctx.executor().execute(() -> goOn(ctx));
    }
  }
}
