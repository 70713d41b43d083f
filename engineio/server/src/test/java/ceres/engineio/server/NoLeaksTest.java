package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all tests with {@link NoLeaks} rely on. */
@ExtendWith(NoLeaks.class)
class NoLeaksTest {

  @Test
  void a_lost_buffer_is_noticed() throws Exception {
    lose();
    assertThat(NoLeaks.collect()).isNotEmpty();
  }

  private static void lose() {
    PooledByteBufAllocator.DEFAULT.directBuffer().writeByte(1);
  }
}
