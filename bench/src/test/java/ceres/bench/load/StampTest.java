package ceres.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StampTest {
  @Test
  void a_stamp_is_written_in_digits_from_at_to_o() {
    assertThat(written(1, 0x23, 0x456789ab, 0xcdefL))
        .isEqualTo("~@@@@@@@A@@@@@@BCDEFGHIJK@@@@@@@@@@@@LMNO~")
        .hasSize(Stamp.LENGTH);
  }

  @Test
  void a_stamp_is_read_as_it_was_written() {
    ByteBuffer in = buffer(written(49_999, Integer.MAX_VALUE, 19_999, 0x0123_4567_89ab_cdefL));
    assertThat(Stamp.room(in, 0)).isEqualTo(49_999);
    assertThat(Stamp.number(in, 0)).isEqualTo(Integer.MAX_VALUE);
    assertThat(Stamp.sender(in, 0)).isEqualTo(19_999);
    assertThat(Stamp.due(in, 0)).isEqualTo(0x0123_4567_89ab_cdefL);
  }

  @Test
  void a_time_with_a_negative_lower_half_is_read_as_it_was_written() {
    assertThat(Stamp.due(buffer(written(0, 0, 0, 0x7_ffff_ffffL)), 0)).isEqualTo(0x7_ffff_ffffL);
    assertThat(Stamp.due(buffer(written(0, 0, 0, -5)), 0)).isEqualTo(-5);
  }

  @Test
  void the_first_stamp_in_a_packet_is_found() {
    String packet = "42[\"new_message\",{\"content\":\"" + written(1, 2, 3, 4) + "xxxx\"}]";
    assertThat(Stamp.find(buffer(packet), 0, packet.length())).isEqualTo(29);
  }

  @Test
  void where_half_a_stamp_is_there_is_none() {
    String half = written(1, 2, 3, 4).substring(0, 41);
    assertThat(Stamp.find(buffer(half), 0, half.length())).isEqualTo(-1);
  }

  static String written(int room, int number, int sender, long due) {
    byte[] bytes = new byte[Stamp.LENGTH];
    Stamp.write(bytes, 0, room, number, sender, due);
    return new String(bytes, US_ASCII);
  }

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
