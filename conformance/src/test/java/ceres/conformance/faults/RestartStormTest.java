package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ceres.conformance.faults.Crowd.Outcome;
import ceres.conformance.support.ServerProcess;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.Tokens;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server that was started a moment ago, and all its clients at once. */
class RestartStormTest {
  private static final int CLIENTS = 10_000;
  private static final int OTHER_FILES = 1_000;
  private static final int STARTS_WITHIN_SECONDS = 60;

  /** The server's default, within which a client is pinged for the first time. */
  private static final Duration PING_INTERVAL = Duration.ofSeconds(25);

  @Test
  void ten_thousand_clients_that_come_back_at_once_are_all_let_in_within_a_ping_interval()
      throws Exception {
    long files = mostOpenFiles();
    assumeTrue(
        files >= CLIENTS + OTHER_FILES,
        "10,000 clients need more than the " + files + " files that a process may open here");
    List<String> tokens = IntStream.range(0, 100).mapToObj(i -> Tokens.of("U" + i)).toList();
    Map<String, String> settings = Map.of("DATABASE_URL", TestDatabase.create().url());
    try (ServerProcess server = ServerProcess.start(settings, STARTS_WITHIN_SECONDS);
        Crowd crowd = new Crowd(server.port(), CLIENTS, tokens)) {
      Outcome outcome = crowd.comeIn(PING_INTERVAL);
      assertThat(outcome).isEqualTo(new Outcome(CLIENTS, 0, 0));
    }
  }

  /** For this process and for the server, which has the same limit. */
  private static long mostOpenFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
