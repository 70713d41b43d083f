package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.support.Management;
import ceres.conformance.support.Management.Answer;
import java.time.Duration;
import java.util.List;

/**
 * What a server says of itself while something breaks.
 *
 * @param management where it says that
 */
record Readiness(Management management) {
  /** A second until it is more than a blip, two for an answer, and what a busy machine adds. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(10);

  /** The pool of connections may wait five seconds before it tries again. */
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);

  /** It says in time that it is not ready, why, and that it lives. */
  void awaitNotReady(List<String> reasons) {
    await()
        .atMost(NOTICED_WITHIN)
        .untilAsserted(() -> {
          Answer answer = management.get("/readyz");
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.json().get("reason").asString()).isEqualTo(String.join("; ", reasons));
        });
    assertThat(management.metrics()).containsEntry("ceres_ready", 0.0);
    assertThat(management.get("/healthz").status()).isEqualTo(200);
  }

  /** It says in time that it is ready again. */
  void awaitReady() {
    await().atMost(BACK_WITHIN).until(() -> management.get("/readyz").status() == 200);
    assertThat(management.metrics()).containsEntry("ceres_ready", 1.0);
  }
}
