package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes in, messages out. */
class FrameReaderTest {
  private static final int LIMIT = 70_000;

  private final List<String> told = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    // RFC 6455, section 5.7: "Hello"
    "818537fa213d7f9f4d5158, text Hello 5",
    "8180 01020304, 'text  0'",
    "8183 00000000 e282ac, text € 3",
    "8183 00000000 efbfbd, text \ufffd 3",
    "8284 01020304 00000004, binary 01020300",
    "8280 01020304, 'binary '",
    "8985 37fa213d 7f9f4d5158, ping 48656c6c6f",
    "8880 00000000, close -1",
    "8882 00000000 03e8, close 1000",
    "8884 01000000 02e94f4b, close 1001"
  })
  void aFrameIsAMessage(String hex, String message) {
    read(hex);
    assertThat(told).containsExactly(message);
  }

  @Test
  void aPongIsNobodysBusiness() {
    read("8a80 00000000 8a81 00000000 31");
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "8101 34, 1002",
    "a180 00000000, 1002",
    "9180 00000000, 1002",
    "c180 00000000, 1002",
    "8380 00000000, 1002",
    "8780 00000000, 1002",
    "8b80 00000000, 1002",
    "8f80 00000000, 1002",
    "0980 00000000, 1002",
    "0880 00000000, 1002",
    "89fe 007e 00000000, 1002",
    "8080 00000000, 1002",
    "0181 00000000 34 8181 00000000 34, 1002",
    "8881 00000000 03, 1002",
    "8882 00000000 03e7, 1002",
    "8882 00000000 03ed, 1002",
    "8883 00000000 03e8ff, 1007",
    "81fe 007d 00000000, 1002",
    "81ff 000000000000ffff 00000000, 1002",
    "82ff 8000000000000000 00000000, 1002",
    "82ff 4000000000000000 00000000, 1009",
    "82ff 0000000000011171 00000000, 1009",
    "8183 00000000 34c328, 1007",
    "8183 00000000 34e282, 1007",
    "8183 00000000 eda080, 1007",
    "8182 00000000 c080, 1007",
    "8184 00000000 f4908080, 1007",
    "0183 00000000 34c328, 1007"
  })
  void whatBreaksTheRulesIsTheEnd(String hex, int status) {
    read(hex + "8181 00000000 34");
    assertThat(told.getLast()).isEqualTo("violation " + status);
    assertThat(told).doesNotContain("text 4 1");
  }

  @Test
  void aMessageMayComeInFragmentsWithControlFramesBetween() {
    read("0181 00000000 61" + "8981 00000000 70" + "0080 00000000" + "8081 00000000 62");
    assertThat(told).containsExactly("ping 70", "text ab 2");
  }

  @Test
  void aCharacterMayBeCutByFragments() {
    read("0181 00000000 e2" + "0081 00000000 82" + "8081 00000000 ac");
    assertThat(told).containsExactly("text € 3");
  }

  @Test
  void aTextThatEndsWithinACharacterIsNone() {
    read("0181 00000000 e2" + "8081 00000000 82");
    assertThat(told).containsExactly("violation 1007");
  }

  @Test
  void aFragmentThatCannotBeTextIsTheEndAtOnce() {
    read("0182 00000000 f490");
    assertThat(told).containsExactly("violation 1007");
  }

  @Test
  void fragmentsTogetherAreWithinTheLimit() {
    String half = HexFormat.of().formatHex(frame(0x02, new byte[LIMIT / 2]));
    String other = HexFormat.of().formatHex(frame(0x00, new byte[LIMIT / 2]));
    read(half + other + "8080 00000000");
    assertThat(told).containsExactly("binary " + "00".repeat(LIMIT));
    told.clear();
    read(half + other + "8081 00000000 00");
    assertThat(told).containsExactly("violation 1009");
  }

  @Test
  void framesMayBeCutAnywhere() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(frame(0x81, utf8("4first €")));
    all.writeBytes(frame(0x01, utf8("4in ")));
    all.writeBytes(frame(0x89, utf8("ping")));
    all.writeBytes(frame(0x80, utf8("pieces")));
    all.writeBytes(frame(0x82, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}));
    all.writeBytes(frame(0x81, utf8("x".repeat(126))));
    all.writeBytes(frame(0xc1, deflate("4small")));
    all.writeBytes(frame(0x88, new byte[] {3, (byte) 0xe8}));
    byte[] bytes = all.toByteArray();
    read(bytes);
    List<String> whole = List.copyOf(told);
    assertThat(whole)
        .containsExactly(
            "text 4first € 10",
            "ping 70696e67",
            "text 4in pieces 10",
            "binary 010203040506070809",
            "text " + "x".repeat(126) + " 126",
            "text 4small 6",
            "close 1000");
    for (int cut = 1; cut < bytes.length; cut++) {
      told.clear();
      read(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length));
      assertThat(told).as("cut at " + cut).isEqualTo(whole);
    }
    for (int size = 1; size < 20; size++) {
      told.clear();
      read(pieces(bytes, size));
      assertThat(told).as("in pieces of " + size).isEqualTo(whole);
    }
  }

  @Test
  void aLongFrameMayComeInPieces() {
    String text = "4" + "é".repeat(34_999);
    read(pieces(frame(0x81, utf8(text)), 2048));
    assertThat(told).containsExactly("text " + text + " 69999");
  }

  @Test
  void whatFollowsACloseFrameIsNotRead() {
    read("8880 00000000" + "8181 00000000 34");
    assertThat(told).containsExactly("close -1");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] deflate(String text) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(utf8(text));
    byte[] out = new byte[100];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length - 4);
  }

  @Test
  void whatComesBetweenTurnsWaitsForTheNextOne() {
    UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(buffers);
    Recorder reader = new SlowRecorder();
    channel.pipeline().addLast(reader);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 3 * Turn.PACKETS; i++) {
      sent.writeBytes(frame(0x81, String.valueOf(i).getBytes(StandardCharsets.UTF_8)));
      messages.add("text " + i + " " + String.valueOf(i).length());
    }
    for (byte[] piece : pieces(sent.toByteArray(), 100)) {
      channel.writeInbound(buffers.buffer().writeBytes(piece));
      assertThat(told).isEqualTo(messages.subList(0, Turn.PACKETS));
    }
    ChannelHandlerContext context = channel.pipeline().context(reader);
    reader.goOn(context);
    assertThat(told).isEqualTo(messages.subList(0, 2 * Turn.PACKETS));
    reader.finish(context);
    assertThat(told).isEqualTo(messages);
    assertThat(reader.unfinished()).isZero();
    channel.finishAndReleaseAll();
    assertThat(buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory()).isZero();
  }

  /** A client's frame, masked. */
  private static byte[] frame(int first, byte[] payload) {
    byte[] mask = {0x1f, (byte) 0xa2, 0x33, (byte) 0xc4};
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      frame.writeBytes(
          new byte[] {(byte) 0xfe, (byte) (payload.length >> 8), (byte) payload.length});
    } else {
      frame.writeBytes(new byte[] {(byte) 0xff, 0, 0, 0, 0});
      frame.writeBytes(Unpooled.copyInt(payload.length).array());
    }
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ mask[i % 4]);
    }
    return frame.toByteArray();
  }

  private static byte[][] pieces(byte[] bytes, int size) {
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += size) {
      pieces.add(Arrays.copyOfRange(bytes, at, Math.min(at + size, bytes.length)));
    }
    return pieces.toArray(byte[][]::new);
  }

  private void read(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    // An extension is agreed to in the test of what is cut; a reserved bit means nothing here.
    readAll(false, bytes);
  }

  private void read(byte[]... pieces) {
    readAll(true, pieces);
  }

  private void readAll(boolean deflate, byte[]... pieces) {
    UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(buffers);
    channel.pipeline().addLast(new Recorder(deflate));
    for (byte[] piece : pieces) {
      channel.writeInbound(buffers.buffer().writeBytes(piece));
    }
    channel.finishAndReleaseAll();
    assertThat(buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory()).isZero();
  }

  private class Recorder extends FrameReader {
    Recorder(boolean deflate) {
      super(LIMIT, deflate);
    }

    @Override
    void onText(ChannelHandlerContext ctx, String text, int size) {
      told.add("text " + text + " " + size);
    }

    @Override
    void onBinary(ChannelHandlerContext ctx, byte[] bytes) {
      told.add("binary " + HexFormat.of().formatHex(bytes));
    }

    @Override
    void onPing(ChannelHandlerContext ctx, byte[] payload) {
      told.add("ping " + HexFormat.of().formatHex(payload));
    }

    @Override
    void onCloseFrame(ChannelHandlerContext ctx, int status) {
      told.add("close " + status);
      stopReading();
    }

    @Override
    void onViolation(ChannelHandlerContext ctx, FrameViolation violation) {
      told.add("violation " + violation.status());
    }

    @Override
    void onRest(ChannelHandlerContext ctx) {
      while (isResting()) {
        goOn(ctx);
      }
    }
  }

  /** Each message takes longer than a turn, and others have theirs until it is told to go on. */
  private final class SlowRecorder extends Recorder {
    SlowRecorder() {
      super(false);
    }

    @Override
    void onText(ChannelHandlerContext ctx, String text, int size) {
      super.onText(ctx, text, size);
      LockSupport.parkNanos(1_000_000);
    }

    @Override
    void onRest(ChannelHandlerContext ctx) {
      // Not yet.
    }
  }
}
