package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.support.Management;
import ceres.conformance.support.Management.Answer;
import ceres.conformance.support.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a proxy is told while the database is away. */
class ReadinessTest {
  private static final Duration BOUND = Duration.ofSeconds(4);

  @TempDir private Path directory;

  @Test
  void a_server_whose_database_hangs_says_so_in_time_lives_on_and_is_ready_again()
      throws Exception {
    try (OwnPostgres postgres = new OwnPostgres(directory);
        TestServer server = TestServer.start(postgres.database(), Map.of("MANAGEMENT_PORT", "0"))) {
      Management management = server.management();
      assertThat(management.get("/readyz").status()).isEqualTo(200);
      postgres.freeze();
      for (String _ : List.of("first", "second")) {
        long began = System.nanoTime();
        Answer answer = management.get("/readyz");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().get("reason").asString())
            .isEqualTo("the database does not answer, or takes no writes");
      }
      assertThat(management.get("/healthz").status()).isEqualTo(200);
      assertThat(management.metrics()).containsEntry("ceres_ready", 0.0);
      postgres.thaw();
      await().atMost(Duration.ofSeconds(20)).until(() -> management.get("/readyz").status() == 200);
      assertThat(management.metrics()).containsEntry("ceres_ready", 1.0);
    }
  }
}
