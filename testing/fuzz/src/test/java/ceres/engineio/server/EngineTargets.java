package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.protocol.Engine3Codec;
import ceres.engineio.protocol.EnginePacket;
import ceres.engineio.protocol.EnginePacket.BinaryMessage;
import ceres.engineio.protocol.MalformedPacketException;
import ceres.engineio.protocol.PacketCodec;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.ReferenceCountUtil;
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
    channel
        .pipeline()
        .addLast(
            new WebSocket13FrameDecoder(
                WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(true)
                    .allowMaskMismatch(false)
                    .allowExtensions(true)
                    .maxFramePayloadLength(MAX_PAYLOAD)
                    .closeOnProtocolViolation(false)
                    .withUTF8Validator(false)
                    .build()),
            new WebSocketInflater(MAX_PAYLOAD),
            new Utf8FrameValidator(false),
            new WebSocketFrameAggregator(MAX_PAYLOAD),
            new Front());
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

  /**
   * Where messages and exceptions arrive; what should not is thrown by the channel. Like that of
   * the server, it heeds nothing that comes after the first exception.
   */
  private static final class Front extends ChannelInboundHandlerAdapter {
    private boolean ended;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      int size = ((WebSocketFrame) message).content().readableBytes();
      ReferenceCountUtil.release(message);
      if (size > MAX_PAYLOAD && !ended) {
        throw new AssertionError("a message of " + size + " bytes");
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      Throwable fault =
          cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
      if (!ended
          && !(fault instanceof CorruptedWebSocketFrameException)
          && !(fault instanceof TooLongFrameException)
          && !(fault instanceof PrematureChannelClosureException)) {
        ctx.fireExceptionCaught(cause);
      }
      ended = true;
    }
  }
}
