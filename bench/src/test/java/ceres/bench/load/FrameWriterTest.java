package ceres.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private final FrameWriter writer = new FrameWriter(100);

  @Test
  void a_short_frame_is_masked() {
    ByteBuffer frame = writer.text("3");
    assertThat(frame.get(0)).isEqualTo((byte) 0x81);
    assertThat(frame.get(1)).isEqualTo((byte) 0x81);
    assertThat(unmasked(frame, 2)).isEqualTo("3");
  }

  @Test
  void a_message_has_a_content_of_the_length_that_was_asked_for() {
    ByteBuffer frame = writer.message(new Room(3, "b-3", new int[] {0, 1}), 4, 1, 5);
    assertThat(frame.get(1)).isEqualTo((byte) 0xfe);
    assertThat(frame.getShort(2)).isEqualTo((short) 148);
    assertThat(unmasked(frame, 4))
        .isEqualTo(
            "42[\"send_message\",{\"roomId\":\"b-3\",\"content\":\""
                + StampTest.written(3, 4, 1, 5)
                + "x".repeat(58)
                + "\"}]");
  }

  private static String unmasked(ByteBuffer frame, int keyAt) {
    byte[] text = new byte[frame.limit() - keyAt - 4];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) (frame.get(keyAt + 4 + i) ^ frame.get(keyAt + (i & 3)));
    }
    return new String(text, US_ASCII);
  }
}
