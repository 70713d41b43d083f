package ceres.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest implements FrameReader.Packets {
  private final List<String> found = new ArrayList<>();
  private final FrameReader reader = new FrameReader(this);
  private final Client client = new Client(0, "token");

  @Override
  public void text(Client client, ByteBuffer in, int from, int end, long now) {
    byte[] bytes = new byte[end - from];
    in.get(from, bytes);
    found.add(new String(bytes, US_ASCII));
  }

  @Override
  public void ping(Client client, byte[] payload) {
    found.add("ping " + new String(payload, US_ASCII));
  }

  @Test
  void all_frames_of_a_read_are_found() throws IOException {
    assertThat(read(0x81, 2, '4', '0', 0x81, 1, '2', 0x89, 1, '!')).isEqualTo(10);
    assertThat(found).containsExactly("40", "2", "ping !");
  }

  @Test
  void what_is_not_complete_is_left() throws IOException {
    assertThat(read(0x81, 2, '4', '0', 0x81, 3, '4', '2')).isEqualTo(4);
    assertThat(read(0x81)).isZero();
    assertThat(read(0x81, 126, 0)).isZero();
    assertThat(read(0x81, 127, 0, 0, 0, 0, 0, 0, 0)).isZero();
    assertThat(found).containsExactly("40");
  }

  @Test
  void lengths_may_take_two_or_eight_bytes() throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(new byte[] {(byte) 0x81, 126, 0x01, 0x00});
    frames.writeBytes("a".repeat(256).getBytes(US_ASCII));
    frames.writeBytes(new byte[] {(byte) 0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0});
    frames.writeBytes("b".repeat(65_536).getBytes(US_ASCII));
    ByteBuffer in = ByteBuffer.wrap(frames.toByteArray());
    assertThat(reader.read(client, in, 0, in.limit(), 0)).isEqualTo(in.limit());
    assertThat(found).containsExactly("a".repeat(256), "b".repeat(65_536));
  }

  @Test
  void a_server_must_not_mask_compress_or_fragment() {
    for (int[] frame : new int[][] {{0x81, 0x80, 0, 0, 0, 0}, {0xc1, 0}, {0x01, 0}}) {
      assertThatThrownBy(() -> read(frame))
          .hasMessageContaining("masked, a fragment or compressed");
    }
  }

  @Test
  void a_close_frame_ends_the_connection() {
    assertThatThrownBy(() -> read(0x88, 0)).hasMessage("closed by the server");
  }

  private int read(int... bytes) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      in.put((byte) each);
    }
    return reader.read(client, in, 0, bytes.length, 0);
  }
}
