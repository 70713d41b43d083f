package ceres.chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.postgres.DatabaseConfig;
import ceres.engineio.server.ConnectionLimits;
import org.junit.jupiter.api.Test;

class HeapTest {
  private static final Heap GIGABYTE = new Heap(1L << 30);
  private static final Heap SMALL = new Heap(64L << 20);

  private static ConnectionLimits waiting(long bytes) {
    return ConnectionLimits.DEFAULTS.withSizes(16_384, bytes);
  }

  @Test
  void whatFitsIntoAQuarterMayWaitForClients() {
    assertThat(GIGABYTE.limit(waiting(128 << 20))).isEqualTo(waiting(128 << 20));
    assertThat(SMALL.limit(waiting(128 << 20))).isEqualTo(waiting(16 << 20));
  }

  @Test
  void whoWantsNoLimitGetsNone() {
    assertThat(SMALL.limit(waiting(0))).isEqualTo(waiting(0));
  }

  @Test
  void whatFitsIntoAnEighthMayWaitForTheDatabase() {
    DatabaseConfig database = DatabaseConfig.of("postgresql://localhost/app");
    assertThat(GIGABYTE.limit(database).queueBytes()).isEqualTo(32 << 20);
    assertThat(SMALL.limit(database)).isEqualTo(database.withQueue(20_000, 8 << 20));
  }
}
